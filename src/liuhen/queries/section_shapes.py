"""A section of the page of a case: what the rooms add to it, each in its fixed place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from liuhen.ledger import Body
from liuhen.office.in_force import InForce
from liuhen.people.officers import Officer
from liuhen.process.case.models import Case
from liuhen.process.case.reference import CaseRef
from liuhen.queries.shapes import Owed
from liuhen.rulebook import Dossier, Event, Finding

B = TypeVar("B", bound=Body)


@dataclass(frozen=True, slots=True)
class Looked:
    """A case as it is looked at: read and assessed already, so that a section asks the database for little or nothing.

    Args:
        by: who looks.
        dossier: every entry with the fields that any rule reads.
        owed: what is owed now, the most urgent first.
        bodies: what the entries say of the kinds that sections asked for, by number; None: lawfully destroyed.
    """

    row: Case
    case: CaseRef
    by: Officer
    force: InForce
    dossier: Dossier
    findings: tuple[Finding, ...]
    bodies: Mapping[int, Body | None] = field(default_factory=dict)
    owed: tuple[Owed, ...] = ()

    def events(self, *kinds: str) -> tuple[Event, ...]:
        """Return the events of these kinds in their order, without those that a later entry put right."""
        wanted = frozenset(kinds)
        replaced = {one.corrects for one in self.dossier.events if one.corrects}
        return tuple(one for one in self.dossier.events if one.kind in wanted and one.seq not in replaced)

    def told(self, body: type[B]) -> tuple[tuple[Event, B], ...]:
        """Return the entries of a kind that the section asked for (`whole`), with all that they say in the open."""
        found = ((one, self.bodies.get(one.seq)) for one in self.events(body.kind))
        return tuple((one, said) for one, said in found if isinstance(said, body))


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the page.

    Args:
        part: names its template, `web/parts/case_<part>.html`, which is given `section` and `case` (CasePage), and its
            anchor.
        title: of the section.
        shown: what the template shows: frozen dataclasses of the room's own, already in Chinese where it is text.
        note: beside the title; how many, or where more of it stands.
    """

    part: str
    title: str
    shown: Any
    note: str = ""

    @property
    def template(self) -> str:
        """Return the name of its template."""
        return f"web/parts/case_{self.part}.html"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a section stands, and what it needs.

    Args:
        write: returns the section, or None where the case has nothing of the kind.
        whole: kinds of entries of which it shows more than rules read; all sections' are read in three queries.
    """

    write: Callable[[Looked], Section | None]
    whole: frozenset[str] = frozenset()
