"""校验码: what a paper is known by to people who see nothing of its case. Drawn at random, it says nothing itself.

Twelve signs in three groups, `7Q4K-92MD-XFPT`. Of signs that look alike only one is in use, and the others are read
as that one. The last sign follows from those before it: with 31 signs, a prime, and weights that all differ, any one
sign mistyped and any two exchanged are told from a code that does not exist.
"""

import re
import secrets
import unicodedata
from typing import Final

from django.conf import settings

from liuhen.kernel.errors import BadInputError
from liuhen.process.case.models import Paper

SIGNS: Final = "0123456789ACDEFGHJKMNPQRSTUWXYZ"
_ALIKE: Final = str.maketrans("OILBV", "0118U")
_BETWEEN: Final = re.compile(r"[\s\-‐-―−－_.·]+")
_LENGTH: Final = 12
_GROUP: Final = 4


def new_code() -> str:
    """Return a code that no paper of the installation bears."""
    while Paper.objects.filter(code=(code := _drawn())).exists():
        pass
    return code


def as_written(typed: str) -> str:
    """Return a typed code as papers print it, whatever its case, spaces, dashes and look-alike signs.

    Raises:
        BadInputError: it is too short or too long, holds a sign that no code has, or was mistyped.
    """
    signs = _BETWEEN.sub("", unicodedata.normalize("NFKC", typed[:100])).upper().translate(_ALIKE)
    if len(signs) != _LENGTH:
        raise _wrong(f"校验码共 {_LENGTH} 位，现在是 {len(signs)} 位。")
    if foreign := next((sign for sign in signs if sign not in SIGNS), None):
        raise _wrong(f"校验码里没有“{foreign}”这个字符。")
    if _check_sign(signs[:-1]) != signs[-1]:
        raise _wrong("各位对不上，有一位输错或者前后颠倒。")
    return _grouped(signs)


def check_address() -> str:
    """Return the address of the page where codes are entered, as the installation is reached; "" where none is told."""
    public: str = settings.LIUHEN_PUBLIC_URL
    return f"{public.rstrip('/')}/check" if public else ""


def _drawn() -> str:
    signs = "".join(secrets.choice(SIGNS) for _ in range(_LENGTH - 1))
    return _grouped(signs + _check_sign(signs))


def _check_sign(signs: str) -> str:
    return SIGNS[sum(weight * SIGNS.index(sign) for weight, sign in enumerate(signs, start=2)) % len(SIGNS)]


def _grouped(signs: str) -> str:
    return "-".join(signs[start : start + _GROUP] for start in range(0, len(signs), _GROUP))


def _wrong(why: str) -> BadInputError:
    return BadInputError("校验码有误。", fields={"code": why}, why=why, remedy="请对照文书页脚，重新输入。")
