"""Other dossiers of the organ about the same party, and those that this one names or that name it.

What one may not see is counted and never named; another organ's dossiers are not there at all.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import BooleanField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models import Case as Switch

from liuhen.people.officers import Officer
from liuhen.people.scope import scope
from liuhen.process.case.models import Case
from liuhen.process.case.reference import DOSSIERS, INSPECTION, CaseRef, case_ref
from liuhen.process.parties.models import PartyName, Relation
from liuhen.queries.scoped import within
from liuhen.queries.section_shapes import Looked, Section
from liuhen.queries.stages import stage_word

MOST: Final = 30  # rows: what the law asks is whether there is an earlier one, not a register of them
_NAMES: Final = {
    "to_merge": "拟并入",
    "merged_into": "已并入",
    "takes_in": "收并了",
    "split_from": "分自",
    "inspection": "线索来自",
}
_NAMED: Final = {
    "to_merge": "拟并入本件",
    "merged_into": "已并入本件",
    "takes_in": "收并了本件",
    "split_from": "由本件分出",
    "inspection": "由本件转出",
}


@dataclass(frozen=True, slots=True)
class Other:
    """Another dossier that the viewer may see.

    Args:
        how: how the two are related; empty where only the party is the same.
    """

    ref: str
    number: str
    title: str
    kind: str
    stage: str
    opened: date | None
    how: str


@dataclass(frozen=True, slots=True)
class Others:
    """Other dossiers: those one may see, and how many there are besides."""

    rows: tuple[Other, ...]
    unseen: int
    inspected: int

    @property
    def linked(self) -> tuple[Other, ...]:
        """Return those that name this one or that it names."""
        return tuple(one for one in self.rows if one.how)

    @property
    def same_party(self) -> tuple[Other, ...]:
        """Return those that only have a party in common."""
        return tuple(one for one in self.rows if not one.how)


def others(case: CaseRef, by: Officer) -> Others:
    """Return the other dossiers of the organ that have to do with this one; one query."""
    rows = list(_found(case, by)[: MOST + 1])
    seen = [row for row in rows if getattr(row, "seen", False)]
    kinds = Counter(row.kind for row in rows)
    return Others(tuple(map(_other, seen)), unseen=len(rows) - len(seen), inspected=kinds[INSPECTION])


def earlier(looked: Looked) -> Section | None:
    """Return the section of the other dossiers, or None where there is none."""
    found = others(looked.case, looked.by)
    if not found.rows and not found.unseen:
        return None
    total = len(found.rows) + found.unseen
    note = f"{total} 件" + (f"，其中检查 {found.inspected} 次" if found.inspected else "")
    return Section("earlier", "相关案件", found, note=note)


def _found(case: CaseRef, by: Officer) -> "QuerySet[Case]":
    mine = PartyName.objects.filter(dossier=case.dossier)
    same = Q(name__in=mine.values("name")) | Q(code__in=mine.exclude(code="").values("code"))
    known = PartyName.objects.filter(same, organ=case.organ).values("dossier")
    out = Relation.objects.filter(dossier=case.dossier, other=OuterRef("id")).order_by("-seq").values("how")[:1]
    back = Relation.objects.filter(dossier=OuterRef("id"), other=case.dossier).order_by("-seq").values("how")[:1]
    linked = Q(id__in=Relation.objects.filter(dossier=case.dossier).values("other"))
    linking = Q(id__in=Relation.objects.filter(other=case.dossier).values("dossier"))
    visible = When(within(scope(by, "case.view")), then=Value(True))  # noqa: FBT003 - a value of a column
    return (
        Case.objects.filter(Q(id__in=known) | linked | linking, organ=case.organ)
        .exclude(id=case.dossier)
        .annotate(
            seen=Switch(visible, default=Value(False), output_field=BooleanField()),  # noqa: FBT003
            out=Subquery(out),
            back=Subquery(back),
        )
        .order_by("-last_at")
    )


def _other(row: Case) -> Other:
    out, back = getattr(row, "out", None), getattr(row, "back", None)
    return Other(
        ref=row.ref,
        number=case_ref(row).number,
        title=row.title,
        kind=DOSSIERS[row.kind],
        stage=stage_word(row),
        opened=row.opened_on,
        how=_NAMES.get(out, "") if out else _NAMED.get(back or "", ""),
    )
