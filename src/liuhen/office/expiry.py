"""Regulations whose days are counted: those that end by themselves, and those of which a newer version lies ready."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from liuhen.office.in_force import InForce
from liuhen.office.texts import shelf
from liuhen.rulebook.available import available

AHEAD: Final = timedelta(days=180)
"""From how long before its last day on people are told that a regulation ends."""


def ending(force: InForce, today: date) -> Iterator[tuple[str, bool]]:
    """Yield a sentence for each regulation in force that ends soon or has ended, and whether it has."""
    for pack in force.rulebook.packs:
        last = pack.head.in_force.last
        if last is None or last > today + AHEAD:
            continue
        day = f"{last:%Y年%-m月%-d日}"
        if last < today:
            yield f"《{pack.head.title}》已于{day}施行期满，此后办理的事项不再按它推算。请启用接续的规程。", True
        else:
            left = (last - today).days
            yield f"《{pack.head.title}》施行至{day}，还有 {left} 天。期满以后它自行停止，请准备接续的规程。", False


def newer(force: InForce) -> Iterator[str]:
    """Yield a sentence for each regulation of which the shelf has another version than the adopted one."""
    shelved = {head.id: head for head in available(roots=shelf())}
    for pack in force.rulebook.packs:
        head = shelved.get(pack.head.id)
        if head is not None and head.version != pack.head.version:
            versions = f"有版本 {head.version}，现行的是 {pack.head.version}"
            yield f"《{head.title}》{versions}。启用以前可先看对在办案件的影响。"
