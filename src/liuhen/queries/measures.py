"""在扣物品: what is kept, sealed or seized in a case and in the whole organ, what is left of it, and until when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from liuhen.duties.models import Duty
from liuhen.kernel import clock
from liuhen.office.in_force import asked_once, in_force
from liuhen.people.officers import Officer
from liuhen.process.case.models import Case
from liuhen.process.measures.models import Holding
from liuhen.process.measures.things import RESULTS
from liuhen.queries.owed import from_duty, from_finding
from liuhen.queries.scoped import cases_for
from liuhen.queries.section_shapes import Looked, Section
from liuhen.queries.shapes import Owed

KINDS: Final[Mapping[str, str]] = {
    "evidence.registered": "先行登记保存",
    "material.sealed": "封存资料",
    "seizure.carried_out": "查封、扣押",
}
SETTLES: Final = frozenset({"evidence.settled", "seizure.released"})
LAPSED: Final = "期满自动解除"
SHOWN: Final = 200  # measures: more than a bureau holds at once
_PLACES: Final = 3  # places named in one row


@dataclass(frozen=True, slots=True)
class HeldThing:
    """A line of a list, and how much of it is still held."""

    at: int
    name: str
    number: str
    place: str
    whole: str  # 5 册
    left: str  # 3 册; empty where nothing is left
    gone: tuple[str, ...]  # 2 册返还当事人（第 12 条）


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One measure: what is held under it, where, and how long it may be."""

    case_ref: str
    case_title: str
    case_number: str
    seq: int
    kind: str
    since: datetime
    place: str
    keeper: str
    things: tuple[HeldThing, ...]
    over: bool
    owed: Owed | None  # the term within which it is settled or released
    lapsed: bool

    @property
    def held(self) -> str:
        """Return what is still held in one line."""
        return "、".join(f"{one.name} {one.left}" for one in self.things if one.left)

    @property
    def places(self) -> str:
        """Return where it is."""
        named = dict.fromkeys(one.place for one in self.things if one.left and one.place)
        return "、".join([*named][:_PLACES]) or self.place


@dataclass(frozen=True, slots=True)
class HeldList:
    """What is held in the cases that somebody may see, first due first."""

    rows: tuple[HeldRow, ...]
    total: int
    late: int


@asked_once
def held(by: Officer) -> HeldList:
    """Return what is held in the cases that `by` may see, what is due first on top."""
    seen = cases_for(by)
    found = Holding.objects.filter(organ=by.organ, over=False, dossier__in=seen.values("id")).order_by("since", "key")
    total = found.count()
    listed = list(found[:SHOWN])
    cases = {row.id: row for row in Case.objects.filter(id__in={one.dossier for one in listed})}
    terms = _terms(listed, cases, by) if listed else {}
    rows = sorted((_row(one, cases[one.dossier], terms.get(one.key)) for one in listed), key=_by_due)
    late = sum(row.owed is not None and row.owed.state == "overdue" for row in rows)
    return HeldList(tuple(rows), total, late)


def held_in(looked: Looked) -> Section | None:
    """Return what was kept, sealed or seized in a case; nothing where no such measure was taken."""
    if not looked.events(*KINDS):
        return None
    listed = list(Holding.objects.filter(dossier=looked.case.dossier).order_by("seq"))
    rows = tuple(_row(one, looked.row, _found(one, looked)) for one in listed)
    still = sum(not row.over for row in rows)
    return Section("held", "登记保存、封存、查封、扣押", rows, note=f"{still} 项未解除" if still else "均已解除")


def _found(one: Holding, looked: Looked) -> Owed | None:
    for finding in looked.findings:
        seq = finding.trigger.seq if finding.trigger else 0
        if seq in (one.seq, one.latest) and finding.due and SETTLES & set(finding.settle_kinds):
            return from_finding(finding, looked.case, looked.by)
    return None


def _terms(listed: Sequence[Holding], cases: Mapping[str, Case], by: Officer) -> dict[str, Owed]:
    """Return the term that runs for each measure."""
    now, force = clock.now(), in_force(by.organ)
    wanted = {(one.dossier, seq): one.key for one in listed for seq in (one.seq, one.latest)}
    duties = Duty.objects.filter(dossier__in=cases, settles__in=SETTLES, due__isnull=False).order_by("-due")
    running = ((wanted.get((one.dossier, one.trigger or 0)), one) for one in duties)
    return {key: from_duty(one, cases[one.dossier], by=by, force=force, now=now) for key, one in running if key}


def _row(one: Holding, case: Case, owed: Owed | None) -> HeldRow:
    late = owed is not None and owed.state == "overdue"
    return HeldRow(
        case_ref=case.ref,
        case_title=case.title,
        case_number=case.case_no or case.clue_no,
        seq=one.latest,
        kind=KINDS.get(one.kind, one.kind),
        since=one.since,
        place=one.place,
        keeper=one.keeper,
        things=tuple(_thing(at, each, one.gone) for at, each in enumerate(one.items, start=1)),
        over=one.over,
        owed=owed,
        lapsed=late and not one.over and one.kind == "evidence.registered",
    )


def _thing(at: int, told: Mapping[str, Any], gone: Iterable[Mapping[str, Any]]) -> HeldThing:
    unit, mine = told["unit"], [one for one in gone if one["line"] == at]
    left = told["quantity"] - sum(one["quantity"] for one in mine)
    return HeldThing(
        at=at,
        name=told["name"],
        number=told["number"],
        place=told["place"],
        whole=f"{told['quantity']} {unit}",
        left=f"{left} {unit}" if left > 0 else "",
        gone=tuple(f"{one['quantity']} {unit}{_what(one)}（第 {one['seq']} 条）" for one in mine),
    )


def _what(one: Mapping[str, Any]) -> str:
    return RESULTS.get(str(one.get("result")), "退还")


def _by_due(row: HeldRow) -> tuple[bool, float, float]:
    due = row.owed.due if row.owed else None
    return due is None, due.timestamp() if due else 0.0, row.since.timestamp()
