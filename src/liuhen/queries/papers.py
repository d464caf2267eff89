"""文书 that can be made now: by this person, from what the case holds; what is still to be made comes first."""

from dataclasses import dataclass
from typing import Final

from liuhen.papers import form
from liuhen.people.officers import Officer
from liuhen.process.case.models import Paper
from liuhen.process.case.papers import AFTER_ARCHIVING, FORMS, MADE, MADE_BY
from liuhen.process.case.reference import CaseRef
from liuhen.queries.scoped import case_for

EVERY_FORM: Final = FORMS


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """A form that is ripe; `wanting` is how many of its records have no paper yet."""

    form: str
    title: str
    article: str
    wanting: int


def paper_choices(by: Officer, ref: str) -> tuple[PaperChoice, ...]:
    """Return the papers that `by` may make in a case now, those still to be made first.

    Raises:
        NotFoundError: no such case, or not his to see.
    """
    _, case = case_for(by, ref)
    own = frozenset[str]().union(*(MADE_BY.get(role, frozenset()) for role in by.roles))
    allowed = own & AFTER_ARCHIVING if case.archived else own
    sources = _sources(case)
    made = set(Paper.objects.filter(dossier=case.dossier).values_list("form", "source_seq"))
    ripe = [
        _choice(one, seqs, made)
        for one in FORMS
        if one in allowed and (seqs := [seq for kind in MADE[one].acts for seq in sources.get(kind, ())])
    ]
    return tuple(sorted(ripe, key=lambda one: not one.wanting))


def _sources(case: CaseRef) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for event in case.events(*{kind for one in MADE.values() for kind in one.acts}):
        found.setdefault(event.kind, []).append(event.seq)
    return found


def _choice(form_id: str, seqs: list[int], made: set[tuple[str, int]]) -> PaperChoice:
    told = form(form_id)
    return PaperChoice(form_id, told.title, told.source, sum((form_id, seq) not in made for seq in seqs))
