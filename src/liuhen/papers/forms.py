"""The catalogue of papers, data in `catalogue/*.yaml`: what a form holds, which article asks for it, who signs."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from liuhen.kernel.errors import NotFoundError

CATALOGUE: Final = Path(__file__).parent / "catalogue"

Kind = Literal["text", "paragraphs", "date", "moment", "fen", "count", "yesno", "choice", "choices", "group", "rows"]
"""How a field is written in a sheet:

text        one line of text
paragraphs  text; every line break begins a paragraph
date        ISO date, a Beijing date: `2026-11-21`
moment      ISO instant with its zone: `2026-11-21T01:02:00Z`, or an ISO date where only the day is known
fen         integer fen, not negative
count       integer, not negative: days, pages
yesno       true or false
choice      one name out of `options`
choices     a list of names out of `options`
group       an object with `fields`
rows        a list of such objects
"""

_LONGEST: Final[Mapping[str, int]] = {"text": 400, "paragraphs": 40_000}


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Asked(_Frozen):
    """One field of a form.

    `required` asks for it always, `when` only where another field of the sheet has the given value; either
    way `article` names the source that asks. `least` is the smallest number of rows.
    """

    name: str
    label: str
    kind: Kind
    required: bool = False
    when: Mapping[str, str | bool] = Field(default_factory=dict)
    article: str = ""
    options: Mapping[str, str] = Field(default_factory=dict)
    fields: tuple["Asked", ...] = ()
    least: int = 1
    note: str = ""

    @property
    def longest(self) -> int:
        """Characters a text may have; 0 for what is not text."""
        return _LONGEST.get(self.kind, 0)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.required or self.when) and not self.article:
            raise ValueError(f"{self.name}: a field that is asked for names its article")
        if (self.kind in {"choice", "choices"}) != bool(self.options):
            raise ValueError(f"{self.name}: options belong to a choice, and a choice needs them")
        if (self.kind in {"group", "rows"}) != bool(self.fields):
            raise ValueError(f"{self.name}: inner fields belong to a group or rows")
        return self


class Signatory(_Frozen):
    """Somebody who signs or seals the paper: on every page, or at its end."""

    role: Literal["party", "officer", "witness", "leader", "receiver", "reviewer", "participant", "keeper", "organ"]
    label: str
    least: int = 1
    every_page: bool = False
    seal: bool = False
    article: str = ""


class Form(_Frozen):
    """One kind of paper.

    `copies` says for whom each copy is, in the order of printing. `texts` are the sentences that stand on every such
    paper whatever the case: they are the form's own, read by lawyers and never filled in.
    """

    id: str
    title: str
    layout: str
    version: int
    source: str
    fields: tuple[Asked, ...]
    signatories: tuple[Signatory, ...]
    copies: tuple[str, ...]
    texts: Mapping[str, str] = Field(default_factory=dict)

    def field(self, name: str) -> Asked:
        """Return the field called `name`; raise KeyError where the form has none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


@cache
def every_form() -> Mapping[str, Form]:
    """Return every form of the catalogue by its name."""
    files = sorted(CATALOGUE.glob("*.yaml"))
    forms = [Form.model_validate(yaml.safe_load(file.read_text(encoding="utf-8"))) for file in files]
    return {form.id: form for form in forms}


def form(form_id: str) -> Form:
    """Return one form.

    Raises:
        NotFoundError: the catalogue has no form of that name.
    """
    try:
        return every_form()[form_id]
    except KeyError:
        raise NotFoundError(f"文书目录中没有“{form_id}”这种文书。", remedy="请从文书目录中另选一种文书。") from None
