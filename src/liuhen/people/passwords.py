"""密码: what it must be made of, how old it may grow, and that the last ones are not taken again.

Asked of passwords that people choose; what a demo prints on the screen is refused everywhere else.
"""

from datetime import timedelta
from typing import Any, Final

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError
from liuhen.people.models import Account, FormerPassword

DEMO: Final = "liuhen-demo"  # printed on the screen, for the machine itself only
SHORTEST: Final = 10  # characters
LONG: Final = 16  # characters: so long a password need not mix kinds
KINDS: Final = 3
REMEMBERED: Final = 5
FEWEST: Final = 5  # different characters
LEAST_CORE: Final = 4  # letters: what is left of a common word when signs and numbers at its ends are taken away
CODE_LASTS: Final = timedelta(days=7)
_common: Final = CommonPasswordValidator()


class OwnRules:
    """The same rules for whatever asks Django whether a password is good."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError with every rule that `password` breaks."""
        if wrong := faults(password, account=str(user or ""), name=""):
            raise ValidationError(wrong)

    def get_help_text(self) -> str:
        """Return the rules in one sentence."""
        return RULES


RULES: Final = (
    f"至少 {SHORTEST} 个字符，含大写字母、小写字母、数字、符号中的三类；或者 {LONG} 个字符以上，不限种类。"
    f"不能是账号、姓名、常见密码，也不能是最近 {REMEMBERED} 次用过的。"
)


def faults(password: str, *, account: str, name: str) -> list[str]:
    """Return in Chinese every rule that a password breaks by itself."""
    told = {
        f"至少 {SHORTEST} 个字符": len(password) < SHORTEST,
        f"大写字母、小写字母、数字、符号至少含三类，或者不少于 {LONG} 个字符": len(password) < LONG
        and _kinds(password) < KINDS,
        f"至少有 {FEWEST} 个不同的字符": len(set(password)) < FEWEST,
        "不能含账号或者姓名": _names(password, account, name),
        "太常见，容易被猜到": _is_common(password),
        "这是示例用的公开密码": password == DEMO,
    }
    return [words for words, broken in told.items() if broken]


def change(account: Account, password: str, *, name: str) -> None:
    """Give an account a password of its owner's own choice.

    Raises:
        BadInputError: it breaks a rule, or is one of the last few.
    """
    wrong = faults(password, account=account.account, name=name)
    if not wrong and _used_before(account, password):
        wrong = [f"最近 {REMEMBERED} 次用过的密码不能再用"]
    if wrong:
        raise BadInputError("这个密码不能用。", fields={"password": "；".join(wrong)}, remedy=RULES)
    remember(account)
    account.set_password(password)
    account.password_set_at, account.one_time_until = clock.now(), None
    account.save(update_fields=["password", "password_set_at", "one_time_until"])


def remember(account: Account) -> None:
    """Keep the hash of the present password among the last few; a one-time code is not worth remembering."""
    if account.one_time_until is None and account.has_usable_password():
        FormerPassword.objects.create(account=account, encoded=account.password, left=clock.now())
        kept = FormerPassword.objects.filter(account=account).order_by("-left", "-id").values_list("id", flat=True)
        FormerPassword.objects.filter(account=account).exclude(id__in=list(kept[: REMEMBERED - 1])).delete()


def _used_before(account: Account, password: str) -> bool:
    former = FormerPassword.objects.filter(account=account).values_list("encoded", flat=True)
    return any(check_password(password, encoded) for encoded in [account.password, *former])


def _kinds(password: str) -> int:
    known = (str.isupper, str.islower, str.isdigit)
    other = any(not any(kind(one) for kind in known) for one in password)
    return sum(any(map(kind, password)) for kind in known) + other


def _names(password: str, account: str, name: str) -> bool:
    lower = password.lower()
    return any(one and (one in lower or one[::-1] in lower) for one in (account.lower(), name.lower()))


def _is_common(password: str) -> bool:
    """Say whether it is among the 20,000 most common, as it is or with signs and numbers hung on to it."""
    core = password.strip("0123456789!@#$%^&*()_+-=.,?~ ").lower()
    plain = core.replace("0", "o").replace("@", "a").replace("1", "i").replace("$", "s")
    if password.lower() in _common.passwords:
        return True
    return len(password) < LONG and any(len(one) >= LEAST_CORE and one in _common.passwords for one in (core, plain))
