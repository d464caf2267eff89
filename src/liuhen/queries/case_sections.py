"""Which sections the page of a case has beside those of every case, and in which order they stand.

To add one: write a function `(Looked) -> Section | None` in a module of its own in this room, enter it below in its
place, and put its template at `web/templates/web/parts/case_<part>.html` (one `<section class="sheet">`; it is given
`section` and `case`). None where the case has nothing of the kind: an empty section is not shown. For example:

    MAIN = (Place(held_items, whole=frozenset({"seizure.decided", "preservation.decided"})),)

`Looked.events(...)` gives the entries with the fields that rules read; `Looked.told(SeizureDecided)` gives those of the
kinds named in `whole` with all their open fields. The page as a whole asks the database at most fifteen times however
long the case is (`tests/queries/test_queries_case_size.py`), so a section works with what was read already, or asks
once at most, and only where the events say that there is something to find.
"""

from collections.abc import Iterable
from typing import Final

from liuhen.queries.answering import answering
from liuhen.queries.earlier import earlier
from liuhen.queries.evidence_section import WHOLE as EVIDENCE
from liuhen.queries.evidence_section import evidence_of
from liuhen.queries.execution import WHOLE as MONEY
from liuhen.queries.execution import money_sheet, supplement
from liuhen.queries.inspected import inspection_plan
from liuhen.queries.measures import held_in
from liuhen.queries.parties import WHOLE as PARTIES
from liuhen.queries.parties import parties
from liuhen.queries.section_shapes import Looked, Place, Section
from liuhen.queries.serving import WHOLE as SERVED
from liuhen.queries.serving import served
from liuhen.queries.settling import WHOLE as SETTLED
from liuhen.queries.settling import settling

MAIN: Final[tuple[Place, ...]] = (
    Place(settling, whole=SETTLED),
    Place(evidence_of, whole=EVIDENCE),
    Place(held_in),
    Place(served, whole=SERVED),
)
"""In the wide column, below the recordings and above the course: evidence, what is held, inspections, hearings."""

SIDE: Final[tuple[Place, ...]] = (
    Place(parties, whole=PARTIES),
    Place(earlier),
    Place(inspection_plan, whole=frozenset({"inspection.planned"})),
    Place(money_sheet, whole=MONEY),
    Place(supplement),
    Place(answering),
)
"""In the narrow column, below what is owed and what is asked: who answers for what, parties, money, earlier cases."""

WHOLE: Final = frozenset[str]().union(*(one.whole for one in (*MAIN, *SIDE)))
"""Kinds of entries that are read with all that they say."""


def written(places: Iterable[Place], looked: Looked) -> tuple[Section, ...]:
    """Return the sections that this case has."""
    return tuple(section for one in places if (section := one.write(looked)) is not None)
