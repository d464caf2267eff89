"""边看边记: what has been marked on one recording, and what the viewer may still mark."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from liuhen.ledger import Body, BodyDestroyedError
from liuhen.people.officers import Officer
from liuhen.process.case.reference import CaseRef
from liuhen.process.inquiry.payloads import RecordingStored
from liuhen.process.inquiry.payloads.recordings import RECORDED
from liuhen.process.inquiry.payloads.watching import OPENING, SHOTS, OpeningConfirmed, ShotsMarked
from liuhen.process.inquiry.watching import is_same_opening, shots_of
from liuhen.queries.scoped import case_for, may
from liuhen.queries.track_shapes import Pin
from liuhen.rulebook.index import Index

B = TypeVar("B", bound=Body)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The opening as somebody found it: the entry, and each item with where it was said."""

    seq: int
    items: tuple[tuple[str, int | None], ...]  # item, milliseconds; None where it was not said


@dataclass(frozen=True, slots=True)
class Marking:
    """The marks of a recording; `may_mark` and `may_confirm` say what is left for the viewer."""

    seq: int
    duration_ms: int
    expect: int
    may_mark: bool
    may_confirm: bool
    claimed: bool
    pins: tuple[tuple[int, Pin], ...]  # the entry of the mark, and the mark
    absent: tuple[str, ...]
    opening: Confirmed | None
    shots: tuple[tuple[str, str], ...]
    cited: str  # where the shot list stands
    items: tuple[tuple[str, str], ...] = tuple(OPENING.items())


def marking_of(by: Officer, ref: str, seq: int) -> Marking | None:
    """Return what is marked on a recording of a case that `by` may see; None for a photograph."""
    _, case = case_for(by, ref)
    _, recording = case.at(seq, RecordingStored)
    if not recording.duration_ms:
        return None
    marks = [(at, body) for at, body in standing(case, ShotsMarked) if body.recording == seq]
    opening = _opening(case, seq, recording)
    listed = shots_of(case, recording)
    words = SHOTS | dict(listed.items)
    return Marking(
        seq=seq,
        duration_ms=recording.duration_ms,
        expect=case.seq,
        may_mark=not case.archived and may(by, ShotsMarked.kind, case),
        may_confirm=not case.archived and opening is None and may(by, OpeningConfirmed.kind, case),
        claimed=recording.opening_statement,
        pins=tuple(sorted(_pins(marks, recording, seq), key=lambda one: one[1].at_ms)),
        absent=tuple(dict.fromkeys(words.get(item, item) for _, body in marks for item in body.absent)),
        opening=opening,
        shots=listed.items,
        cited=listed.cited,
    )


def shot_choices(by: Officer, ref: str) -> tuple[tuple[str, str], ...]:
    """Return what may be pinned on any recording of a case, code and word."""
    _, case = case_for(by, ref)
    recordings = [case.at(event.seq, RecordingStored)[1] for event in case.events(RecordingStored.kind)]
    of = {one.of: one for one in recordings}.values()
    return tuple(dict.fromkeys(item for one in of for item in shots_of(case, one).items))


def _pins(marks: list[tuple[int, ShotsMarked]], recording: RecordingStored, seq: int) -> Iterator[tuple[int, Pin]]:
    for at, body in marks:
        for one in body.marks:
            yield at, Pin(seq, recording.started, one.at_ms, one.word or SHOTS.get(one.item, one.item), one.note)


def _opening(case: CaseRef, seq: int, recording: RecordingStored) -> Confirmed | None:
    acts = Index(case.events(*RECORDED))
    for at, body in standing(case, OpeningConfirmed):
        if is_same_opening(body, seq, recording, acts):
            said = ((label, getattr(body, name)) for name, label in OPENING.items())
            return Confirmed(at, tuple((label, one.at_ms if one.said else None) for label, one in said))
    return None


def standing(case: CaseRef, kind: type[B]) -> Iterator[tuple[int, B]]:
    """Yield the entries of a kind as they stand now, each with the number of its newest version."""
    index = Index(case.events(kind.kind))
    for event in index.of(kind.kind):
        newest = index.versions.get(event.seq, [event])[-1].seq
        with suppress(BodyDestroyedError):  # what was lawfully destroyed is not shown
            yield newest, case.at(newest, kind)[1]
