"""应录时段: every act that owes a recording or may have one, held against what was recorded of it.

Which acts these are, and what excuses them, is what the packs say: the findings of their rules about recordings.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

from liuhen.duties.models import Slot
from liuhen.kernel.clock import beijing_date, written
from liuhen.rulebook import Event, Finding, State
from liuhen.rulebook.coverage import Coverage, Stretch, at_ms, total
from liuhen.rulebook.index import Index
from liuhen.rulebook.parts import Recorded
from liuhen.rulebook.plan import RECORDING
from liuhen.rulebook.stretches import covered, fast_ms, spanned
from liuhen.rulebook.words import ADVISORY

FORM: Final = "recording"
LASTS: Final = Recorded.model_validate({"from": ["arrived", "started"], "until": ["left", "ended"]})
"""How an act says how long it lasted, where no rule in force says from when to when it has to be recorded."""
_LONGEST: Final = 300  # characters of the names of those who were there


class Standing(StrEnum):
    """How an act stands to its recordings."""

    MISSING = "missing"
    GAPS = "gaps"
    NONE = "none"
    EXEMPT = "exempt"
    INSTEAD = "instead"
    EXPLAINED = "explained"
    RECORDED = "recorded"
    WHOLE = "whole"


class _Seen(NamedTuple):
    """What is known of one act: what rules say of it, its recordings, and how far they reach."""

    act: Event
    findings: Sequence[Finding]
    files: Sequence[Event]
    coverage: Coverage | None
    left: tuple[Stretch, ...]


def slots(dossier: str, organ: str, events: Sequence[Event], findings: Sequence[Finding]) -> Iterator[Slot]:
    """Yield the rows of a dossier, in the order of its acts.

    Args:
        findings: what its rules say, each act judged by what was in force when it was recorded.
    """
    told: dict[int, tuple[Event, list[Finding]]] = {}
    for one in findings:
        act = one.trigger
        if one.rule.form == FORM and act is not None and act.kind != RECORDING:
            told.setdefault(act.seq, (act, []))[1].append(one)
    index = Index(events if told else ())
    for _, (act, found) in sorted(told.items()):
        yield _slot(dossier, organ, _seen(act, found, index), index)


def _seen(act: Event, findings: Sequence[Finding], index: Index) -> _Seen:
    files = [one for one in index.of(RECORDING) if index.root(one.fields.get("of")) == act.seq]
    extents = [one.extent for one in findings if one.extent is not None]
    if not extents:
        return _Seen(act, findings, files, covered(LASTS, act, index), ())
    worst = max(extents, key=lambda one: (total(one.left), one.coverage.whole.ms))
    return _Seen(act, findings, files, worst.coverage, worst.left)


def _slot(dossier: str, organ: str, seen: _Seen, index: Index) -> Slot:
    act, coverage = seen.act, seen.coverage
    whole = coverage.whole if coverage else spanned(LASTS, act)
    excuse = next((one.satisfied_by for one in seen.findings if one.satisfied_by and _excuses(one)), None)
    people = _people(act)
    return Slot(
        key=f"{dossier}:{act.seq}",
        dossier=dossier,
        organ=organ,
        seq=act.seq,
        kind=act.kind,
        day=beijing_date(at_ms(whole.start) if whole else act.happened),
        started=at_ms(whole.start) if whole else None,
        ended=at_ms(whole.end) if whole else None,
        officers="".join(f"|{one}" for one in people) + "|" if people else "",
        names="、".join(people.values())[:_LONGEST],
        must=_must(seen.findings),
        state=_standing(seen).value,
        files=len(seen.files),
        expected_ms=whole.ms if whole else None,
        covered_ms=total(coverage.covered) if coverage else None,
        gaps_ms=coverage.missing_ms if coverage else 0,
        left_ms=total(seen.left),
        left=[[written(at_ms(one.start)), written(at_ms(one.end))] for one in seen.left],
        clocks=[list(one) for one in sorted(_clocks(seen.files))],
        excuse=index.newest(excuse, excuse.seq + 1) if excuse else None,
        why=str(excuse.fields.get("reason") or "") if excuse else "",
        cited=list(dict.fromkeys(one.rule.cited for one in seen.findings)),
    )


def _clocks(files: Sequence[Event]) -> set[tuple[str, int]]:
    return {(str(one.fields.get("device") or ""), fast) for one in files if (fast := fast_ms(one))}


def _must(findings: Sequence[Finding]) -> bool:
    """Say whether some rule asks that there be a recording at all, and nothing excuses it."""
    asking = (one for one in findings if RECORDING in one.settle_kinds and one.state is not State.WAIVED)
    return any(one.rule.modality not in ADVISORY for one in asking)


def _excuses(one: Finding) -> bool:
    by = one.satisfied_by
    return by is not None and by.kind != RECORDING and (one.state is State.WAIVED or RECORDING in one.settle_kinds)


def _standing(seen: _Seen) -> Standing:
    waived = any(one.state is State.WAIVED for one in seen.findings)
    instead = any(_excuses(one) and one.state is not State.WAIVED for one in seen.findings)
    if seen.left:
        return Standing.GAPS
    if not seen.files:
        if _must(seen.findings):
            return Standing.INSTEAD if instead else Standing.MISSING
        return Standing.EXEMPT if waived else Standing.NONE
    if seen.coverage is None:
        return Standing.INSTEAD if instead else Standing.RECORDED
    return Standing.EXPLAINED if seen.coverage.missing_ms else Standing.WHOLE


def _people(act: Event) -> Mapping[str, str]:
    """Return who was at an act, by id; who recorded it where it names nobody."""
    told: Any = act.fields.get("officers") or ()
    known = [one for one in told if isinstance(one, Mapping) and "id" in one]
    return {str(one["id"]): str(one.get("name") or "") for one in known} or ({act.by: ""} if act.by else {})
