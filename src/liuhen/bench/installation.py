"""A throwaway installation, and invented cases played in it by the product's own acts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Final

from django.core.management import call_command
from django.db import transaction

from liuhen.demo.course import HANDLER, PLAN, SECOND
from liuhen.demo.people import establish
from liuhen.demo.stories import STORIES
from liuhen.kernel import clock
from liuhen.ledger import Entry
from liuhen.people.officers import Officer
from liuhen.process.case.guard import perform
from liuhen.process.case.registry import act_type

_FIRST: Final = datetime(2026, 1, 5, 1, tzinfo=UTC)  # nine o'clock in Beijing
_COURSE: Final = timedelta(days=49)  # how long a case of the plan lasts
_WITH_OFFICERS: Final = frozenset({"inspection.made", "interview.made", "service.made"})

MOST_RUNS: Final = 5
"""Batches of cases before their told times leave the year whose working days are known, with one to warm up."""

Deed = Callable[[], Entry]


@dataclass
class _Case:
    people: Mapping[str, Officer]
    name: str
    ref: str | None = None


class Bureau:
    """The demo's bureau in an empty installation, and its next cases. The data folder is that of the settings."""

    def __init__(self) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        with clock.at(_FIRST), transaction.atomic():
            self._people = establish(_FIRST.date())
        self._batches, self._numbers = count(), count(1)

    def deeds(self, cases: int) -> list[Deed]:
        """Return the acts of some whole cases, clue to archive without papers and recordings, the cases side by side.

        Calling one does it: permission, order, gates, chain, projections, commit.
        """
        began = _FIRST + timedelta(days=1) + _COURSE * next(self._batches)
        planned = [one for _ in range(cases) for one in self._case(next(self._numbers), began)]
        planned.sort(key=lambda one: one[0])
        return [deed for _moment, deed in planned]

    def _case(self, number: int, began: datetime) -> Iterator[tuple[datetime, Deed]]:
        case = _Case(self._people, f"bench-{number}")
        story = STORIES[0]._replace(party=f"第 {number} 药店（示例）", video=False)
        both = {"officer_ids": [self._people[account].id for account in (HANDLER, SECOND)]}
        at = began + timedelta(days=5, minutes=40, seconds=number)
        yield at, _deed(case, HANDLER, "case.opened", at, both)
        for one in PLAN:
            at = began + timedelta(days=one.day, minutes=one.minute, seconds=number)
            entered = {**one.entered(story, at), **(both if one.kind in _WITH_OFFICERS else {})}
            yield at, _deed(case, one.account, one.kind, at, entered)


def _deed(case: _Case, account: str, kind: str, at: datetime, entered: dict[str, Any]) -> Deed:
    def do() -> Entry:
        form = act_type(kind).form.model_validate(entered)
        with clock.at(at):
            done = perform(
                kind, case.ref, form, by=case.people[account], happened=at, key=f"{case.name}-{at}", channel="web"
            )
        case.ref = done.ref
        return done.entry

    return do
