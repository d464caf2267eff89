"""规程更新的影响: which open cases other packs would touch, a stretch of cases at a time, with how far it has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Final

from liuhen.duties.impact import WORDS, Change, Prospect, count_open, open_dossiers
from liuhen.kernel.errors import BadInputError
from liuhen.office.in_force import asked_once
from liuhen.office.payloads import PackDay
from liuhen.office.texts import shelf
from liuhen.people.officers import Officer
from liuhen.people.scope import Subject, require
from liuhen.process.case.models import Case
from liuhen.process.case.reference import CASES, case_ref
from liuhen.queries.scoped import cases_for
from liuhen.rulebook.available import available

AT_ONCE: Final = 500
"""Most cases looked at in one stretch."""
_PATIENCE: Final = 8.0  # seconds after which a stretch ends early
_HOW: Final = {"added": "新增", "dropped": "不再要求", "changed": "内容改变"}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One thing owed and what becomes of it."""

    how: str
    word: str
    asks: str
    cited: str
    due: datetime | None


@dataclass(frozen=True, slots=True)
class TouchedCase:
    """A case that would be touched; without title and number where the viewer may not see it."""

    ref: str
    title: str
    number: str
    handlers: str
    changes: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule by which acts to come would be judged otherwise."""

    how: str
    word: str
    rule: str
    asks: str
    cited: str


@dataclass(frozen=True, slots=True)
class ImpactPage:
    """One stretch: `checked` of `whole` open cases so far; `after` where the next one begins, empty at the end."""

    packs: tuple[str, ...]
    versions: tuple[tuple[str, str, str], ...]  # title, version now, version then
    rules: tuple[RuleRow, ...]
    cases: tuple[TouchedCase, ...]
    touched: int
    checked: int
    whole: int
    after: str


def require_adopting(by: Officer) -> None:
    """Let who adopts packs pass; raise NotAllowedError for anybody else."""
    require(by, "packs.adopted", Subject(organ=by.organ), doing="查看规程更新的影响")


@asked_once
def impact_page(
    by: Officer,
    packs: Sequence[str],
    *,
    days: Sequence[PackDay] = (),
    after: str = "",
    checked: int = 0,
    touched: int = 0,
    most: int = AT_ONCE,
) -> ImpactPage:
    """Return what packs on the shelf would change in the next open cases of the organ; nothing is written.

    Args:
        packs: ids of the packs to adopt.
        after: where the stretch begins, as the one before it said; `checked` and `touched` are its counts.
        most: cases at most; it ends earlier when they take too long.

    Raises:
        NotAllowedError: who does not adopt packs.
        BadInputError: there is no such pack.
        PackError, UnusableError: as `Prospect`.
    """
    require_adopting(by)
    known = {head.id for head in available(roots=shelf())}
    if not packs or (strange := [one for one in packs if one not in known]):
        told = "请选择规程" if not packs else f"没有{'、'.join(strange)}"[:200]
        raise BadInputError("没有这种规程。", fields={"packs": told}, remedy="请从所列规程中选择。")
    prospect, began = Prospect(by.organ, packs, days=days), monotonic()
    found: list[tuple[str, tuple[Change, ...]]] = []
    last, looked = after, 0
    for dossier in open_dossiers(by.organ, after=after):
        if looked >= most or monotonic() - began > _PATIENCE:
            break
        if changes := prospect.touched(dossier):
            found.append((dossier, changes))
        last, looked = dossier, looked + 1
    else:
        last = ""
    return ImpactPage(
        packs=tuple(packs),
        versions=_versions(prospect),
        rules=_rules(prospect),
        cases=_cases(by, found),
        touched=touched + len(found),
        checked=checked + looked,
        whole=max(count_open(by.organ), checked + looked),
        after=last,
    )


def _versions(prospect: Prospect) -> tuple[tuple[str, str, str], ...]:
    now, then = prospect.present.rulebook, prospect.new.rulebook
    titles = {pack.head.id: pack.head.title for book in (now, then) for pack in book.packs}
    pairs = ((one, now.versions.get(one, ""), then.versions.get(one, "")) for one in titles)
    return tuple((titles[one], old, new) for one, old, new in pairs if old != new)


def _rules(prospect: Prospect) -> tuple[RuleRow, ...]:
    return tuple(
        RuleRow(one.how, _HOW[one.how], one.plan.rule.id, one.plan.rule.asks, one.plan.rule.cited)
        for one in {one.plan.rule.id: one for kind in CASES for one in prospect.altered(kind)}.values()
    )


def _cases(by: Officer, found: Sequence[tuple[str, tuple[Change, ...]]]) -> tuple[TouchedCase, ...]:
    seen = {case.id: case for case in cases_for(by).filter(id__in=[dossier for dossier, _ in found])}
    return tuple(_case(seen.get(dossier), changes) for dossier, changes in found)


def _case(case: Case | None, changes: Sequence[Change]) -> TouchedCase:
    rows = tuple(
        ChangeRow(one.how, WORDS[one.how], one.finding.rule.asks, one.finding.rule.cited, one.finding.due)
        for one in changes
    )
    if case is None:
        return TouchedCase("", "", "", "", rows)
    return TouchedCase(case.ref, case.title, case_ref(case).number, "、".join(case.handlers), rows)
