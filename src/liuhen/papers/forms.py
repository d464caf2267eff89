"""The catalogue of papers, data in `regulations/papers`: what a form holds, which article asks for it, who signs.

A pack may have a folder `papers` of its own: a form there is the organ's own kind of paper, or, with `overrides`, says
what of a common form is otherwise under that pack.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from liuhen.kernel.errors import NotFoundError
from liuhen.kernel.place import regulations
from liuhen.papers.blocks import Block, When
from liuhen.papers.citing import own

CATALOGUE: Final = "papers"
_PARSER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

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


Style = Literal["letter", "record", "table", "list"]
"""How a form without a layout of its own is set: on the official page, as a record of what was seen and said, as a
table of opinions, or as a list that runs over pages."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Asked(_Frozen):
    """One field of a form.

    `required` asks for it always, `when` only where another field of the sheet has the given value; either
    way `article` names the source that asks. `least` is the smallest number of rows. `source`, written `from`, says
    where its value comes from (`process/case/filling.py` has the vocabulary); a field without one, or whose source is
    silent, is filled in by hand when the paper is made. `width` is the share of a column in a list.
    """

    name: str
    label: str
    kind: Kind
    required: bool = False
    when: When = Field(default_factory=dict)
    article: str = ""
    options: Mapping[str, str] = Field(default_factory=dict)
    fields: tuple["Asked", ...] = ()
    least: int = 1
    note: str = ""
    source: str = Field(default="", alias="from")
    width: float = 1

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
    """Somebody who signs or seals the paper: on every page, or at its end; they sign in the order of the catalogue.

    `names` is the field that holds who that is: text, or rows with a `name`. An `optional` one stands on the paper
    only where that field says somebody: a witness, who was not always there.
    """

    role: Literal["party", "officer", "witness", "leader", "receiver", "reviewer", "participant", "keeper", "organ"]
    label: str
    least: int = 1
    every_page: bool = False
    seal: bool = False
    article: str = ""
    names: str = ""
    optional: bool = False


class Form(_Frozen):
    """One kind of paper.

    `copies` says for whom each copy is, in the order of printing. `texts` are the sentences that stand on every such
    paper whatever the case: they are the form's own, read by lawyers and never filled in.

    Args:
        acts: kinds of entry that it is made from, the usual one first; none: it belongs to the volume or to a table.
        fits: what such an entry has to say for this paper to be made from it: field -> any of these values.
        maker: whose part it is to make it.
        numbering: the series of its number, where making the paper takes one; "" where the entry brings its own.
        filing: its place in the file, papers of one place in the order of their entries.
        side: it lies in 副卷, which nobody outside sees.
        public: anybody may read it.
        after_archiving: it is made when the case is archived already.
        words: how this paper calls whom the case calls otherwise: 处室负责人 is 承办机构 where a pack says so.
        style, body, dated: how it is set where `layout` is `general.typ`; `dated` is the field with the day at its end.
    """

    id: str
    title: str
    layout: str
    version: int
    source: str
    acts: tuple[str, ...] = ()
    fits: Mapping[str, tuple[str | bool, ...]] = Field(default_factory=dict)
    maker: Literal["handler", "reviewer", "archivist"] = "handler"
    numbering: str = ""
    filing: int = 500
    side: bool = False
    public: bool = False
    after_archiving: bool = False
    style: Style = "letter"
    body: tuple[Block, ...] = ()
    dated: str = ""
    fields: tuple[Asked, ...]
    signatories: tuple[Signatory, ...]
    copies: tuple[str, ...]
    texts: Mapping[str, str] = Field(default_factory=dict)
    words: Mapping[str, str] = Field(default_factory=dict)

    def field(self, name: str) -> Asked:
        """Return the field called `name`; raise KeyError where the form has none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    def unfit(self, told: Mapping[str, Any]) -> str:
        """Return the field of an entry that speaks against making this paper from it, or ""."""
        return next((name for name, any_of in self.fits.items() if told.get(name) not in any_of), "")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        names = {field.name for field in self.fields}
        named = {name for block in self.body for name in block.names()}
        named |= {one.names for one in self.signatories if one.names} | ({self.dated} if self.dated else set())
        if unknown := named - names:
            raise ValueError(f"{self.id}: no such field: {'、'.join(sorted(unknown))}")
        if bool(self.body) != (self.layout == GENERAL):
            raise ValueError(f"{self.id}: a body belongs to {GENERAL}, and that needs one")
        return self


GENERAL: Final = "general.typ"
_CITES: Final = ("article", "source")


@cache
def every_form(packs: tuple[str, ...] = ()) -> Mapping[str, Form]:
    """Return every form by its name; each cites the regulations of these packs and no others.

    Args:
        packs: whose own forms and changes count, base packs first; () is the common catalogue alone, as it is written.
    """
    told = {one["id"]: one for one in _read(regulations() / CATALOGUE)}
    for pack in packs:
        for one in _read(regulations() / pack / CATALOGUE):
            told |= _overridden(told, one) if "overrides" in one else {one["id"]: one}
    return {form_id: Form.model_validate(_citing(one, packs)) for form_id, one in told.items()}


def _citing(told: Any, packs: tuple[str, ...]) -> Any:
    """Return what a form says with the organ's own articles in place of those of a regulation that it does not use."""
    if isinstance(told, list):
        return [_citing(one, packs) for one in told]
    if not isinstance(told, dict):
        return told
    cited = {name: own(told[name], packs) for name in _CITES if isinstance(told.get(name), str)}
    return {name: _citing(value, packs) for name, value in told.items()} | cited


def form(form_id: str, packs: tuple[str, ...] = ()) -> Form:
    """Return one form.

    Raises:
        NotFoundError: the catalogue has no form of that name.
    """
    try:
        return every_form(packs)[form_id]
    except KeyError:
        raise NotFoundError(f"文书目录中没有“{form_id}”这种文书。", remedy="请从文书目录中另选一种文书。") from None


Told = Mapping[str, Any]


def _read(folder: Path) -> list[Told]:
    return [read_form(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.yaml"))]


def read_form(text: str) -> Told:
    """Return what a file of the catalogue says, as plain data."""
    told: Told = yaml.load(text, Loader=_PARSER)  # noqa: S506  # the safe one, in C where it is there: ten times as fast
    return told


def _overridden(told: Mapping[str, Told], change: Told) -> dict[str, Told]:
    """Return a common form with what a pack says of it: named fields one by one, all else as a whole.

    `overrides` names the form and `because` says why it is otherwise; `fields` holds fields that are other or new,
    `without` the names of those that fall away.
    """
    base = told[change["overrides"]]
    kept = {name: value for name, value in change.items() if name not in {"overrides", "because", "fields", "without"}}
    own = {one["name"]: one for one in change.get("fields", ())}
    gone = set(change.get("without", ()))
    fields = [{**one, **own.pop(one["name"], {})} for one in base["fields"] if one["name"] not in gone]
    return {base["id"]: {**base, **kept, "fields": [*fields, *own.values()]}}
