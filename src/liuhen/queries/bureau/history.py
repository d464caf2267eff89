"""Who set this, when and why: the organ's own entries, as the `History` table keeps them."""

from collections.abc import Iterable
from typing import Final

from liuhen.office.models import History
from liuhen.office.registry import OFFICE_ACTS
from liuhen.queries.bureau.shapes import HistoryRow
from liuhen.rulebook.available import available

RECENT: Final = 20
_LABELS: Final = {"organ.established": "设立"}
_SECTIONS: Final = {"organ.established": "organ"}


def history(organ: str, kinds: Iterable[str], *, most: int = RECENT) -> tuple[tuple[HistoryRow, ...], int]:
    """Return the latest acts of these kinds, and how many there are in all."""
    found = History.objects.filter(organ=organ, kind__in=list(kinds))
    return tuple(_row(one) for one in found.order_by("-seq")[:most]), found.count()


def latest(organ: str) -> dict[str, HistoryRow]:
    """Return the latest act of each section."""
    told: dict[str, HistoryRow] = {}
    newest = History.objects.raw(
        "SELECT h.* FROM office_history h JOIN (SELECT kind, MAX(seq) AS seq FROM office_history WHERE organ = %s"
        " GROUP BY kind) l ON l.kind = h.kind AND l.seq = h.seq WHERE h.organ = %s ORDER BY h.seq",
        [organ, organ],
    )
    for row in newest:
        section = _SECTIONS.get(row.kind) or (OFFICE_ACTS[row.kind].section if row.kind in OFFICE_ACTS else "")
        if section:
            told[section] = _row(row)
    return told


def kinds_of(section: str) -> tuple[str, ...]:
    """Return the kinds of act that belong to a section."""
    own = tuple(kind for kind, act in OFFICE_ACTS.items() if act.section == section)
    return (*own, "organ.established") if section == "organ" else own


def _row(one: History) -> HistoryRow:
    label = OFFICE_ACTS[one.kind].label if one.kind in OFFICE_ACTS else _LABELS.get(one.kind, one.kind)
    about = titled(one.about) if one.kind == "packs.adopted" else one.about
    return HistoryRow(one.seq, label, one.at, one.by_name, about, one.reason)


def titled(told: str) -> str:
    """Return packs by what people call them, where the product still knows them."""
    known = {head.id: head.short for head in available()}
    pieces = (piece.partition(" ") for piece in told.split("、"))
    return "、".join(f"{known.get(name, name)} {version}" for name, _, version in pieces)
