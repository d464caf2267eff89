"""A throwaway installation, and invented cases played in it by the product's own acts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Final

from django.core.management import call_command
from django.db import transaction

from liuhen.demo.forms import Scene, entered
from liuhen.demo.people import establish
from liuhen.demo.signers import HEADS, doer
from liuhen.demo.story import Step, stories
from liuhen.kernel import clock
from liuhen.ledger import Entry
from liuhen.people.officers import Officer
from liuhen.process.case.guard import perform
from liuhen.process.case.models import Case
from liuhen.process.case.registry import act_type

_FIRST: Final = datetime(2026, 1, 5, 10, tzinfo=UTC)  # six in the evening in Beijing: the day's activities are over
_COURSE: Final = timedelta(days=49)  # how long a case lasts
_STORY: Final = next(one for one in stories() if one.key == "dongan")
_STEPS: Final = tuple(one for one in _STORY.steps if not one.files and one.act != "evidence_disc.made")
"""Without its recordings, and so without the disc of them."""
_STRIDE: Final = timedelta(days=2)
_OFTEN: Final = timedelta(minutes=10)
_REPEATED: Final = frozenset({"inspection.made", "interview.made", "rights.told"})
"""What is done as often as an inquiry needs it."""

MOST_RUNS: Final = 5
"""Batches of cases before their told times leave the year whose working days are known, with one to warm up."""

Deed = Callable[..., Entry]
"""Does its act at its time, or at another that is told."""


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
            self._people = {one.name: one for one in establish(_FIRST.date()).values()}
        self._batches, self._numbers = count(), count(1)

    def deeds(self, cases: int) -> list[Deed]:
        """Return the acts of some whole cases, clue to archive without papers and recordings, the cases side by side.

        Calling one does it: permission, order, gates, chain, projections, commit.
        """
        began = _FIRST + timedelta(days=1) + _COURSE * next(self._batches)
        planned = [one for _ in range(cases) for one in self._case(next(self._numbers), began)]
        planned.sort(key=lambda one: one[0])
        return [deed for _moment, deed in planned]

    @property
    def handler(self) -> Officer:
        """Return who handles the cases."""
        return self._people[_STORY.handlers[0]]

    def grown(self, *lengths: int) -> tuple[datetime, list[str]]:
        """Return cases of so many entries each, under inquiry: inspections, interviews and rights told go on and on.

        Returns:
            When the last of them was made, and the references in their order.
        """
        began = _FIRST + timedelta(days=1) + _COURSE * next(self._batches)
        refs, last = [], began
        for length in lengths:
            moment, ref = self._grow(length, began)
            refs.append(ref)
            last = max(last, moment)
        return last, refs

    def _grow(self, length: int, began: datetime) -> tuple[datetime, str]:
        planned = list(self._case(next(self._numbers), began))
        kinds = [step.act for step in _STEPS]
        first = planned[: kinds.index("inquiry.concluded")]
        again = [deed for (_, deed), kind in zip(first, kinds, strict=False) if kind in _REPEATED]
        entries = [deed() for _, deed in first]
        moment = first[-1][0]
        for number in range(length - len(entries)):
            moment += _OFTEN
            entries.append(again[number % len(again)](moment))
        return moment, Case.objects.values_list("ref", flat=True).get(id=entries[0].dossier)

    def _case(self, number: int, began: datetime) -> Iterator[tuple[datetime, Deed]]:
        case = _Case(self._people, f"bench-{number}")
        party = _STORY.party.model_copy(update={"name": f"第 {number} 药店（示例）"})
        story = _STORY.model_copy(update={"party": party})
        head = HEADS[self._people[story.handlers[0]].department]
        ids = {name: one.id for name, one in self._people.items()}
        for place, step in enumerate(_STEPS):
            at = began + _STRIDE * place + timedelta(seconds=number)
            endorsed = sum(one.act == step.act for one in _STEPS[:place])
            by = doer(step, story, head=head, endorsed=endorsed)
            yield at, _deed(case, by, step, at, entered(Scene(story, step, at, ids)))


def _deed(case: _Case, by: str, step: Step, at: datetime, told: dict[str, Any]) -> Deed:
    def do(at: datetime = at) -> Entry:
        form = act_type(step.act, case.people[by].organ).form.model_validate(told)
        with clock.at(at):
            done = perform(
                step.act, case.ref, form, by=case.people[by], happened=at, key=f"{case.name}-{at}", channel="web"
            )
        case.ref = done.ref
        return done.entry

    return do
