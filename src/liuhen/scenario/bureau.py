"""The invented bureau in which scenarios are played, set up once a run; whatever a scenario does there is undone."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from django.db import transaction

from liuhen.demo.people import ORGAN, establish
from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.office import actions as office
from liuhen.people.officers import Officer
from liuhen.scenario.times import FIRST, STARTS

HANDLERS: Final = ("周明远", "何静")
"""Who handles a case where nothing else is told."""

People = Mapping[str, Officer]
"""Name -> officer."""


def set_up() -> People:
    """Make the bureau in an empty installation; return its people by name."""
    with clock.at(FIRST - timedelta(days=1)):
        return {one.name: one for one in establish(beijing_date(STARTS)).values()}


@contextmanager
def undone() -> Iterator[None]:
    """Undo at the end whatever the block wrote to the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def adopt(packs: list[str]) -> None:
    """Let the bureau adopt other packs than it has."""
    office.adopt(ORGAN, packs=packs, by=office.SYSTEM, key=f"scenario-packs-{'-'.join(packs)}")
