"""The form of a paper: made from the catalogue, one input for each field that the case does not fill."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from warnings import catch_warnings, simplefilter

from django.http import QueryDict
from pydantic import BaseModel, Field, ValidationError, create_model

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import written
from liuhen.kernel.errors import BadInputError
from liuhen.papers.forms import Asked
from liuhen.process.case.papers import FinaliseForm
from liuhen.web.forms.act import ActForm, Circumstances, Entered, fresh_key, number_of
from liuhen.web.forms.nodes import Group, Node
from liuhen.web.forms.shape import fields_of
from liuhen.web.forms.typed import from_post, from_values, to_values
from liuhen.web.forms.words import wrong_fields

ENTERED: Final = "entered"
_KINDS: Final[Mapping[str, tuple[Any, str]]] = {
    "text": (str | None, "text"),
    "paragraphs": (str | None, "textarea"),
    "date": (date | None, "date"),
    "moment": (datetime | None, "moment"),
    "fen": (int | None, "fen"),
    "count": (int | None, "integer"),
    "yesno": (bool | None, "yesno"),
    "choice": (str | None, "choice"),
    "choices": (list[str], "choices"),
}


class PaperForm(ActForm):
    """What is entered by hand for one paper, beside when it is made; the paper itself stands in the address."""

    def __init__(self, model: type[BaseModel], asked: tuple[Asked, ...], paper: FinaliseForm, **told: Any) -> None:
        super().__init__(model, **told)
        self._asked, self._paper = asked, paper
        self.another = False

    @classmethod
    def opened(cls, asked: tuple[Asked, ...], paper: FinaliseForm, *, expect: int | None) -> "PaperForm":
        """Open the form with as many rows as each list needs."""
        rows: dict[str, Any] = {one.name: [{}] * one.least for one in asked if one.kind == "rows"}
        model = _around(asked)
        typed, when = from_values(model, {ENTERED: rows}), from_values(Circumstances, {})
        return cls(model, asked, paper, typed=typed, when=when, key=fresh_key(), expect=expect)

    @classmethod
    def posted(cls, asked: tuple[Asked, ...], paper: FinaliseForm, post: QueryDict) -> "PaperForm":
        """Take the form as it was sent, every word of it kept."""
        model = _around(asked)
        typed, when = from_post(model, post), from_post(Circumstances, post)
        key = (post.get("key") or "")[:64] or fresh_key()
        told = {"key": key, "expect": number_of(post.get("expect"))}
        form = cls(model, asked, paper, typed=typed, when=when, **told)
        form.another = post.get("another") == "yes"
        return form

    @property
    def fields(self) -> tuple[Node, ...]:
        """Return the fields of the paper for the templates."""
        return next((node.nodes for node in self.nodes if isinstance(node, Group)), ())

    def sheet(self, wrong: dict[str, str] | None = None) -> dict[str, Json]:
        """Return what was entered as a sheet has it; what has no reading goes to `wrong`."""
        unread = {} if wrong is None else wrong
        told = to_values(_around(self._asked, lenient=True), self.typed, unread)
        return _as_sheet(self._asked, told.get(ENTERED) or {})

    def read(self) -> Entered:
        """Return what was entered, for the act to judge.

        Raises:
            BadInputError: something has no reading; the form has taken note of it.
        """
        wrong: dict[str, str] = {}
        entered = self.sheet(wrong)
        when = self._when(wrong)
        if wrong:
            raise BadInputError(
                "有几处还要改一下，都标在下面。", fields=wrong, remedy="改好后再定稿，已填的内容都还在。"
            )
        value = self._paper.model_copy(update={ENTERED: entered, "another": self.another})
        return Entered(value, when.happened, when.late_reason, "")

    def _when(self, wrong: dict[str, str]) -> Circumstances:
        try:
            return Circumstances.model_validate(to_values(Circumstances, self.when_typed, wrong))
        except ValidationError as err:
            wrong.update(wrong_fields(err))
            return Circumstances.model_construct(happened=None, late_reason="")

    def blame(self, fields: Mapping[str, str]) -> None:
        """Mark what an error names: fields of the sheet go by their own names there."""
        names = {one.name for one in self._asked}
        for path, text in fields.items():
            head = path.split(".")[0]
            self.errors[f"{ENTERED}.{path}" if head in names else path] = text

    def add_row(self, path: str) -> None:
        """Add an empty row to a list of the paper, without the help of a script."""
        name = path.removeprefix(f"{ENTERED}.")
        part = next((one for one in fields_of(_part(self._asked)) if one.name == name and one.many and one.part), None)
        if part is not None and part.part is not None:
            empty = from_values(part.part, {})
            rows = self.typed[ENTERED]
            rows[name] = [*(rows[name] or [empty]), dict(empty)]


def _around(asked: tuple[Asked, ...], *, lenient: bool = False) -> type[BaseModel]:
    model = _part(asked, lenient=lenient)
    told = Field(title="补填各栏", json_schema_extra={"widget": "part"})
    around: Any = {ENTERED: (model, told)}
    made: type[BaseModel] = create_model("PaperEntered", **around)
    return made


def _part(asked: tuple[Asked, ...], *, lenient: bool = False) -> type[BaseModel]:
    """Return a model of fields as forms read it; a lenient one asks for nothing, since the sheet itself is judged."""
    told: Any = {one.name: _declared(one, lenient=lenient) for one in asked}
    with catch_warnings():  # a field of a paper may be called as something of the model's own that forms never use
        simplefilter("ignore", UserWarning)
        return create_model("PaperFields", **told)


def _declared(one: Asked, *, lenient: bool) -> tuple[Any, Any]:
    known: dict[str, Any] = {"widget": "rows" if one.kind == "rows" else "part", "article": one.article}
    if one.kind in {"group", "rows"}:
        inner = _part(one.fields, lenient=lenient)
        held: Any = list[inner] if one.kind == "rows" else inner  # type: ignore[valid-type]
        empty: dict[str, Any] = {"default_factory": list if one.kind == "rows" else inner.model_construct}
    else:
        held, known["widget"] = _KINDS[one.kind]
        empty = {"default_factory": list} if one.kind == "choices" else {"default": None}
    if one.options:
        known["choices"] = dict(one.options)
    required = {} if one.required and not lenient else empty
    return held, Field(title=one.label, description=one.note or None, json_schema_extra=known, **required)


def _as_sheet(asked: Sequence[Asked], told: Mapping[str, Any]) -> dict[str, Json]:
    """Return values as a sheet writes them; what is empty is left out."""
    found = {one.name: _value(one, told[one.name]) for one in asked if one.name in told}
    return {name: value for name, value in found.items() if value not in (None, "", [], {})}


def _value(one: Asked, value: Any) -> Json:
    if one.kind == "group":
        return _as_sheet(one.fields, value)
    if one.kind == "rows":
        return [row for told in value if (row := _as_sheet(one.fields, told))]
    if isinstance(value, datetime):
        return written(value)
    if isinstance(value, date):
        return value.isoformat()
    plain: Json = value.strip() if isinstance(value, str) else value
    return plain
