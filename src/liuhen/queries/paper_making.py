"""A paper that is being made: what the case fills, where each word comes from, and what is left to fill in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from liuhen.kernel.canonical import Json
from liuhen.ledger import Body, body_of
from liuhen.papers.composing import plain
from liuhen.papers.forms import Asked, Form
from liuhen.papers.previewing import Preview
from liuhen.papers.sheet import printed, wrong_fields
from liuhen.people.officers import Officer
from liuhen.people.scope import require
from liuhen.process.case.papers import FinaliseForm
from liuhen.process.case.papers.looking import Begun, begun, look
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import act_type, find_act
from liuhen.queries.course import case_head
from liuhen.queries.papers import Ripe, papers_page
from liuhen.queries.scoped import case_for, may
from liuhen.queries.shapes import ActLink, CaseHead

_OF_CASE: Final = {
    "organ": "本机关",
    "cause": "案由",
    "handlers": "承办人",
    "handler_names": "承办人",
    "opinions": "各级审批意见",
    "case": "本案",
    "party": "当事人",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a field comes from: in words, and the entry that would have to be put right."""

    words: str
    seq: int | None = None
    correct: ActLink | None = None


@dataclass(frozen=True, slots=True)
class ToldField:
    """A field that the case fills."""

    name: str
    label: str
    words: str
    article: str
    origin: Origin
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class MakingPage:
    """A paper that is being made; `seq` is the last entry that its page shows."""

    case: CaseHead
    form: Form
    source: Origin
    others: tuple[Ripe, ...]
    made: int | None
    told: tuple[ToldField, ...]
    asked: tuple[Asked, ...]
    number_later: bool
    begun: Begun


def making_page(by: Officer, ref: str, asked: FinaliseForm) -> MakingPage:
    """Return the page on which a paper is made.

    Raises:
        NotFoundError: no such case or form, or not his to see.
        NotAllowedError: it is not his to make.
        OutOfOrderError: what it is made from is not there yet.
    """
    case, paper = _begun(by, ref, asked)
    ripe = [one for one in papers_of(by, ref) if one.form == paper.form.id]
    own = next((one for one in ripe if one.seq == paper.source.dossier_seq), None)
    return MakingPage(
        case=case_head(case),
        form=paper.form,
        source=_entry(case, by, paper.source.dossier_seq or 0, paper.source.kind),
        others=tuple(one for one in ripe if one.seq != paper.source.dossier_seq),
        made=own.made if own else None,
        told=tuple(_told(case, by, paper)),
        asked=paper.asked,
        number_later=bool(paper.form.numbering),
        begun=paper,
    )


def papers_of(by: Officer, ref: str) -> tuple[Ripe, ...]:
    """Return every paper that can be made from every entry of a case."""
    page = papers_page(by, ref)
    return (*(one for entry in page.owed for one in entry.papers), *page.again)


def look_at(by: Officer, ref: str, asked: FinaliseForm, entered: Mapping[str, Json]) -> Preview:
    """Draw a paper for who may make it, as it would look with what he has entered so far; nothing is kept.

    Raises:
        NotFoundError, NotAllowedError, OutOfOrderError: as for the page.
        UnusableError: too many are looking at once.
    """
    case, paper = _begun(by, ref, asked)
    return look(case, paper, entered)


def _begun(by: Officer, ref: str, asked: FinaliseForm) -> tuple[CaseRef, Begun]:
    _, case = case_for(by, ref)
    chosen = act_type("paper.finalised", by.organ)
    require(by, chosen.permitted_as, case.subject, doing=chosen.verb)
    return case, begun(case, asked, by=by)


def _told(case: CaseRef, by: Officer, paper: Begun) -> list[ToldField]:
    words = printed(paper.form, paper.known)
    wrong = wrong_fields(paper.form, paper.known)
    return [
        ToldField(
            field.name,
            field.label,
            _words(field, words[field.name]),
            field.article,
            _origin(case, by, paper, field),
            "；".join(text for path, text in wrong.items() if path.startswith(f"{field.name}.") or path == field.name),
        )
        for field in paper.form.fields
        if field.name in paper.known
    ]


def _words(field: Asked, value: Any) -> str:
    if field.kind == "rows" and isinstance(value, list):
        return "\n".join(plain(field, [row]) for row in value)
    if field.kind == "paragraphs" and isinstance(value, list):
        return "\n".join(value)
    return plain(field, value)


def _origin(case: CaseRef, by: Officer, paper: Begun, field: Asked) -> Origin:
    """Say where a field comes from. The first source that speaks is not asked for: all that may speak are named."""
    source = paper.form.field(field.name).source.split(" or ")[0].partition("|")[0]
    own = paper.source.dossier_seq or 0
    if field.name == "document_no" and paper.form.numbering and not source:
        return Origin("定稿时由系统编号")
    place, colon, path = source.partition(":")
    if not source or place == "this":
        seq = _hop(paper, path) if ">" in path else own
        kind = paper.source.kind if seq == own else _kind_at(case, seq)
        return _entry(case, by, seq, kind) if source or field.name not in _PLAIN else Origin("本案")
    if not colon:
        return Origin(_OF_CASE.get(source.partition(".")[0], "本案"))
    earlier = [event.seq for event in case.events(place) if event.seq < own]
    return _entry(case, by, earlier[-1], place) if earlier else Origin("本案")


_PLAIN: Final = frozenset({"organ", "case_title", "case_no", "clue_no", "department", "party_name"})
"""What a form without sources of its own always takes from the case itself."""


def _hop(paper: Begun, path: str) -> int:
    told = body_of(paper.source)
    value = told.open_fields().get(path.partition(">")[0]) if isinstance(told, Body) else None
    return value if isinstance(value, int) else paper.source.dossier_seq or 0


def _kind_at(case: CaseRef, seq: int) -> str:
    entry, _ = case.at(seq, Body)
    return entry.kind


def _entry(case: CaseRef, by: Officer, seq: int, kind: str) -> Origin:
    act = find_act(kind, by.organ)
    label = act.label if act else kind
    open_to = act is not None and act.correctable and not case.archived and may(by, act.permitted_as, case)
    link = ActLink(kind=kind, label="更正这一条", picked=(("corrects", str(seq)),)) if open_to else None
    return Origin(f"第 {seq} 条　{label}", seq, link)
