"""Which entries are about the same measure: an entry and what put it right, and the approvals that were used."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

from liuhen.kernel.clock import as_instant
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.ledger import Body
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import Doing
from liuhen.process.measures.models import Holding
from liuhen.process.measures.things import Portion, Thing, all_left, left_of

B = TypeVar("B", bound=Body)


def firsts(case: CaseRef, *kinds: str) -> dict[int, int]:
    """Return each entry of these kinds with the one that it puts right in the end: itself, where it puts right none."""
    found: dict[int, int] = {}
    for event in case.events(*kinds):
        found[event.seq] = found.get(event.corrects or 0, event.seq)
    return found


def standing(case: CaseRef, *bodies: type[B]) -> dict[int, B]:
    """Return what entries of these kinds say as they were last put right, by the number of the first of each."""
    kinds = {one.kind: one for one in bodies}
    known = {event.seq: event.kind for event in case.events(*kinds)}
    return {first: case.at(seq, kinds[known[seq]])[1] for seq, first in firsts(case, *kinds).items()}


def first_of(case: CaseRef, seq: int, *kinds: str) -> int:
    """Return the first entry of the measure that `seq` is about.

    Raises:
        OutOfOrderError: there is no such measure in this dossier.
    """
    found = firsts(case, *kinds).get(seq)
    if found is None:
        raise OutOfOrderError(f"本件第 {seq} 条不是可以选的措施。", remedy="请刷新页面，从所列记录中选择。")
    return found


def require_newest(case: CaseRef, kind: str, doing: Doing) -> None:
    """Let only the newest wording of an entry be put right: so no correction is lost beside another.

    Raises:
        OutOfOrderError: it was put right already.
    """
    later = next((one.seq for one in case.events(kind) if doing.corrects and one.corrects == doing.corrects), None)
    if later is not None:
        raise OutOfOrderError(
            f"第 {doing.corrects} 条已经由第 {later} 条更正。", remedy=f"请打开第 {later} 条，在它上面更正。"
        )


def holding(case: CaseRef, first: int) -> Holding | None:
    """Return what is held under a measure."""
    return Holding.objects.filter(key=f"{case.dossier}:{first}").first()


def things_of(row: Holding) -> tuple[list[Thing], dict[int, int]]:
    """Return the list of what a measure is about, and how many of each line are still held."""
    things = [Thing.model_validate(one) for one in row.items]
    return things, left_of(things, gone_of(row))


def gone_of(row: Holding) -> list[Portion]:
    """Return what went already."""
    return [Portion(line=one["line"], quantity=one["quantity"]) for one in row.gone]


def rows_left(row: Holding) -> list[dict[str, int]]:
    """Return what is still held under a measure, as rows of a form."""
    return [one.model_dump() for one in all_left(things_of(row)[1])]


def unused(granted: Iterable[int], used: Mapping[int, int | None], *, own: int | None) -> list[int]:
    """Return the approvals on which no measure stands yet.

    Args:
        used: measure -> the approval that it stands on.
        own: the measure that is put right just now; it keeps its approval.
    """
    taken = {approval for measure, approval in used.items() if measure != own}
    return [one for one in granted if one not in taken]


def require_span(start: datetime, end: datetime, doing: Doing) -> None:
    """Refuse an end before the start, or one that had not come when the act happened."""
    wrong = ""
    if end < start:
        wrong = "早于开始时间"
    elif end > as_instant(doing.happened) + timedelta(minutes=2):
        wrong = "晚于本条记录的发生时间"
    if wrong:
        raise BadInputError(f"结束时间{wrong}。", fields={"ended": wrong}, remedy="请核对两个时间和发生时间。")
