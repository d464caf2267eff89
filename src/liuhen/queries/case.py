"""案件: one page, assessed now."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date, read_when
from liuhen.office.in_force import InForce, asked_once
from liuhen.people.officers import Officer, gone
from liuhen.process.case.models import Case, Paper, Recording
from liuhen.process.case.parties import TELLING, party_in
from liuhen.process.case.parts import PARTY_KINDS
from liuhen.process.case.reference import DOSSIERS, CaseRef
from liuhen.process.case.registered import POWER
from liuhen.queries.acts import acts_of, next_of
from liuhen.queries.assessed import OWED, assessed
from liuhen.queries.case_sections import MAIN, SIDE, WHOLE, written
from liuhen.queries.case_shapes import CasePage, OfficerView, PackView, PartyView, ReadingView
from liuhen.queries.course import Read, course_of, read_at
from liuhen.queries.entries import entry_row
from liuhen.queries.files import paper_rows, recording_rows
from liuhen.queries.owed import PRESSING, Offered, foremost, from_finding, in_order
from liuhen.queries.regulations.clashes import touching
from liuhen.queries.requests import request_rows
from liuhen.queries.scoped import case_for, may
from liuhen.queries.section_shapes import Looked
from liuhen.queries.shapes import EntryRow
from liuhen.queries.stages import ENDINGS, INTERRUPTED, UNDER_WAY, ahead_of, rail, stage_word
from liuhen.queries.track import WATCHED, act_tracks
from liuhen.rulebook import Event, Finding, State

_HANDLERS: Final = frozenset(
    {"case.opened", "handlers.changed", "inspection.planned", "spot_decision.made", "coercion.opened"}
)
"""Entries that name who handles the dossier from then on."""
LISTED: Final = 40
"""Of what is owed so many stand on the page, the most urgent first; the others beside their rules."""
RECORDED: Final = 100  # of what is recorded already; the page of all rules has the rest
_DONE: Final = frozenset({State.SATISFIED, State.SATISFIED_LATE})
_LATE: Final = frozenset({State.OVERDUE, State.BREACHED})


@asked_once
def case_page(by: Officer, ref: str, *, show: str = "", page: int = 1, most: int | None = None) -> CasePage:
    """Return the page of one case, assessed now; as often asked of the database for a long case as for a short one.

    Args:
        show: group of the records that its course shows alone.
        page: which thirty of them, the latest first.
        most: how many rows of what is owed, and as many of what may be left, are wanted; None: all, and what is done.

    Raises:
        NotFoundError: no such case, or not his to see.
    """
    row, case = case_for(by, ref)
    force, dossier, findings = assessed(case)
    course = course_of(dossier.events, show=show, page=page)
    telling = [event.seq for event in dossier.events if event.kind in TELLING][-1:]
    whole = (event.seq for event in dossier.events if event.kind in WATCHED | WHOLE)
    read = read_at(case.dossier, {*course.seqs, *telling, *whole})
    duties = _duties(findings, case, by, most)
    looked = Looked(row, case, by, force, dossier, findings, read.bodies, duties["owed"])
    held = {event.kind for event in dossier.events}
    acts = acts_of(case, by, held=held, ahead=ahead_of(force.rulebook, case.kind, held=held))
    recordings = recording_rows(Recording.objects.filter(dossier=case.dossier).order_by("seq"))
    party = party_in(read.bodies[telling[0]]) if telling else None
    concluded = [event.fields for event in dossier.events if event.kind in {"inquiry.concluded", "decision.made"}]
    return CasePage(
        ref=case.ref,
        title=case.title,
        number=case.number,
        clue_no=case.clue_no,
        kind_title=DOSSIERS[case.kind],
        stage=_stage(row, dossier.events),
        seq=case.seq,
        opened=row.opened_on,
        party=_party(party) if party else None,
        officers=_officers(dossier.events),
        packs=_packs(force),
        stages=rail(force.rulebook, case.kind, events=dossier.events, findings=findings),
        entries=_rows(course.seqs, read, dossier.events),
        course=course,
        papers=paper_rows(Paper.objects.filter(dossier=case.dossier).order_by("seq")),
        recordings=recordings,
        tracks=act_tracks(looked, read, recordings),
        readings=_readings(findings),
        clashes=tuple(touching(force.rulebook, dossier.kind, dossier.choices, findings)),
        next=next_of(row, duties["owed"], acts),
        acts=acts,
        fine_fen=_amount(concluded, "fine_fen"),
        refund_fen=_amount(concluded, "refund_fen"),
        archived=row.archived,
        may_package=row.archived and may(by, "package.download", case),
        requests=request_rows(looked),
        may_register=may(by, POWER, case) and not (case.archived or case.stopped),
        main=written(MAIN, looked),
        side=written(SIDE, looked),
        **duties,
    )


def _duties(findings: Sequence[Finding], case: CaseRef, by: Officer, most: int | None) -> dict[str, Any]:
    """Return what is owed and what is recorded, as far as it was asked for, and how much there is of each."""
    offered = Offered(case, by)
    owing = in_order(one for one in findings if one.state in OWED)
    done = [one for one in findings if one.state in _DONE]
    pressing = sum(one.state in PRESSING for one in owing)
    return {
        "owed": tuple(from_finding(one, case, by, offered) for one in foremost(owing, most)),
        "recorded": () if most is not None else tuple(from_finding(one, case, by) for one in done[-RECORDED:]),
        "recorded_total": len(done),
        "pressing_total": pressing,
        "optional_total": len(owing) - pressing,
        "overdue": sum(one.state in _LATE for one in owing),
        "due_soon": sum(one.state is State.DUE_SOON for one in owing),
    }


def _stage(row: Case, events: Sequence[Event]) -> str:
    ended = (ENDINGS[one.kind] for one in reversed(events) if one.kind in ENDINGS) if row.stopped else iter(())
    word = next(ended, stage_word(row))
    rests = (INTERRUPTED[one.kind] for one in reversed(events) if one.kind in INTERRUPTED) if word == UNDER_WAY else ()
    return next(iter(rests), "") or word


def _rows(seqs: Sequence[int], read: Read, events: Sequence[Event]) -> tuple[EntryRow, ...]:
    seq_of = {event.entry: event.seq for event in events if event.entry}
    return tuple(entry_row(read.entries[seq], read.bodies[seq], seq_of=seq_of) for seq in seqs)


def _party(party: object) -> PartyView:
    told = {
        name: str(getattr(party, name, "")) for name in ("name", "kind", "credit_code", "address", "representative")
    }
    return PartyView(**told | {"kind": PARTY_KINDS.get(told["kind"], "")})


def _officers(events: Sequence[object]) -> tuple[OfficerView, ...]:
    for event in reversed(events):
        if getattr(event, "kind", "") in _HANDLERS:
            told = event.fields.get("officers", ())  # type: ignore[attr-defined]
            left = gone([str(one.get("id", "")) for one in told], on=beijing_date(clock.now()))
            return tuple(_officer(one, left=one.get("id") in left) for one in told)
    return ()


def _officer(one: Mapping[str, object], *, left: bool) -> OfficerView:
    until = one.get("valid_to")
    day = read_when(str(until)) if until else None
    return OfficerView(
        name=str(one.get("name", "")),
        certificate=str(one.get("certificate", "")),
        valid_to=None if isinstance(day, datetime) else day,
        valid=bool(one.get("valid")),
        left=left,
    )


def _packs(force: InForce) -> tuple[PackView, ...]:
    titles = {rule.pack: rule.pack_title for rule in force.rulebook.rules}
    return tuple(PackView(one, titles.get(one, one), version) for one, version in force.rulebook.versions.items())


def _readings(findings: Sequence[Finding]) -> tuple[ReadingView, ...]:
    used = {}
    for one in findings:
        if one.state is State.NOT_APPLICABLE:
            continue
        for reading in one.rule.readings:
            note = "本机关选定" if reading.picked else "未另行选定，按规程默认"
            used[reading.choice] = ReadingView(reading.choice, reading.question, reading.reading, one.rule.cited, note)
    return tuple(used[key] for key in sorted(used))


def _amount(fields: Sequence[Mapping[str, object]], name: str) -> int | None:
    if not fields:
        return None
    value = fields[-1].get(name)
    return value if isinstance(value, int) else None
