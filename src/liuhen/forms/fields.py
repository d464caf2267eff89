"""How a form field is declared: its Chinese label, its widget, its limit and the article that asks for it.

A field that only some answers call for says so: `when={"kind_of": ["electronic"]}` shows it for that choice alone.
Choices that the packs in force decide are `open=True`: the form knows words for some, the act judges what is chosen.
"""

from typing import Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from liuhen.forms.wellformed import require_wellformed
from liuhen.ledger import Body

LINE: Final = 200  # characters
TEXT: Final = 20_000  # characters: long facts are usual, a pasted book is not


class Form(BaseModel):
    """What a person enters for one act."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _one_kind_of_line_end(cls, data: Any) -> Any:
        """Take the line ends of any system for one: the same words are then the same bytes."""
        return data if issubclass(cls, Body) else _with_plain_breaks(data)

    @model_validator(mode="after")
    def _fit_to_read(self) -> Self:
        if not isinstance(self, Body):
            require_wellformed(self)
        return self


def _with_plain_breaks(data: Any) -> Any:
    if isinstance(data, str):
        return data.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(data, dict):
        return {name: _with_plain_breaks(value) for name, value in data.items()}
    return [_with_plain_breaks(value) for value in data] if isinstance(data, list) else data


def line(title: str, **told: Any) -> Any:
    """Declare one line of text."""
    return _field(title, "text", {"min_length": 1, "max_length": LINE} | told)


def text(title: str, **told: Any) -> Any:
    """Declare a text of several paragraphs."""
    return _field(title, "textarea", {"min_length": 1, "max_length": TEXT} | told)


def yes(title: str, **told: Any) -> Any:
    """Declare a statement that is true or not."""
    return _field(title, "yesno", told)


def choice(title: str, choices: dict[str, str], **told: Any) -> Any:
    """Declare one of `choices` (value -> label)."""
    return _field(title, "choice", told, choices=choices)


def several(title: str, choices: dict[str, str], **told: Any) -> Any:
    """Declare any number of `choices` (value -> label)."""
    return _field(title, "choices", told, choices=choices)


def fen(title: str, **told: Any) -> Any:
    """Declare an amount; people enter yuan, the field holds fen, whole and nothing that merely looks like a number."""
    return _field(title, "fen", {"strict": True, "ge": 0, "le": 10**15} | told)


def moment(title: str, **told: Any) -> Any:
    """Declare an instant, entered in Beijing time."""
    return _field(title, "moment", told)


def day(title: str, **told: Any) -> Any:
    """Declare a date of the calendar."""
    return _field(title, "date", told)


def whole(title: str, **told: Any) -> Any:
    """Declare a whole number."""
    return _field(title, "integer", {"strict": True, "ge": 0, "le": 100_000} | told)


def number(title: str, **told: Any) -> Any:
    """Declare the number of what the form answers; the page knows it, nobody types it."""
    return _field(title, "number", {"strict": True, "ge": 0} | told)


def offset(title: str, **told: Any) -> Any:
    """Declare a place in a recording: people enter minutes and seconds, the field holds milliseconds."""
    return _field(title, "offset", {"strict": True, "ge": 0} | told)


def officers(title: str = "执法人员", **told: Any) -> Any:
    """Declare officers of the organ, by id."""
    return _field(title, "officers", told)


def file(title: str, **told: Any) -> Any:
    """Declare a received file, by its SHA-256."""
    return _field(title, "file", {"pattern": "^[0-9a-f]{64}$"} | told)


def lines(title: str, **told: Any) -> Any:
    """Declare a list of short texts, one a line."""
    return _field(title, "lines", told)


def parts(title: str, *, widget: str = "rows", **told: Any) -> Any:
    """Declare nested rows or a nested part."""
    return _field(title, widget, told)


def sheet(title: str, **told: Any) -> Any:
    """Declare the fields of a paper that are filled in by hand, by name; the page of the paper knows which."""
    return _field(title, "sheet", told)


def entry(title: str, kinds: tuple[str, ...], **told: Any) -> Any:
    """Declare an earlier entry of the case, by its sequence number."""
    return _field(title, "entry", told, kinds=list(kinds))


def entries(title: str, kinds: tuple[str, ...], **told: Any) -> Any:
    """Declare any number of earlier entries of the case, by their sequence numbers."""
    return _field(title, "entries", told, kinds=list(kinds))


def footage(title: str, **told: Any) -> Any:
    """Declare a recording of the footage room, by its number in the organ's chain."""
    return _field(title, "footage", {"strict": True, "ge": 1} | told)


def person(title: str, **told: Any) -> Any:
    """Declare somebody of the organ, by id."""
    return _field(title, "person", told)


def party(title: str, **told: Any) -> Any:
    """Declare a party that the case has now, by name."""
    return _field(title, "party", {"min_length": 1, "max_length": LINE} | told)


def dossier(title: str, **told: Any) -> Any:
    """Declare another dossier of the organ, by its number; a link may fill it in."""
    return _field(title, "dossier", {"max_length": LINE} | told)


def _field(title: str, widget: str, told: dict[str, Any], **extra: Any) -> Any:
    for word in ("article", "rows", "when", "open"):
        if word in told:
            extra[word] = told.pop(word)
    return Field(title=title, json_schema_extra={"widget": widget, **extra}, **told)
