"""How the list of cases is narrowed and ordered: data in, a filter out, the same for the page and for its export."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from liuhen.duties.models import Duty
from liuhen.process.case.models import Case, CaseOfficer
from liuhen.process.case.reference import PENALTY, SHORT

_CLUE: Final = Q(kind=PENALTY, case_no="")
STAGES: Final[Mapping[str, tuple[str, Q]]] = {
    "clue": ("线索", _CLUE & Q(awaiting="", stopped=False)),
    "opening": (
        "立案审批",
        Q(awaiting__in=("opening.requested", "opening.endorsed", "opening.approved", "case.opened")),
    ),
    "inquiry": ("办理中", Q(awaiting="", archived=False, stopped=False) & ~_CLUE),
    "review": ("法制审核", Q(awaiting="review.opinion")),
    "decision": ("决定", Q(awaiting__in=("decision.endorsed", "decision.made", "decision.drafted"))),
    "closing": ("结案审批", Q(awaiting__in=("closing.endorsed", "closing.approved", "closing.requested"))),
    "filing": ("待归档", Q(awaiting="archive.filed")),
    "archived": ("已归档", Q(archived=True)),
    "stopped": ("不再办理", Q(stopped=True)),
}
"""Name in addresses -> word, and the cases that stand there; together they are all cases, and no case twice."""

SORTS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "case": ("案件", ("case_no", "clue_no")),
    "kind": ("类别", ("kind", "case_no", "clue_no")),
    "party": ("当事人", ("party",)),
    "stage": ("阶段", ("archived", "stopped", "closed", "awaiting", "case_no")),
    "opened": ("立案", ("opened_on",)),
    "owed": ("应记未记", ("late",)),
    "last": ("最近一条", ("last_at",)),
}
"""Name in addresses -> column, and what it is ordered by."""

LATEST_FIRST: Final = "-last"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a reader asked of the list.

    Args:
        text: any part of title, party, case number or clue number.
        stage: a key of `STAGES`, or empty.
        kind: a key of `SHORT`, or empty.
        handler: a person's id, or empty.
        late: only cases in which something is late.
        sort: a key of `SORTS`, with a minus for the other direction.
    """

    text: str = ""
    stage: str = ""
    kind: str = ""
    handler: str = ""
    late: bool = False
    sort: str = LATEST_FIRST

    @property
    def any(self) -> bool:
        """Say whether the list is narrowed at all."""
        return bool(self.text or self.stage or self.kind or self.handler or self.late)

    def address(self) -> dict[str, str]:
        """Return it as it stands in an address; what is as usual is left out."""
        told = {"text": self.text, "stage": self.stage, "kind": self.kind, "handler": self.handler}
        told["late"] = "1" if self.late else ""
        sort = "" if self.sort == LATEST_FIRST else self.sort
        return {name: value for name, value in {**told, "sort": sort}.items() if value}


def read(told: Mapping[str, Any], *, longest: int) -> Narrowing:
    """Return what an address asks; what it does not know is as usual."""
    sort = str(told.get("sort", ""))
    stage, kind = str(told.get("stage", "")), str(told.get("kind", ""))
    return Narrowing(
        text=str(told.get("text", "")).strip()[:longest],
        stage=stage if stage in STAGES else "",
        kind=kind if kind in SHORT else "",
        handler=str(told.get("handler", ""))[:64],
        late=told.get("late") == "1",
        sort=sort if sort.removeprefix("-") in SORTS else LATEST_FIRST,
    )


def narrowed(cases: QuerySet[Case], by: Narrowing, *, now: datetime) -> QuerySet[Case]:
    """Return those of `cases` that are asked for, in the order asked for; equal ones always in the same order."""
    if by.text:
        cases = cases.filter(
            Q(title__contains=by.text)
            | Q(party__contains=by.text)
            | Q(case_no__contains=by.text)
            | Q(clue_no__contains=by.text)
        )
    if by.stage:
        cases = cases.filter(STAGES[by.stage][1])
    if by.kind:
        cases = cases.filter(kind=by.kind)
    if by.handler:
        cases = cases.filter(id__in=CaseOfficer.objects.filter(officer=by.handler, left=False).values("dossier"))
    if by.late:
        cases = cases.filter(id__in=late_duties(now).values("dossier"))
    return _sorted(cases, by.sort, now)


def late_duties(now: datetime) -> QuerySet[Duty]:
    """Return what is late at `now`: past its day, over without a day, or past putting right."""
    return Duty.objects.filter(Q(due__lt=now) | Q(lapsed=True) | Q(breached=True))


def _sorted(cases: QuerySet[Case], sort: str, now: datetime) -> QuerySet[Case]:
    name = sort.removeprefix("-")
    if name == "owed":
        counted = late_duties(now).filter(dossier=OuterRef("id")).values("dossier").annotate(n=Count("*")).values("n")
        cases = cases.annotate(late=Coalesce(Subquery(counted, output_field=IntegerField()), 0))
    back = "-" if sort.startswith("-") else ""
    return cases.order_by(*(f"{back}{column}" for column in SORTS[name][1]), "id")
