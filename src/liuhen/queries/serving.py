"""送达: what was served to whom, in which way, on which day; what still waits, and until when it should be served."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.ledger import Body
from liuhen.process.case.models import Paper
from liuhen.process.case.papers.versions import counts, instead_of
from liuhen.process.execution.overdue import WAYS as REMINDED
from liuhen.process.execution.overdue import ReminderMade, ReminderServed
from liuhen.process.service.payloads import (
    AnnouncementEnded,
    AnnouncementPosted,
    MailPosted,
    MailReturned,
    ServedOnTheSpot,
    ServiceMade,
)
from liuhen.process.service.payloads.what import What
from liuhen.process.service.served import DOCUMENTS, HANDED_OUT, MADE_BY, SOURCES, TO_SERVE, ServedPaper
from liuhen.process.service.ways import ANNOUNCED, WAYS
from liuhen.queries.case_shapes import CasePage
from liuhen.queries.owed import from_finding
from liuhen.queries.parties import names_now
from liuhen.queries.section_shapes import Looked, Section
from liuhen.queries.serving_shapes import Cell, Served, ServedRow, Step
from liuhen.rulebook import Event

WHOLE: Final = frozenset(
    one.kind for one in (ServiceMade, MailPosted, MailReturned, AnnouncementPosted, AnnouncementEnded, ReminderServed)
)
RECEIPTS: Final = frozenset({"service-receipt", "electronic-receipt", "mail-list", "service-announcement"})
ACTS_OF_SERVICE: Final = frozenset({"service.confirmed", *WHOLE})


@dataclass(frozen=True, slots=True)
class _Made:
    """A paper that goes to somebody."""

    source: int
    seq: int
    made: bool
    title: str
    number: str
    replaced: bool = False
    signed: Step | None = None  # who got it signed for it on the paper itself


def served(looked: Looked) -> Section | None:
    """Return the map of what was served to whom; nothing where no paper is for anybody outside."""
    made = tuple(_papers(looked))
    if not made:
        return None
    steps = dict(_grouped(looked, made))
    named = dict.fromkeys((*names_now(looked), *(party for _, party in steps)))
    rows = tuple(_row(one, tuple(named), steps, looked) for one in made)
    shown = Served(tuple(named), rows)
    return Section("served", "送达", shown, f"{shown.unserved} 份待送达" if shown.unserved else "均已送达")


def by_paper(case: CasePage) -> dict[int, ServedRow]:
    """Return paper -> what became of it for each party, as the map of the case says it."""
    shown = next((one.shown for one in case.main if isinstance(one.shown, Served)), None)
    return {row.seq: row for row in shown.rows if row.made} if shown else {}


def _papers(looked: Looked) -> Iterator[_Made]:
    """Yield each paper for somebody outside once: as it was finalised, or the entry that it would be made from."""
    every = list(Paper.objects.filter(dossier=looked.case.dossier, form__in=HANDED_OUT).order_by("seq"))
    named = {key for _, body in _said(looked) for key in _serves(looked, body)}
    latest_of = (events[-1] for kind in _AWAITED if (events := looked.events(kind)))
    waiting = {one.seq for one in latest_of if _fits(one)}
    by_seq = {one.seq: one for one in looked.dossier.events}
    to_serve = {one.source_seq for one in every if one.form in TO_SERVE and one.voided_at is None}
    for source in sorted({*to_serve, *(source for source, _ in named), *waiting}):
        papers = _shown_of([one for one in every if one.source_seq == source], {seq for _, seq in named}, every)
        for paper in papers:
            yield _Made(
                source,
                paper.seq,
                made=True,
                title=paper.title,
                number=paper.number,
                replaced=instead_of(paper, every) is not None,
                signed=_signed_on_it(paper),
            )
        if not papers and source in by_seq:
            title, number = _described(by_seq[source], looked)
            yield _Made(source, source, made=False, title=title, number=number)


def _shown_of(made: Sequence[Paper], named: Collection[int], every: Collection[Paper]) -> list[Paper]:
    """Return the papers of one entry that the map shows, the one that counts last.

    Args:
        made: all that were made from it, in their order.
        named: numbers of papers that somebody was served with by name: these are shown, replaced or not.
        every: all papers of the dossier that go to somebody outside.
    """
    told = [one for one in made if one.seq in named and one.voided_at is None]
    holding = [one for one in made if counts(one, every) and one not in told]
    owed = {one.form: one for one in holding if one.form in TO_SERVE}  # the latest of each form
    served = {one.form for one in told if counts(one, every)}
    waits = [one for form, one in owed.items() if form not in served]
    return [*told, *waits] or holding[-1:]


def _signed_on_it(paper: Paper) -> Step | None:
    """Return the signature of whoever was handed the paper, where it was signed for on the paper itself."""
    found = (one for one in paper.signatures if one["role"] == "receiver" and not one["refused"])
    one = next(found, None)
    if one is None:
        return None
    on = beijing_date(datetime.fromisoformat(one["at"]))
    return Step(one["seq"], "served", on, "在文书上签收", str(one["signer"]), receipt=paper.seq)


def _described(event: Event, looked: Looked) -> tuple[str, str]:
    """Return title and number of a paper that nobody finalised: as its service called it, or as its form is called."""
    told = next((one for one in _named_papers(looked) if one.source == event.seq), None)
    if told is not None:
        return told.title, told.number
    forms = [one for one in HANDED_OUT.values() if event.kind in one.acts and not one.unfit(event.fields)]
    title = next((one.title for one in forms if one.id in TO_SERVE), forms[0].title if forms else DOCUMENTS["other"])
    return title, str(event.fields.get("document_no", ""))


def _named_papers(looked: Looked) -> Iterator[ServedPaper]:
    for _, body in _said(looked):
        if isinstance(body, What):
            papers: list[ServedPaper] = body.papers
            yield from papers


_AWAITED: Final = tuple(
    dict.fromkeys(
        kind for one in sorted(TO_SERVE) for kind in HANDED_OUT[one].acts if kind in {*SOURCES, ReminderMade.kind}
    )
)
"""Kinds of entry of which a paper is to be served."""


def _fits(event: Event) -> bool:
    """Say whether an entry, by what rules read of it, has a paper that is to be served."""
    forms = (HANDED_OUT[one] for one in TO_SERVE if event.kind in HANDED_OUT[one].acts)
    return any(not one.unfit(event.fields) for one in forms)


def _said(looked: Looked) -> Iterator[tuple[Event, Body]]:
    found = ((one, looked.bodies.get(one.seq)) for one in looked.events(*WHOLE))
    return ((event, body) for event, body in found if body is not None)


def _serves(looked: Looked, body: Body) -> list[tuple[int, int]]:
    """Return what an entry serves: for each paper the entry that it was made from, and the number it was named by."""
    if isinstance(body, What):
        papers: list[ServedPaper] = body.papers
        named = {one.source: one.seq for one in papers}
        return [(source, named.get(source, source)) for source in body.serves]
    if isinstance(body, ServedOnTheSpot):
        made = looked.events(*MADE_BY.get(body.document, ()))
        return [(made[-1].seq, made[-1].seq)] if made else []
    if isinstance(body, ReminderServed):
        return [(body.of, body.of)]
    return []


def _grouped(looked: Looked, made: Sequence[_Made]) -> Iterator[tuple[tuple[int, str], tuple[Step, ...]]]:
    """Yield the steps of each paper towards each party; what was named by its entry alone is the paper that counts."""
    receipts = _receipts(looked)
    shown, latest = {one.seq for one in made}, {one.source: one.seq for one in made}
    told: dict[tuple[int, str], list[Step]] = {}
    sent: dict[int, list[tuple[int, str]]] = {}
    for event, body in _said(looked):
        party = body.recipient if isinstance(body, What) else looked.case.party
        serves = [(seq if seq in shown else latest.get(source), party) for source, seq in _serves(looked, body)]
        keys = [(seq, party) for seq, party in serves if seq is not None]
        if isinstance(body, MailReturned):
            keys = sent.get(body.of, [])
        sent[event.seq] = keys
        for key in keys:
            told.setdefault(key, []).append(_step(event, body, receipts.get(event.seq)))
    yield from ((key, tuple(steps)) for key, steps in told.items())


def _receipts(looked: Looked) -> dict[int, int]:
    """Return entry of service -> the paper that was made of it."""
    if not looked.events(*WHOLE):
        return {}
    made = (one for one in looked.events("paper.finalised") if one.fields.get("form") in RECEIPTS)
    return {int(one.fields["source_seq"]): one.seq for one in made if isinstance(one.fields.get("source_seq"), int)}  # type: ignore[arg-type]  # a number, as just asked


def _step(event: Event, body: Any, receipt: int | None) -> Step:
    on = beijing_date(event.happened)
    match body:
        case MailPosted():
            return Step(event.seq, "waiting", on, "已交邮，待回执", f"邮件 {body.mail_no}", "", receipt)
        case MailReturned():
            return Step(event.seq, "returned", body.returned_on, "邮件退回", body.what, "", receipt)
        case AnnouncementPosted():
            until = f"{body.deemed_on:%Y年%-m月%-d日}期满"
            return Step(event.seq, "waiting", on, f"已公告，{until}", body.copy, body.reckoned, receipt)
        case _:
            return _arrived(event, body, receipt)


def _arrived(event: Event, body: Any, receipt: int | None) -> Step:
    on = beijing_date(event.happened)
    match body:
        case ServiceMade():
            told = WAYS[body.way] + ("，宣告后当场交付" if body.announced else "")
            return Step(event.seq, "served", body.served_on, told, _proof(body), body.reckoned, receipt)
        case AnnouncementEnded():
            return Step(event.seq, "served", body.served_on, ANNOUNCED, "公告期满", body.reckoned, receipt)
        case ReminderServed():
            by = "、".join(one.name for one in body.officers)
            proof = f"签收人 {body.receiver.name}" if body.signed else f"送达人 {by}"
            return Step(event.seq, "served", on, REMINDED[body.way], proof, "", receipt)
        case _:
            return Step(event.seq, "served", on, "直接送达", f"送达回证 {body.receipt_no}", "", receipt)


def _proof(body: ServiceMade) -> str:
    told = {
        "mail": body.return_receipt,
        "left": f"见证人 {body.witness}" if body.witness else "",
        **dict.fromkeys(("fax", "email", "sms", "electronic"), body.kept_by),
    }
    return told.get(body.way) or f"送达回证 {body.receipt_no}"


def _row(
    one: _Made, parties: tuple[str, ...], steps: Mapping[tuple[int, str], tuple[Step, ...]], looked: Looked
) -> ServedRow:
    told = [(party, steps.get((one.seq, party), ())) for party in parties]
    on_it = (one.signed,) if one.signed and not any(done for _, done in told) else ()
    cells = tuple(Cell(party, done or (on_it if at == 0 else ())) for at, (party, done) in enumerate(told))
    asked = [
        found
        for found in looked.findings
        if found.trigger and found.trigger.seq == one.source and found.due and ServiceMade.kind in found.settle_kinds
    ]
    found = min(asked, key=lambda each: each.due or clock.now(), default=None)
    waits = not one.replaced and any(cell.served is None for cell in cells)
    owed = from_finding(found, looked.case, looked.by) if found and waits else None
    due = beijing_date(owed.due) if owed and owed.due else None
    return ServedRow(
        seq=one.seq,
        source=one.source,
        made=one.made,
        replaced=one.replaced,
        title=one.title,
        number=one.number,
        cells=cells,
        due=due,
        late=due is not None and due < beijing_date(clock.now()),
        article=owed.article if owed else "",
        handle=owed.handle if owed else "",
    )
