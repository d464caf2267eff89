"""Accounts: who proves himself, what he still owes before he is let in, and how an account is opened and closed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.contrib.auth import authenticate
from django.utils.crypto import constant_time_compare

from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, NotAllowedError, NotFoundError
from liuhen.ledger.storage import whole
from liuhen.people import locking, passwords
from liuhen.people.codes import encoded_code, one_time_code
from liuhen.people.doors import Door
from liuhen.people.errors import DemoElsewhereError, WrongCodeError, WrongProofError
from liuhen.people.models import Account, FormerPassword, Person
from liuhen.people.officers import Officer, officer_of_account
from liuhen.people.policy import is_demo, policy_of
from liuhen.people.second_factors import check_code, has_factor
from liuhen.people.sessions import end_all

BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
_NO_OFFICER: Final = "这个账号没有对应的在册人员，不能登录。"


class Step(StrEnum):
    """What somebody who has proven his password owes before he is let in, in this order."""

    FACTOR = "factor"
    PASSWORD = "password"  # noqa: S105  # a step, not a password
    ENROL = "enrol"
    IN = "in"


@dataclass(frozen=True, slots=True)
class Proven:
    """Somebody whose password was right. That alone opens nothing; `mark` changes with the password."""

    account: str
    mark: str
    factor: bool = False


def prove(account: str, password: str, door: Door) -> Proven:
    """Say who bears this account and password.

    Raises:
        TooManyTriesError: closed for a while, whether there is such an account or not.
        WrongProofError: they do not fit; `closed` says whether this try closed the account or the address.
        DemoElsewhereError: a demo, asked for over the network.
    """
    knock = locking.knock(door, account)
    locking.require_open(knock)
    organ = Person.objects.filter(account=account).values_list("organ", flat=True).first()
    public = organ is not None and is_demo(organ)
    if public and not door.at_the_machine:
        raise DemoElsewhereError
    given = "" if password == passwords.DEMO and not public else password
    found = authenticate(request=knock, username=account, password=given)
    if not isinstance(found, Account) or _lapsed(found):
        raise WrongProofError(closed=locking.closed_now(knock))
    return Proven(found.account, found.get_session_auth_hash())


def prove_factor(proven: Proven, code: str, door: Door) -> Proven:
    """Say that the second factor holds, too.

    Raises:
        TooManyTriesError: closed for a while.
        WrongCodeError: it does not hold, or was used before.
    """
    knock = locking.knock(door, proven.account)
    locking.require_open(knock)
    if check_code(proven.account, code) is None:
        raise WrongCodeError(closed=locking.count_failure(knock, proven.account))
    return Proven(proven.account, proven.mark, factor=True)


def require_unlocked(account: str, door: Door) -> None:
    """Refuse while the account or the address is closed.

    Raises:
        TooManyTriesError: it says how long.
    """
    locking.require_open(locking.knock(door, account))


def failed(account: str, door: Door) -> bool:
    """Count a failure that was found elsewhere; say whether it closed the account or the address."""
    return locking.count_failure(locking.knock(door, account), account)


def next_step(proven: Proven) -> Step:
    """Return what is owed next.

    Raises:
        NotAllowedError: the account was closed or its password changed meanwhile, or it belongs to nobody.
    """
    account, by = _still(proven), _officer(proven.account)
    policy = policy_of(by.organ)
    if has_factor(proven.account) and not proven.factor:
        return Step.FACTOR
    if account.one_time_until is not None or policy.outgrown(account):
        return Step.PASSWORD
    if policy.asks_second_factor(by) and not has_factor(proven.account):
        return Step.ENROL
    return Step.IN


def let_in(proven: Proven, door: Door) -> tuple[Account, Officer]:
    """Return the account and its officer once nothing is owed any more; failures are counted anew.

    Raises:
        NotAllowedError: something is still owed.
    """
    if next_step(proven) is not Step.IN:
        raise NotAllowedError("登录还没有完成。", remedy="请按页面提示继续。")
    locking.forget_failures(locking.knock(door, proven.account))
    return _still(proven), _officer(proven.account)


@whole()
def set_password(account: str, password: str, *, keep: str = "") -> str:
    """Give an account the password its owner chose; every sign-in elsewhere ends. Return the new mark.

    Args:
        keep: the handle of the browser's sign-in in which he did it.

    Raises:
        BadInputError: the password breaks a rule.
    """
    row = Account.objects.get(account=account)
    name = Person.objects.filter(account=account).values_list("name", flat=True).first() or ""
    passwords.change(row, password, name=name)
    end_all(account, but=keep)
    return row.get_session_auth_hash()


@whole()
def choose_password(proven: Proven, password: str) -> Proven:
    """Set one's own password on the way in, where a code or an old one led there."""
    _still(proven)
    return Proven(proven.account, set_password(proven.account, password), proven.factor)


def require_password(account: str, password: str, door: Door) -> None:
    """Ask once more who it is, before something that opens the account is changed.

    Raises:
        BadInputError: the present password is wrong.
        TooManyTriesError: tried too often.
    """
    try:
        prove(account, password, door)
    except WrongProofError as err:
        raise BadInputError("当前密码不对。", fields={"current": "当前密码不对"}, remedy="请重新填写。") from err


@whole()
def open_account(account: str) -> str:
    """Open an account for somebody who has yet to choose a password; return the code for his first sign-in.

    Raises:
        BadInputError: the account was used before.
    """
    if Account.objects.filter(account=account).exists():
        raise BadInputError("这个账号已经用过。", fields={"account": "账号不重复使用"}, remedy="请换一个账号名。")
    code = one_time_code()
    Account.objects.open(account, code, one_time_until=clock.now() + passwords.CODE_LASTS)
    return code


@whole()
def renew_code(account: str) -> str:
    """Give out another code for a first sign-in that has not happened yet; the one before is no longer good.

    Raises:
        BadInputError: there is no such account, or its owner has set a password of his own at any time: then two
            keepers are needed, also where they have just reset it.
    """
    row = Account.objects.filter(account=account, is_active=True, one_time_until__isnull=False).first()
    if row is None or FormerPassword.objects.filter(account=row).exists():
        raise BadInputError("这个账号已经设过自己的密码。", remedy="请走两人重置密码。")
    code = one_time_code()
    row.password = encoded_code(code)
    row.one_time_until = clock.now() + passwords.CODE_LASTS
    row.save(update_fields=["password", "one_time_until"])
    end_all(account)
    return code


@whole()
def close_account(account: str) -> None:
    """Close the account of somebody who left: it signs in no more, and every sign-in of his ends."""
    Account.objects.filter(account=account).update(is_active=False)
    end_all(account)


def _lapsed(account: Account) -> bool:
    return account.one_time_until is not None and clock.now() >= account.one_time_until


def _still(proven: Proven) -> Account:
    row = Account.objects.filter(account=proven.account, is_active=True).first()
    if row is None or not constant_time_compare(row.get_session_auth_hash(), proven.mark):
        raise NotAllowedError("登录没有完成，请重新登录。")
    return row


def _officer(account: str) -> Officer:
    try:
        return officer_of_account(account)
    except NotFoundError as err:
        raise NotAllowedError(_NO_OFFICER, remedy="请联系安全员。") from err
