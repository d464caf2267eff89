"""What an entry names beside its own dossier: another dossier (merged into, split from, found in), another entry."""

from collections.abc import Iterator

from liuhen.forms.fields import line, whole
from liuhen.kernel.errors import BadInputError, NotFoundError
from liuhen.ledger import Body, Ref
from liuhen.people.officers import Officer
from liuhen.people.scope import can
from liuhen.process.case.parts import Part
from liuhen.process.case.reference import CaseRef, find_case


class Linked(Part):
    """Another dossier, as it was called when the entry named it; `how` it is related to the entry's own."""

    dossier: str
    ref: str
    how: str
    number: str = line("编号")
    title: str = line("名称")


class NamedEntry(Part):
    """An entry of the organ's chain, as another entry names it; `how` it is related to that."""

    how: str
    seq: int = whole("机关序号")
    digest: str = line("本条摘要（SHA-256）")


def linked_case(number: str, *, by: Officer, field: str) -> CaseRef:
    """Return the dossier that a person names by its number or reference; he has to be able to see it himself.

    Raises:
        BadInputError: the organ has none, or it is not his to see; both are answered alike.
    """
    try:
        found = find_case(by.organ, number.removeprefix("线索").removeprefix("检查").strip())
    except NotFoundError:
        found = None
    if found is None or not can(by, "case.view", found.subject):
        raise BadInputError(
            "没有找到所填的案件。",
            fields={field: "本机关没有这个案号，或者您没有查看权限"},
            remedy="请填写案号或者线索编号，例如 2026-0031。",
        )
    return found


def linked(case: CaseRef, how: str) -> Linked:
    """Return a dossier as entries name it."""
    return Linked(dossier=case.dossier, ref=case.ref, how=how, number=case.number, title=case.title)


def links_in(body: Body) -> Iterator[Linked]:
    """Yield the dossiers that an entry names."""
    held = (getattr(body, name, None) for name in type(body).model_fields)
    yield from (one for one in held if isinstance(one, Linked))


def entries_in(body: Body) -> Iterator[NamedEntry]:
    """Yield the entries that an entry names."""
    held = (getattr(body, name, None) for name in type(body).model_fields)
    yield from (one for one in held if isinstance(one, NamedEntry))


def refs_in(body: Body) -> tuple[Ref, ...]:
    """Return what the head of the entry refers to."""
    dossiers = (Ref(one.how, dossier=one.dossier) for one in links_in(body))
    return (*dossiers, *(Ref(one.how, entry=one.digest) for one in entries_in(body)))
