"""音像时间轴: each act with its recordings, reconciled as the organ's regulations reckon coverage."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import Any, Final

from liuhen.duties.facts import event_of
from liuhen.kernel.clock import beijing_date
from liuhen.process.case.registry import find_act
from liuhen.process.inquiry.payloads.watching import CAUSES, HOWS, OPENING, SHOTS
from liuhen.queries.course import Read
from liuhen.queries.file_shapes import RecordingRow
from liuhen.queries.section_shapes import Looked
from liuhen.queries.track_runs import joined
from liuhen.queries.track_shapes import ActTrack, Clock, Hole, Opening, Part, Pin
from liuhen.rulebook import Dossier, Event, Finding, Rulebook, State
from liuhen.rulebook.coverage import Coverage, Gap, at_ms, content, in_ms, less
from liuhen.rulebook.index import Index
from liuhen.rulebook.parts import Recorded
from liuhen.rulebook.stretches import covered, stretch_of

_TITLES: Final = {"inspection.made": ("现场检查", "到场", "离场"), "interview.made": ("询问", "开始", "结束")}
WATCHED: Final = frozenset({"gap.explained", "shots.marked", "opening.confirmed"})
"""Kinds of entries that are read with all that they say."""
_MENDED: Final = frozenset({State.SATISFIED_LATE})
_LATE: Final = frozenset({State.SATISFIED_LATE, State.OVERDUE})


def act_tracks(looked: Looked, read: Read, recordings: Sequence[RecordingRow]) -> tuple[ActTrack, ...]:
    """Return each act of which there is a recording with a length, and the days with recordings of no act.

    Args:
        read: what the entries of the kinds in `WATCHED` say.
    """
    case, rulebook, dossier = looked.case, looked.force.rulebook, looked.dossier
    index = Index(_whole(event, read) if event.kind in WATCHED else event for event in dossier.events)
    rows = {row.seq: row for row in recordings}
    tracks = [
        _track(act, coverage, _Beside(index, looked.findings, rows, case.organ, rulebook))
        for kind, recorded in _spoken_of(rulebook, dossier).items()
        for act in index.of(kind)
        if (coverage := covered(recorded, act, index)) is not None
    ]
    shown = {part.seq for track in tracks for part in track.parts}
    tracks += _by_day([row for row in recordings if row.duration_ms and row.seq not in shown])
    return tuple(sorted(tracks, key=lambda track: (track.start, track.seq)))


def _whole(event: Event, read: Read) -> Event:
    """Return an event with all that its entry says, not only what rules read of it."""
    body = read.bodies[event.seq]
    if body is None:
        return event  # what rules read of it is all that is left
    return event_of(read.entries[event.seq], body, corrects=event.corrects)


def _by_day(rows: Sequence[RecordingRow]) -> list[ActTrack]:
    """Return a track for each Beijing day with recordings of no act; nothing had to be covered there."""
    ordered = sorted(rows, key=lambda row: row.truly_started)
    days = groupby(ordered, key=lambda row: beijing_date(row.truly_started))
    return [_day(list(found)) for _, found in days]


def _day(rows: Sequence[RecordingRow]) -> ActTrack:
    parts = tuple(joined([part for row in rows for part in _parts(row)]))
    empty = (
        Hole(a.end, b.start, in_ms(b.start) - in_ms(a.end), a.device, "open", "没有画面", "", None)
        for a, b in pairwise(parts)
        if a.seq == b.seq
    )
    start, end = min(part.start for part in parts), max(part.end for part in parts)
    return ActTrack(
        0,
        "",
        "",
        "",
        start,
        end,
        0,
        0,
        parts,
        (),
        tuple(empty),
        (),
        (),
        (),
        len(rows),
        None,
        None,
        "",
        late=False,
        clocks=tuple(_clocks(rows)),
    )


def _spoken_of(rulebook: Rulebook, dossier: Dossier) -> dict[str, Recorded]:
    """Return the kinds of act of which a rule says that recordings must cover them, and how."""
    words = [plan.words for plan in rulebook.plans(dossier.kind, dossier.choices)]
    return {kind: one.recorded for one in words if one.recorded and one.stretches for kind in one.triggers}


class _Beside:
    """What stands beside an act in its dossier."""

    def __init__(
        self, index: Index, findings: Sequence[Finding], rows: dict[int, RecordingRow], organ: str, rulebook: Rulebook
    ) -> None:
        self.index, self.findings, self.rows, self._organ, self._labels = index, findings, rows, organ, rulebook.labels

    def shot(self, item: str) -> str:
        """Return the word for what a shot list asks for."""
        return self._labels.code("marks.item", item) or SHOTS.get(item, item)

    def word(self, kind: str) -> str:
        """Return what an act of this kind is called."""
        act = find_act(kind, self._organ)
        return act.label if act else kind

    def naming(self, kind: str, act: Event, field: str = "act") -> list[Event]:
        """Return the events of a kind that name the act, a correction of it leading to it."""
        return [one for one in self.index.of(kind) if self.index.root(one.fields.get(field)) == act.seq]


def _track(act: Event, coverage: Coverage, beside: _Beside) -> ActTrack:
    stored = beside.naming("recording.stored", act, "of")
    rows = [beside.rows[one.seq] for one in stored if one.seq in beside.rows]
    seqs = {row.seq for row in rows}
    terms = (one for one in beside.findings if one.due and one.rule.form != "retention")  # storing, not keeping
    told = [one for one in terms if one.trigger and one.trigger.seq in seqs]
    last = max(told, key=lambda one: one.due.timestamp() if one.due else 0, default=None)
    marks = beside.naming("shots.marked", act)
    title, begins, ends = _TITLES.get(act.kind, (beside.word(act.kind), "开始", "结束"))
    return ActTrack(
        seq=act.seq,
        title=title,
        begins=begins,
        ends=ends,
        start=at_ms(coverage.whole.start),
        end=at_ms(coverage.whole.end),
        tenths=coverage.tenths,
        missing_ms=coverage.missing_ms,
        parts=tuple(joined([part for row in rows for part in _parts(row)])),
        photos=tuple(_part(row) for row in rows if row.media_type.startswith("image/")),
        holes=tuple(_hole(gap, act, beside) for gap in coverage.gaps),
        pins=tuple(sorted(_pins(marks, beside.rows), key=lambda pin: pin.at)),
        absent=tuple(dict.fromkeys(beside.shot(str(one)) for mark in marks for one in _listed(mark, "absent"))),
        openings=tuple(_openings(rows, beside.naming("opening.confirmed", act), beside.rows)),
        files=len(rows),
        stored=max((one.recorded for one in stored if one.recorded), default=None),
        due=last.due if last else None,
        term=str(last.reckoning.term) if last and last.reckoning else "",
        late=any(one.state in _LATE for one in told),
        cited=last.rule.cited if last else "",
        clocks=tuple(_clocks(rows)),
        how=(*_sums(act, beside), *(last.arithmetic if last else ())),
    )


def _sums(act: Event, beside: _Beside) -> Iterator[str]:
    """Yield how the coverage of an act was reckoned."""
    for one in beside.findings:
        if one.trigger is not None and one.trigger.seq == act.seq:
            yield from one.sums


def _parts(row: RecordingRow) -> Iterator[Part]:
    if row.duration_ms:
        fast = row.clock_offset_ms or 0
        for one in content(row.started, row.ended, row.gaps, fast_ms=fast):
            at = one.start + fast - in_ms(row.started)
            yield Part(row.seq, row.name, row.device, at_ms(one.start), at_ms(one.end), at, fast)


def _part(row: RecordingRow) -> Part:
    start = row.truly_started
    return Part(row.seq, row.name, row.device, start, start, 0, row.clock_offset_ms or 0)


def _clocks(rows: Sequence[RecordingRow]) -> Iterator[Clock]:
    """Yield each measurement that found a clock wrong, once for each device and offset."""
    measured = dict.fromkeys((row.device, row.clock_offset_ms) for row in rows if row.clock_offset_ms)
    yield from (Clock(device, offset) for device, offset in measured if offset)


def _hole(gap: Gap, act: Event, beside: _Beside) -> Hole:
    start, end = at_ms(gap.stretch.start), at_ms(gap.stretch.end)
    said = [
        one
        for one in beside.naming("gap.explained", act)
        if (told := stretch_of(one)) and told.start < gap.stretch.end and told.end > gap.stretch.start
    ]
    state, word = _standing(gap, act, beside, explained=_all_told(gap, said))
    why, seq = (_why(said[-1]), said[-1].seq) if said else ("", None)
    return Hole(start, end, gap.stretch.ms, gap.device, state, word, why, seq)


def _standing(gap: Gap, act: Event, beside: _Beside, *, explained: bool) -> tuple[str, str]:
    for one in beside.findings:
        piece = one.piece if one.trigger is not None and one.trigger.seq == act.seq else None
        if piece is not None and piece.key and piece.start == at_ms(gap.stretch.start):
            if one.state in _MENDED:
                return "mended", "事后补记说明"
            return ("told", "已说明") if one.state is State.SATISFIED else ("open", "未说明")
    return ("told", "已说明") if explained else ("open", "未说明")


def _why(said: Event) -> str:
    told = (CAUSES.get(str(said.fields.get("cause"))), HOWS.get(str(said.fields.get("how"))))
    return "，".join(one for one in told if one)


def _all_told(gap: Gap, said: Sequence[Event]) -> bool:
    return not less(gap.stretch, [told for one in said if (told := stretch_of(one))])


def _pins(marks: Sequence[Event], rows: dict[int, RecordingRow]) -> Iterator[Pin]:
    for mark in marks:
        row = rows.get(_number(mark, "recording"))
        for one in _listed(mark, "marks"):
            if row is not None and isinstance(one, dict):
                place = int(one["at_ms"])
                item = str(one.get("word") or SHOTS.get(str(one["item"]), str(one["item"])))
                yield Pin(row.seq, _at(row, place), place, item, str(one.get("note") or ""))


def _openings(
    rows: Sequence[RecordingRow], confirmed: Sequence[Event], known: dict[int, RecordingRow]
) -> Iterator[Opening]:
    first = {
        row.device: row for row in sorted(rows, key=lambda row: row.truly_started, reverse=True) if row.duration_ms
    }
    for event in confirmed:
        row = known.get(_number(event, "recording"))
        if row is not None:
            first.pop(row.device, None)
            yield _confirmed(event, row)
    for device, row in reversed(first.items()):
        yield Opening(device, row.seq, row.truly_started, 0, (), (), confirmed=False, claimed=row.opening_statement)


def _confirmed(event: Event, row: RecordingRow) -> Opening:
    items: dict[str, Any] = {name: event.fields.get(name) or {} for name in OPENING}
    said = {name: int(one.get("at_ms") or 0) for name, one in items.items() if one.get("said")}
    place = min(said.values(), default=0)
    return Opening(
        device=row.device,
        seq=row.seq,
        at=_at(row, place),
        at_ms=place,
        said=tuple(OPENING[name] for name in OPENING if name in said),
        unsaid=tuple(OPENING[name] for name in OPENING if name not in said),
        confirmed=True,
        claimed=row.opening_statement,
    )


def _at(row: RecordingRow, place: int) -> datetime:
    return row.truly_started + timedelta(milliseconds=place)


def _number(event: Event, field: str) -> int:
    value = event.fields.get(field)
    return value if isinstance(value, int) else 0


def _listed(event: Event, field: str) -> Sequence[Any]:
    value = event.fields.get(field)
    return value if isinstance(value, list) else ()
