"""The words spoken on a recording, and what it is labelled with as evidence, as they stand now."""

from dataclasses import dataclass
from datetime import datetime

from liuhen.media.cues import Cue, closed, read_cues
from liuhen.people.officers import Officer
from liuhen.process.case.reference import CaseRef
from liuhen.process.inquiry.payloads.labels import RecordingMarked, TranscriptMade
from liuhen.queries.files import require_recording
from liuhen.queries.marking import standing
from liuhen.queries.scoped import case_for, may


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is said on a recording: the entry that says so, and the lines, each with its end."""

    seq: int
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """What a recording is labelled with as evidence."""

    seq: int
    method: str
    made_on: datetime | None
    maker: str
    place: str
    proves: str


@dataclass(frozen=True, slots=True)
class Told:
    """What is written down about a recording beside its marks, and what the viewer may still write."""

    spoken: Spoken | None
    labels: Labels | None
    may_write: bool
    may_label: bool


def told_of(by: Officer, ref: str, seq: int) -> Told:
    """Return what is written down about a recording of a case that `by` may see."""
    _, case = case_for(by, ref, "recording.play")
    return Told(
        spoken=spoken(case, seq),
        labels=_labels(case, seq),
        may_write=not case.archived and may(by, TranscriptMade.kind, case),
        may_label=not case.archived and may(by, RecordingMarked.kind, case),
    )


def spoken_of(by: Officer, ref: str, seq: int) -> Spoken | None:
    """Return what is said on a recording of a case that `by` may see; None where nobody wrote it down.

    Raises:
        NotFoundError: there is no such recording.
    """
    _, case = case_for(by, ref, "recording.play")
    require_recording(case.dossier, seq)
    return spoken(case, seq)


def spoken(case: CaseRef, seq: int) -> Spoken | None:
    """Return what is said on a recording, as it was written down last."""
    found = [(at, body) for at, body in standing(case, TranscriptMade) if body.of == seq]
    if not found:
        return None
    at, body = found[-1]
    return Spoken(at, tuple(closed(read_cues(body.text).cues)))


def _labels(case: CaseRef, seq: int) -> Labels | None:
    found = [(at, body) for at, body in standing(case, RecordingMarked) if body.of == seq]
    if not found:
        return None
    at, body = found[-1]
    return Labels(at, body.method, body.made_on, body.maker, body.place, body.proves)
