"""What stands on a paper that has no layout of its own, one after the other: data of the catalogue."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

PLACE: Final = re.compile(r"\{(\w+)\}")
When = Mapping[str, str | bool | tuple[str, ...]]
"""What fields of a sheet have to say: one value, or any of several."""

_SHAPES: Final = ("to", "say", "lines", "part", "grid", "table", "boxes", "passage", "listed", "talk", "fixed")


def holds(when: When, sheet: Mapping[str, object]) -> bool:
    """Say whether the fields of a sheet have the values that `when` asks for."""
    told = ((sheet.get(name), wanted) for name, wanted in when.items())
    return all(value in wanted if isinstance(wanted, tuple) else value == wanted for value, wanted in told)


class Block(BaseModel):
    """One piece of a paper. Exactly one of its words says what it is, all others go with that word.

    Args:
        to: the field that says to whom the paper speaks; a line of its own, with a colon.
        say: a sentence with {fields} in it; where one of them is empty it is left out, or `otherwise` stands there.
        lines: fields as `label：value`, a line each; empty ones are left out.
        part: a numbered heading; under it `fields`, each as paragraphs, and `say`s of their own in `sentences`.
        grid: rows of a table, one or two fields each, label beside value.
        table: a field of rows, as a table that may run over pages.
        boxes: a field of choices, with drawn boxes.
        passage: a field of text under its label, unnumbered.
        listed: a field of several, one numbered line each.
        talk: a field of rows with `q` and `a`.
        fixed: the name of one of the form's own texts.
        when: only where these fields have these values, or any of several.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    to: str = ""
    say: str = ""
    otherwise: str = ""
    lines: tuple[str, ...] = ()
    part: str = ""
    fields: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    grid: tuple[tuple[str, ...], ...] = ()
    table: str = ""
    boxes: str = ""
    passage: str = ""
    listed: str = ""
    talk: str = ""
    fixed: str = ""
    when: When = Field(default_factory=dict)

    @property
    def shape(self) -> str:
        """Return the word that says what the block is."""
        return next(word for word in _SHAPES if getattr(self, word))

    @model_validator(mode="after")
    def _one_shape(self) -> Self:
        if sum(bool(getattr(self, word)) for word in _SHAPES) != 1:
            raise ValueError(f"a block is one of {'、'.join(_SHAPES)}")
        return self

    def names(self) -> Iterator[str]:
        """Yield the fields that the block names."""
        yield from self.when
        yield from (name for name in (self.to, self.table, self.boxes, self.passage, self.listed, self.talk) if name)
        yield from (*self.lines, *self.fields, *(name for row in self.grid for name in row))
        for text in (self.say, self.otherwise, *self.sentences):
            yield from PLACE.findall(text)
