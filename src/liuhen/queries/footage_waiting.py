"""What is not in any case yet: devices that were used and not read out, with their last day, and files of the room."""

from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef

from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.office.in_force import InForce, in_force
from liuhen.people.officers import Officer
from liuhen.process.footage.models import FootageFiled
from liuhen.queries.capturing import BEFORE, Storing, storing_days
from liuhen.queries.footage import footage_for
from liuhen.queries.owed_footage_shapes import Outstanding
from liuhen.queries.undocked import undocked

ANY_DOSSIER: Final = ""


def outstanding(by: Officer) -> tuple[Outstanding, ...]:
    """Return the devices that were used since they were read out last, and until when that has to be done."""
    found = undocked(by)
    force, now = (in_force(by.organ) if found else None), clock.now()
    terms = [_term(one.since, force) if force else None for one in found]
    return tuple(
        Outstanding(one, term.due if term else None, term.article if term else "", term is not None and term.due < now)
        for one, term in zip(found, terms, strict=True)
    )


def _term(ended: datetime, force: InForce) -> Storing | None:
    """Return until when a recording that ended then had to be in the store, by the strictest of the organ's rules."""
    day, today = beijing_date(ended), beijing_date(clock.now())
    table = storing_days(force, today if (today - day).days <= BEFORE else day)
    return next((one for one in table[ANY_DOSSIER] if one.day == day), None)


def unfiled(by: Officer) -> int:
    """Return how many recordings of the room are in no case yet, of those that `by` may see."""
    filed = FootageFiled.objects.filter(organ=by.organ, footage=OuterRef("seq"))
    return footage_for(by).filter(~Exists(filed)).count()
