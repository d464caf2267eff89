"""Where the fields of a paper come from: the catalogue says it in a small vocabulary, and this reads the case by it.

    organ                       the organ's printed name
    case.title                  of the case: title, number, case_no, clue_no, party, department, ref
    cause · handlers · handler_names · opinions
    party.name                  the party as the case knows it now: name, kind, credit_code, address, representative
    this:place                  a field of the entry that the paper is made from; `this:receiver.name` inside it
    notice.given:document_no    a field of the latest entry of that kind before it
    this:of>document_no         `of` names an earlier entry: a field of that one
    this:@happened              of the entry itself: @happened, @by (who recorded it), @seq, @label (what was done),
                                @number (of the paper that was made from it)
    this:who or this:of>who     the first of several sources that says something

after which may stand, once, `|word` (the Chinese word of a choice), `|lines` (a list, one a line), `|joined` (a list in
one line), `|place` (where in a recording, of milliseconds) or `|opinion` (a text with the name and the day of who wrote
it). What is not there yields nothing; sealed fields are never there.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import beijing_date, read_when, written
from liuhen.kernel.errors import OutOfOrderError
from liuhen.ledger import Body, Entry
from liuhen.papers.forms import Asked, Form
from liuhen.process.case.approval import ENDORSED, OF_KIND, Matter
from liuhen.process.case.models import Paper
from liuhen.process.case.particulars import Said, cause, handler_names, handlers, opinion_of, organ_name
from liuhen.process.case.parties import party_of
from liuhen.process.case.reference import CaseRef, place_of
from liuhen.process.case.registry import ACTS
from liuhen.process.case.standing import APPROVERS

_THIS: Final = "this"
_SILENT: Final[tuple[Any, ...]] = (None, "", [], {})
_CASE: Final = ("title", "number", "case_no", "clue_no", "party", "ref")


def filled(form: Form, case: CaseRef, entry: Entry, body: Body) -> dict[str, Json]:
    """Return what the case says for the fields of a form; a field of which it says nothing is left out."""
    reader = Reader(case, Said(entry, body))
    told = {field.name: reader.field(field) for field in form.fields if field.source}
    return {name: value for name, value in told.items() if value not in _SILENT}


class Reader:
    """Reads one case for one paper."""

    def __init__(self, case: CaseRef, this: Said) -> None:
        self._case, self._this = case, this

    def field(self, field: Asked) -> Json:
        """Return the value of a field as its sheet wants it."""
        return _shaped(field, self.value(field.source))

    def value(self, source: str) -> Any:
        """Return what a source says, or None.

        Raises:
            ValueError: it is not written in the vocabulary.
        """
        told = (self._single(one) for one in source.split(" or "))
        return next((one for one in told if one not in _SILENT), None)

    def _single(self, source: str) -> Any:
        expression, _, mark = source.partition("|")
        place, colon, path = expression.partition(":")
        if not colon:
            return self._of_case(expression)
        said = self._this if place == _THIS else self._earlier(place)
        return None if said is None else self._along(said, path, mark)

    def _of_case(self, source: str) -> Any:
        if source in _PLAIN:
            return _PLAIN[source](self._case)
        place, _, name = source.partition(".")
        if place == "case" and name == "department":
            return self._case.subject.department
        if place == "case" and name in _CASE:
            return getattr(self._case, name)
        if source == "opinions":
            return self._opinions()
        if place == "party":
            found = party_of(self._case)
            return getattr(found, name) if found else (self._case.party if name == "name" else None)
        raise ValueError(f"no such source: {source}")

    def _earlier(self, kind: str) -> Said | None:
        before = self._this.entry.dossier_seq or 0
        found = [one for one in self._case.events(kind) if one.seq < before]
        return self._at(found[-1].seq) if found else None

    def _at(self, seq: int) -> Said | None:
        try:
            return Said(*self._case.at(seq, Body))
        except OutOfOrderError:
            return None

    def _along(self, said: Said, path: str, mark: str) -> Any:
        here, hop, further = path.partition(">")
        if hop:
            seq = _inside(said.body.open_fields(), here.split("."))
            found = self._at(seq) if isinstance(seq, int) else None
            return None if found is None else self._along(found, further, mark)
        if here.startswith("@"):
            return _OF_ENTRY[here](said.entry)
        value = _inside(said.body.open_fields(), here.split("."))
        return _MARKS[mark](said, here, value) if mark and value is not None else value

    def _opinions(self) -> list[Json]:
        """Return the opinions on the request that this entry answers, in their order, the last word at the end."""
        if (matter := OF_KIND.get(self._this.entry.kind)) is not None:
            return self._opinions_of_course(matter)
        request = self._this.body.open_fields()["request"]
        given = [Said(*self._case.at(one.seq, Body)) for one in self._case.events(ENDORSED)]
        rows = [self._opinion(one) for one in given if one.field("request") == request]
        return [*rows, self._opinion(self._this)]

    def _opinions_of_course(self, matter: Matter) -> list[Json]:
        """Return the same of the main course, where an entry answers the last request before it."""
        before = self._this.entry.dossier_seq or 0
        asked = [one.seq for one in self._case.events(matter.asked) if one.seq < before][-1]
        given = [one for one in self._case.events(matter.endorsed) if asked < one.seq < before]
        order: Any = self._case.at(asked, Body)[1].open_fields()["order"]
        last = order[-1]["roles"]
        rows = [self._opinion(Said(*self._case.at(one.seq, Body))) for one in given]
        return [*rows, self._opinion(self._this, level=last[0] if len(last) == 1 else "负责人")]

    def _opinion(self, said: Said, *, level: str = "") -> Json:
        fields = said.body.open_fields()
        approver = fields.get("approver")
        role = level or str(approver["role"] if isinstance(approver, Mapping) else fields.get("level", ""))
        return {"level": APPROVERS.get(role, role), **opinion_of(said.entry, str(fields["opinion"]))}


def _inside(value: Any, path: Sequence[str]) -> Any:
    for name in path:
        if not isinstance(value, Mapping) or name not in value:
            return None
        value = value[name]
    return value


def _word(said: Said, path: str, value: Any) -> Any:
    """Return the word of what was chosen, in the entry itself or inside one of its parts."""
    if "." in path or isinstance(value, list):
        return _words_inside(type(said.body), path.split("."), value)
    return said.word(path)


def _words_inside(model: Any, path: Sequence[str], value: Any) -> Any:
    for name in path[:-1]:
        model = model.model_fields[name].annotation
    told = model.model_fields[path[-1]].json_schema_extra
    choices = told.get("choices", {}) if isinstance(told, dict) else {}
    picked = value if isinstance(value, list) else [value]
    return "、".join(str(choices.get(one, one)) for one in picked)


_PLAIN: Final[Mapping[str, Callable[[CaseRef], Any]]] = {
    "organ": lambda case: organ_name(case.organ),
    "cause": cause,
    "handlers": handlers,
    "handler_names": handler_names,
}


def _number_of(entry: Entry) -> str | None:
    """Return the number of the paper that was made from an entry: where the paper takes it, the entry has none."""
    dossier, seq = place_of(entry)
    rows = Paper.objects.filter(dossier=dossier, source_seq=seq).exclude(number="")
    return rows.order_by("-seq").values_list("number", flat=True).first()


_OF_ENTRY: Final[Mapping[str, Callable[[Entry], Any]]] = {
    "@happened": lambda entry: written(entry.happened),
    "@by": lambda entry: entry.by.name,
    "@seq": lambda entry: entry.dossier_seq,
    "@number": _number_of,
    "@label": lambda entry: ACTS[entry.kind].label if entry.kind in ACTS else None,
}
_MARKS: Final[Mapping[str, Callable[[Said, str, Any], Any]]] = {
    "word": _word,
    "lines": lambda _said, _path, value: "\n".join(str(one) for one in value),
    "joined": lambda _said, _path, value: "、".join(str(one) for one in value),
    "opinion": lambda said, _path, value: opinion_of(said.entry, str(value)),
    "place": lambda _said, _path, value: str(timedelta(milliseconds=value)).partition(".")[0].rjust(8, "0"),
}


def _shaped(field: Asked, value: Any) -> Json:
    """Return a value as the field's kind has it: a day of a moment, text of a number, rows of what is listed."""
    if value is None:
        return None
    match field.kind:
        case "date":
            return _day(str(value))
        case "text" | "paragraphs":
            return value if isinstance(value, str) else _told(value)
        case "rows":
            return [_row(field, one) for one in value]
        case "group":
            return _row(field, value)
        case _:
            plain: Json = value
            return plain


def _day(value: str) -> str:
    when = read_when(value)
    return beijing_date(when).isoformat() if isinstance(when, datetime) else value


def _told(value: Any) -> str:
    return "、".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _row(field: Asked, value: Any) -> dict[str, Json]:
    if not isinstance(value, Mapping):
        return {field.fields[0].name: str(value)}
    told = {one.name: _shaped(one, _inside(value, (one.source or one.name).split("."))) for one in field.fields}
    return {name: inner for name, inner in told.items() if inner not in _SILENT}
