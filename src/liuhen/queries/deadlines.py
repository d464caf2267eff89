"""期限: every term of a case, and the sheet on which it is worked out step by step."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from liuhen.duties.findings import Judged
from liuhen.kernel import clock
from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import beijing_date, written
from liuhen.kernel.errors import NotFoundError
from liuhen.office.in_force import InForce, asked_once
from liuhen.papers import render
from liuhen.people.officers import Officer
from liuhen.process.case.models import Case
from liuhen.process.case.particulars import case_fields
from liuhen.process.case.reference import CaseRef
from liuhen.queries.assessed import assessed
from liuhen.queries.course import case_head
from liuhen.queries.owed import from_finding
from liuhen.queries.scoped import case_for
from liuhen.queries.shapes import Owed
from liuhen.queries.term_shapes import DeadlineList, DeadlinePaper
from liuhen.queries.wording import left_words
from liuhen.rulebook import Finding, State

_RUNNING: Final = frozenset({State.OPEN, State.DUE_SOON, State.OVERDUE, State.BREACHED})
_ENDED: Final = frozenset({State.SATISFIED, State.SATISFIED_LATE})
_UNNAMED: Final = (("其间", "节假日"), ("末日", "顺延"), ("该末日", "待复核"))


@asked_once
def deadlines(by: Officer, ref: str) -> DeadlineList:
    """Return the terms that run in a case, first due first, and those that were met.

    Raises:
        NotFoundError: no such case, or not his to see.
    """
    _, case = case_for(by, ref)
    findings = assessed(case).findings
    found = _terms(findings)
    return DeadlineList(
        case=case_head(case),
        now=clock.now(),
        running=tuple(from_finding(one, case, by) for one in found if one.state in _RUNNING),
        ended=tuple(from_finding(one, case, by) for one in found if one.state in _ENDED),
        kept=tuple(from_finding(one, case, by) for one in findings if _keeps(one)),
    )


@asked_once
def deadline_paper(by: Officer, ref: str, *, handle: str | None = None) -> DeadlinePaper:
    """Return 期限计算表 for one finding, or for every term of a case; nothing of it is kept.

    Args:
        handle: rule and number of the entry that triggered it, as in `W26-2@41`; None for all.

    Raises:
        NotFoundError: no such case or finding, or nothing in the case runs against a term.
    """
    row, case = case_for(by, ref)
    now = clock.now()
    read = assessed(case)
    chosen = [(one, from_finding(one, case, by)) for one in _terms(read.findings)]
    if handle is not None:
        chosen = [(one, from_finding(one, case, by)) for one in read.findings if one.arithmetic]
        chosen = [pair for pair in chosen if pair[1].handle == handle]
    if not chosen:
        raise NotFoundError("没有可以打印的期限。", why="这一项现在没有推算期限。", remedy="请回到案件页面查看。")
    sheet = _sheet(row, case, read, chosen, now=now)
    title = chosen[0][1].title if handle is not None else "全部期限"
    return DeadlinePaper(render("deadlines", sheet, moment=now).pdf, f"期限计算表-{case.number}-{title}.pdf")


def _terms(findings: Iterable[Finding]) -> list[Finding]:
    """Return what runs against a term or is pressing without one, first due first, then what was met."""
    running = [one for one in findings if one.state in _RUNNING]
    ended = [one for one in findings if one.state in _ENDED and one.due is not None and not _keeps(one)]
    return sorted(running, key=_by_due) + sorted(ended, key=_by_due)


def _keeps(one: Finding) -> bool:
    """Say whether it is about keeping: its last day is one before which nothing may be destroyed, no term to meet."""
    return one.rule.form == "retention" and one.state in _ENDED


def _by_due(one: Finding) -> tuple[bool, float, str]:
    return one.due is None, one.due.timestamp() if one.due else 0.0, one.rule.id


def _sheet(
    row: Case, case: CaseRef, read: Judged, chosen: Sequence[tuple[Finding, Owed]], *, now: datetime
) -> dict[str, Json]:
    return {
        **case_fields(case),
        "party_name": case.party or None,
        "handlers": "、".join(row.handlers) or None,
        "records": case.seq,
        "computed_at": written(now),
        "packs": _packs(read.force),
        "arrangements": _arrangements(read.force, [one for one, _ in chosen]),
        "rows": [_row(one, owed) for one, owed in chosen],
    }


def _packs(force: InForce) -> list[Json]:
    titles = {rule.pack: rule.pack_title for rule in force.rulebook.rules}
    return [{"title": titles.get(one, one), "version": version} for one, version in force.rulebook.versions.items()]


def _arrangements(force: InForce, findings: Iterable[Finding]) -> list[Json]:
    """Return the notices of the years over which anything was counted."""
    counts = [one.reckoning for one in findings if one.reckoning is not None]
    days = [beijing_date(one.start) for one in counts]
    days += [beijing_date(one.due) for one in counts if one.due]
    if not days:
        return []
    used = range(min(days).year, max(days).year + 1)
    known = {year.year: year.source for year in force.calendar.years}
    return [{"source": known.get(one, f"{one}年放假安排尚未公布")} for one in used]


def _row(finding: Finding, owed: Owed) -> dict[str, Json]:
    return {
        "title": owed.title,
        "cited": owed.article,
        "asks": owed.detail,
        "due": written(owed.due) if owed.due else None,
        "state": left_words(owed.word, owed.state, owed.left, owed.left_unit),
        "certain": owed.certain and (finding.reckoning is None or finding.reckoning.certain),
        "steps": [_step(text) for text in finding.arithmetic],
    }


def _step(text: str) -> dict[str, Json]:
    """Return a step with its label apart: `最后一日：2026年11月23日` in two cells."""
    named = next((label for start, label in _UNNAMED if text.startswith(start)), None)
    if named is not None:
        return {"label": named, "text": text}
    label, colon, rest = text.partition("：")
    return {"label": label, "text": rest} if colon and rest else {"label": "说明", "text": text}
