"""登录 as both doors pass it: each step, and what the access journal says of it.

Where the journal cannot be written nobody is let in. A name that no account bears is not written down here at all.
"""

from collections.abc import Mapping
from typing import Any

from liuhen.access.journal import note
from liuhen.kernel.errors import NotFoundError
from liuhen.ledger.storage import whole
from liuhen.people import accounts, locking, second_factors, security_keys, sessions, tokens
from liuhen.people.accounts import Proven
from liuhen.people.doors import Door
from liuhen.people.errors import DemoElsewhereError, WrongCodeError, WrongProofError
from liuhen.people.models import Account
from liuhen.people.officers import Officer, officer_of_account
from liuhen.people.policy import policy_of

Refused = WrongProofError | WrongCodeError | DemoElsewhereError


def password_given(account: str, password: str, door: Door) -> Proven:
    """Take account and password; see `accounts.prove`."""
    try:
        return accounts.prove(account, password, door)
    except (WrongProofError, DemoElsewhereError) as err:
        _note_failure(account, err, door)
        raise


def code_given(proven: Proven, code: str, door: Door) -> Proven:
    """Take a code of the second factor; see `accounts.prove_factor`."""
    try:
        return accounts.prove_factor(proven, code, door)
    except WrongCodeError as err:
        _note_failure(proven.account, err, door)
        raise


def key_given(proven: Proven, told: Mapping[str, Any], state: Any, *, host: str, door: Door) -> Proven:
    """Take a security key's answer.

    Raises:
        TooManyTriesError: closed for a while.
        WrongCodeError: it proves no key of the account.
    """
    accounts.require_unlocked(proven.account, door)
    if not security_keys.prove_key(proven.account, told, state, host=host):
        err = WrongCodeError(closed=accounts.failed(proven.account, door))
        _note_failure(proven.account, err, door)
        raise err
    return Proven(proven.account, proven.mark, factor=True)


@whole()
def own_password(proven: Proven, password: str, door: Door) -> Proven:
    """Set one's own password on the way in."""
    chosen = accounts.choose_password(proven, password)
    note(officer_of_account(proven.account), "password.changed", door.words)
    return chosen


@whole()
def let_in(proven: Proven, door: Door) -> tuple[Account, Officer]:
    """Let somebody in who owes nothing any more, and write it down."""
    account, by = accounts.let_in(proven, door)
    note(by, "sign_in", door.words)
    return account, by


def program_let_in(account: str, password: str, *, otp: str, door: Door) -> str:
    """Return a token for a program; see `tokens.admitted`."""
    try:
        proven = tokens.admitted(account, password, otp=otp, door=door)
    except (WrongProofError, WrongCodeError, DemoElsewhereError) as err:
        _note_failure(account, err, door)
        raise
    with whole():
        note(officer_of_account(account), "sign_in", f"程序，{door.words}")
        return tokens.issue(proven, door)


def signed_out(by: Officer, door: Door) -> None:
    """Write down that somebody signed out."""
    note(by, "sign_out", door.words)


def change_password(by: Officer, current: str, password: str, *, keep: str, door: Door) -> str:
    """Change one's password; every other sign-in of his ends. Return the new mark of the account.

    Raises:
        BadInputError: the present password is wrong, or the new one breaks a rule.
        TooManyTriesError: tried too often.
    """
    accounts.require_password(by.account, current, door)
    with whole():
        note(by, "password.changed", door.words)
        return accounts.set_password(by.account, password, keep=keep)


@whole()
def totp_added(by: Officer, secret: str, code: str, door: Door) -> list[str]:
    """Take an app as second factor; return recovery codes where there were none."""
    second_factors.add_totp(by.account, secret, code)
    note(by, "factor.added", f"动态口令，{door.words}")
    return _first_codes(by)


@whole()
def key_added(by: Officer, told: Mapping[str, Any], state: Any, *, name: str, host: str, door: Door) -> list[str]:
    """Take a security key as second factor; return recovery codes where there were none."""
    called = security_keys.add_key(by.account, told, state, name=name, host=host)
    note(by, "factor.added", f"{called}，{door.words}")
    return _first_codes(by)


@whole()
def codes_renewed(by: Officer, door: Door) -> list[str]:
    """Return fresh recovery codes; those before are no longer good."""
    note(by, "factor.added", f"重新生成备用码，{door.words}")
    return second_factors.new_recovery_codes(by.account)


@whole()
def factor_removed(by: Officer, factor: int, door: Door) -> None:
    """Take a second factor away."""
    must = policy_of(by.organ).asks_second_factor(by)
    gone = second_factors.remove_factor(by.account, factor, must_have=must)
    note(by, "factor.removed", f"{gone.name}，{door.words}")


@whole()
def sitting_ended(by: Officer, handle: str, *, among: Mapping[str, str]) -> None:
    """End one sign-in of these people (account -> name).

    Raises:
        NotFoundError: there is none of that handle among them.
    """
    account = sessions.end_sitting(handle, among=list(among))
    if account is None:
        raise NotFoundError("没有这个会话，或者已经结束。", remedy="请刷新页面。")
    note(by, "sessions.ended", among[account])


@whole()
def others_ended(by: Officer, *, but: str) -> int:
    """End every other sign-in of one's own; return how many there were."""
    count = sessions.end_all(by.account, but=but)
    note(by, "sessions.ended", f"{by.name}的其他会话，共 {count} 个")
    return count


@whole()
def lock_lifted(by: Officer, *, account: str, name: str, address: str) -> None:
    """Open an account or an address again before its time."""
    locking.lift(account=account, address=address)
    note(by, "lock.lifted", name or address)


def _first_codes(by: Officer) -> list[str]:
    return [] if second_factors.has_recovery_codes(by.account) else second_factors.new_recovery_codes(by.account)


def _note_failure(account: str, err: Refused, door: Door) -> None:
    try:
        whose = officer_of_account(account)
    except NotFoundError:
        return
    note(whose, "sign_in.failed", door.words, allowed=False)
    if getattr(err, "closed", False):
        note(whose, "sign_in.locked", door.words, allowed=False)
