"""两个版本: what others recorded while a form was being filled in, beside what was typed there. Nothing is lost."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict

from liuhen.access.journal import note
from liuhen.kernel.errors import OutOfOrderError
from liuhen.people.officers import Officer
from liuhen.process.case.corrections import corrected_values
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import ActType
from liuhen.queries.course import entries_since, entry_page
from liuhen.queries.scoped import case_for, may
from liuhen.queries.shapes import EntryPage
from liuhen.web.forms import ActForm
from liuhen.web.forms.nodes import Group, Leaf, Node, Rows
from liuhen.web.forms.shape import fields_of
from liuhen.web.forms.typed import Part, from_values

OPENED = 10  # entries; a case that moved further than this is read on its own page


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that the two filled in differently, both in words."""

    path: str
    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """An entry made by somebody else meanwhile; `differences` only where it is of the same act."""

    page: EntryPage
    same: bool
    differences: tuple[Difference, ...]
    correctable: bool


def since(by: Officer, ref: str, chosen: ActType, form: ActForm, seq: int) -> tuple[Meanwhile, ...]:
    """Return what was recorded after entry `seq`, opened, latest first."""
    _, case = case_for(by, ref)
    rows = entries_since(by, ref, seq)[-OPENED:]
    return tuple(_meanwhile(by, case, chosen, form, row.seq, row.kind) for row in reversed(rows))


def theirs(case: CaseRef, chosen: ActType, seq: int, *, by: Officer) -> Part:
    """Return what entry `seq` says, as its form would be typed.

    Raises:
        OutOfOrderError: the case has no such entry of this act.
    """
    return from_values(chosen.form, corrected_values(case, chosen, seq, by=by))


def take_over(form: ActForm, post: QueryDict, other: Part) -> None:
    """Put what the other entered in the place of one's own, field by field as it was picked."""
    for field in fields_of(form.model):
        if post.get(f"use:{field.name}") == "theirs":
            form.typed[field.name] = other[field.name]


def _meanwhile(by: Officer, case: CaseRef, chosen: ActType, form: ActForm, seq: int, kind: str) -> Meanwhile:
    same = kind == chosen.kind and may(by, kind, case)
    try:
        told = tuple(_differences(form, theirs(case, chosen, seq, by=by))) if same else ()
    except OutOfOrderError:  # lawfully destroyed between the two reads: its page says so
        same, told = False, ()
    page = entry_page(by, case.ref, seq)
    if any(one.sealed and one.rows for one in page.fields):
        note(by, "case.sealed", f"{case.ref} 第 {seq} 条")
    return Meanwhile(page, same, told, correctable=same and chosen.correctable)


def _differences(form: ActForm, other: Part) -> Iterator[Difference]:
    mine, both = form.nodes, form.drawn(other)
    files = set(form.file_fields)
    for one, another in zip(mine, both, strict=True):
        words = _words(one), _words(another)
        if words[0] != words[1] and one.path not in files:
            yield Difference(one.path, one.label, *words)


def _words(node: Node) -> str:
    """Return what stands in a field, as it would be read aloud."""
    if isinstance(node, Leaf):
        picked = [option.label for option in node.options if option.picked]
        return "、".join(picked) if node.options else node.text.strip()
    if isinstance(node, Rows):
        return "\n".join(filter(None, (_inside(group, "；") for group in node.groups)))
    return _inside(node, "\n")


def _inside(group: Group, between: str) -> str:
    told = [(one.label, _words(one)) for one in group.nodes]
    return between.join(f"{label}：{text}" for label, text in told if text)
