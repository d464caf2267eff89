"""Originals that are not what was taken in: asked for before one is shown."""

from dataclasses import dataclass
from datetime import datetime

from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import UnusableError
from liuhen.office.models import DamagedOriginal
from liuhen.office.payloads.fixity import FAULTS


@dataclass(frozen=True, slots=True)
class Damage:
    """One original that is set aside; `fault` in words."""

    sha256: str
    sm3: str
    size: int
    name: str
    what: str
    fault: str
    found: str
    since: datetime


def damaged(organ: str) -> tuple[Damage, ...]:
    """Return the originals of an organ that are set aside and not put back, the latest first."""
    rows = DamagedOriginal.objects.filter(organ=organ, restored=None).order_by("-since")
    return tuple(
        Damage(one.sha256, one.sm3, one.size, one.name, one.what, FAULTS[one.fault], one.found, one.since)
        for one in rows
    )


def require_sound(sha256: str) -> None:
    """Refuse to hand out an original that is set aside.

    Raises:
        UnusableError: it is.
    """
    if (refusal := damage_of(sha256)) is not None:
        raise refusal


def damage_of(sha256: str) -> UnusableError | None:
    """Return the refusal to hand out an original that is set aside; None for one that is sound."""
    row = DamagedOriginal.objects.filter(sha256=sha256, restored=None).first()
    if row is None:
        return None
    return UnusableError(
        f"“{row.name}”已经隔离，不能播放、下载。",
        why=f"{beijing_date(row.since):%Y年%-m月%-d日}核查时发现{row.found}记录本身未受影响。",
        remedy="请告诉系统管理员用备份恢复该原件（系统状态的“原件核查”写明了办法），恢复后即可使用。",
    )
