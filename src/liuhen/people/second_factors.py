"""第二重验证: one-time passwords of an app, security keys, and recovery codes for the day both are gone.

The table and the checks are those of django-allauth; a code once taken is not taken again, not even by another process.
"""

import base64
import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.utils.crypto import salted_hmac

from liuhen.kernel.errors import BadInputError
from liuhen.ledger.storage import whole
from liuhen.people.authenticators import Adapter
from liuhen.people.errors import WrongCodeError
from liuhen.people.models import Account

TOTP: Final = "totp"
KEY: Final = "webauthn"
RECOVERY: Final = "recovery_codes"
WORDS: Final = {TOTP: "动态口令", KEY: "安全密钥", RECOVERY: "备用码"}
_REMEMBERED: Final = 180  # seconds: longer than a code can be good for
_LONGEST: Final = 40  # characters of a name


@dataclass(frozen=True, slots=True)
class Factor:
    """One second factor of an account."""

    id: int
    kind: str
    name: str
    added: datetime
    used: datetime | None
    left: int = 0  # recovery codes not used yet


@dataclass(frozen=True, slots=True)
class Offer:
    """A secret to be entered into an app: as text, and as a picture for its camera (SVG)."""

    secret: str
    picture: str


def factors_of(account: str) -> list[Factor]:
    """Return the second factors of an account, recovery codes last."""
    rows = Authenticator.objects.filter(user__account=account).order_by("created_at", "id")
    return sorted((_factor(row) for row in rows), key=lambda one: one.kind == RECOVERY)


def has_factor(account: str) -> bool:
    """Say whether an account has a second factor; recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user__account=account, type__in=(TOTP, KEY)).exists())


def offer(account: str, secret: str = "") -> Offer:
    """Return a secret for an app: a new one, or again the one offered before."""
    secret = secret or base64.b32encode(secrets.token_bytes(20)).decode("ascii")
    adapter = Adapter()
    url = adapter.build_totp_url(Account(account=account), secret)
    return Offer(secret, adapter.build_totp_svg(url).partition("?>")[2].strip())


@whole()
def add_totp(account: str, secret: str, code: str) -> None:
    """Take an app as second factor once it shows the right code; an app taken before is replaced.

    Raises:
        WrongCodeError: the code does not belong to the secret.
    """
    owner = Account.objects.get(account=account)
    row = Authenticator(user=owner, type=TOTP, data={"secret": Adapter().encrypt(secret)})
    if not row.wrap().validate_code(_plain(code)):
        raise WrongCodeError
    Authenticator.objects.filter(user=owner, type=TOTP).delete()
    row.data["taken"] = [_mark(code)]
    row.save()


@whole()
def check_code(account: str, code: str) -> str | None:
    """Return which factor a code belongs to, and use it up; None when it holds for none."""
    typed = _plain(code)
    rows = Authenticator.objects.filter(user__account=account, type__in=(TOTP, RECOVERY)).select_for_update()
    for row in rows.order_by("-type"):
        taken = [one for one in row.data.get("taken", []) if time.time() - one[1] < _REMEMBERED]
        if typed and not any(one[0] == _mark(code)[0] for one in taken) and row.wrap().validate_code(typed):
            _take(row, taken, code)
            return str(row.type)
    return None


@whole()
def new_recovery_codes(account: str) -> list[str]:
    """Return ten fresh recovery codes, each good for one time; those before are no longer good."""
    owner = Account.objects.get(account=account)
    Authenticator.objects.filter(user=owner, type=RECOVERY).delete()
    seed = Adapter().encrypt(secrets.token_hex(40))
    row = Authenticator(user=owner, type=RECOVERY, data={"seed": seed, "used_mask": 0})
    row.save()
    return [f"{code[:4]}-{code[4:]}" for code in row.wrap().get_unused_codes()]


def has_recovery_codes(account: str) -> bool:
    """Say whether an account has recovery codes."""
    return bool(Authenticator.objects.filter(user__account=account, type=RECOVERY).exists())


@whole()
def remove_factor(account: str, factor: int, *, must_have: bool) -> Factor:
    """Take a second factor away; recovery codes go with the last one.

    Args:
        must_have: the organ asks this person for a second factor, so that the last one stays.

    Raises:
        BadInputError: there is none of that number, or it is the last one and has to stay.
    """
    found = next((one for one in factors_of(account) if one.id == factor and one.kind != RECOVERY), None)
    if found is None:
        raise BadInputError("没有这一项验证方式。", remedy="请刷新页面后再试。")
    others = Authenticator.objects.filter(user__account=account, type__in=(TOTP, KEY)).exclude(pk=factor)
    if must_have and not others.exists():
        raise BadInputError("您的岗位必须有第二重验证，不能全部停用。", remedy="请先添加另一种，再停用这一种。")
    Authenticator.objects.filter(pk=factor).delete()
    if not others.exists():
        remove_all(account)
    return found


def remove_all(account: str) -> int:
    """Take every second factor of an account away; return how many there were."""
    return int(Authenticator.objects.filter(user__account=account).delete()[0])


def name_of_factor(name: str, account: str) -> str:
    """Return the name under which a new security key is kept."""
    count = Authenticator.objects.filter(user__account=account, type=KEY).count()
    return name.strip()[:_LONGEST] or f"安全密钥 {count + 1}"


def _take(row: Any, taken: list[Any], code: str) -> None:
    fresh = Authenticator.objects.get(pk=row.pk)  # the check of a recovery code has written to the row
    if row.type == TOTP:
        fresh.data["taken"] = [*taken, _mark(code)]
    fresh.save()
    fresh.record_usage()


def _mark(code: str) -> list[Any]:
    """Return what stands for a code that was taken: a digest, and when (seconds, for forgetting it again)."""
    return [salted_hmac(__name__, _plain(code)).hexdigest(), int(time.time())]


def _plain(code: str) -> str:
    return "".join(one for one in code if one.isalnum())


def _factor(row: Any) -> Factor:
    left = len(row.wrap().get_unused_codes()) if row.type == RECOVERY else 0
    name = row.data.get("name", "") if row.type == KEY else WORDS[row.type]
    return Factor(row.pk, row.type, name, row.created_at, row.last_used_at, left)
