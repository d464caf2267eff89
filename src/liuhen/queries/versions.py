"""How a paper stands among those made of the same matter: what replaced it, what it replaced, and what differs."""

from dataclasses import dataclass

from liuhen.kernel.canonical import canonical
from liuhen.kernel.digests import sha256
from liuhen.kernel.errors import LiuhenError
from liuhen.papers.composing import plain
from liuhen.papers.sheet import Sheet, printed
from liuhen.people.officers import Officer
from liuhen.process.case.models import Paper
from liuhen.process.case.papers import AFTER_ARCHIVING, MADE_BY, FinaliseForm, PaperFinalised, sheet_of
from liuhen.process.case.papers.making import paperwork
from liuhen.process.case.papers.versions import left_without, successors
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import ACTS
from liuhen.queries.checking import ISSUED, WITHDRAWN, State, state_of
from liuhen.queries.scoped import case_for, may
from liuhen.queries.shapes import ActLink

_VOIDING = "paper.voided"
_REINSTATING = "paper.reinstated"


@dataclass(frozen=True, slots=True)
class Changed:
    """One field that two papers fill differently."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a paper says otherwise than the one before it.

    Args:
        before: the number of the earlier paper.
        exact: both sheets are told again as they were set; otherwise the case has moved on meanwhile.
    """

    before: int
    fields: tuple[Changed, ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What the page of a paper says beside the paper itself."""

    code: str
    state: State
    issued: bool
    void: ActLink | None
    reinstate: ActLink | None
    difference: Difference | None


def standing(by: Officer, ref: str, seq: int) -> Standing:
    """Return how a paper stands; raise NotFoundError for one that is not there or not his to see."""
    _, case = case_for(by, ref, "paper.read")
    row = Paper.objects.get(dossier=case.dossier, seq=seq)
    state = state_of(row)
    return Standing(
        code=row.code,
        state=state,
        issued=state.state == ISSUED,
        void=_link(_VOIDING, by, case, row) if state.state != WITHDRAWN else None,
        reinstate=_link(_REINSTATING, by, case, row) if _may_come_back(row) else None,
        difference=_difference(case, row) if row.replaces else None,
    )


def _may_come_back(row: Paper) -> bool:
    rows = list(Paper.objects.filter(dossier=row.dossier, form=row.form))
    return left_without(row, rows) and all(one.voided_at for one in successors(row, rows))


def _link(kind: str, by: Officer, case: CaseRef, row: Paper) -> ActLink | None:
    """Offer to void or to reinstate a paper to whoever makes such ones."""
    own = any(row.form in MADE_BY.get(role, ()) for role in by.roles)
    open_ = not case.archived or row.form in AFTER_ARCHIVING
    if not (own and open_ and may(by, kind, case)):
        return None
    return ActLink(kind=kind, label=ACTS[kind].verb, of_seq=row.seq)


def _difference(case: CaseRef, row: Paper) -> Difference | None:
    try:
        before, was = _sheet(case, row.replaces or 0)
        after, now = _sheet(case, row.seq)
    except LiuhenError:
        return None  # the entry or the form is not there any more as it was then: both papers still are
    form = paperwork(case, row.form)
    told, said = printed(form, before), printed(form, after)
    fields = tuple(
        Changed(field.label, plain(field, told[field.name]), plain(field, said[field.name]))
        for field in form.fields
        if before.get(field.name) != after.get(field.name)
    )
    return Difference(row.replaces or 0, fields, exact=was and now)


def _sheet(case: CaseRef, seq: int) -> tuple[Sheet, bool]:
    """Return the sheet of a paper told again, and whether it is the one that was set."""
    _, body = case.at(seq, PaperFinalised)
    asked = FinaliseForm(form=body.form, source_seq=body.source_seq, entered=body.entered)
    sheet = sheet_of(case, asked, number=body.number if body.series else "")
    return sheet, sha256(canonical(sheet)).hex() == body.fields_sha256
