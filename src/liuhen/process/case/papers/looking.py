"""A paper before it is made: what the case says for it, what is left to fill in, and how it would look now."""

from collections.abc import Mapping
from dataclasses import dataclass

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import as_instant
from liuhen.ledger import Entry
from liuhen.papers.forms import Asked
from liuhen.papers.forms import Form as Paperwork
from liuhen.papers.previewing import Preview, previewed
from liuhen.people.officers import Officer
from liuhen.process.case.papers.making import (
    FinaliseForm,
    packs_of,
    paperwork,
    require_own,
    sheet_of,
    source_of,
)
from liuhen.process.case.reference import CaseRef

NUMBERED_LATER = "（定稿时编号）"


@dataclass(frozen=True, slots=True)
class Begun:
    """A paper that is being made: its form as the organ has it, the entry it stands on, what the case says for it."""

    form: Paperwork
    source: Entry
    known: Mapping[str, Json]

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Return the fields that are filled in by hand."""
        return tuple(field for field in self.form.fields if field.name not in self.known)


def begun(case: CaseRef, asked: FinaliseForm, *, by: Officer) -> Begun:
    """Return a paper as far as the case fills it.

    Raises:
        NotAllowedError: it is not his to make.
        OutOfOrderError: what it is made from is not there yet.
    """
    require_own(case, asked.form, by=by)
    entry, _ = source_of(case, asked)
    told = paperwork(case, asked.form)
    bare = asked.model_copy(update={"entered": {}})
    known = sheet_of(case, bare, number=NUMBERED_LATER if told.numbering else "")
    return Begun(told, entry, {name: value for name, value in known.items() if value not in (None, "", [], {})})


def look(case: CaseRef, paper: Begun, entered: Mapping[str, Json]) -> Preview:
    """Draw a paper as it is now; nothing is kept. What the case fills is not overwritten by what was entered."""
    moment = as_instant(paper.source.happened)
    return previewed(paper.form.id, {**entered, **paper.known}, moment=moment, packs=packs_of(case.organ))
