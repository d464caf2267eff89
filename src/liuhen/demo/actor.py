"""Somebody of the demo does something: always through the guard, at a told time."""

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import count
from typing import Any

from liuhen.kernel import clock
from liuhen.office import guard as office
from liuhen.office.registry import office_act_type
from liuhen.people.officers import Officer
from liuhen.process.case.corrections import Correction
from liuhen.process.case.guard import Done, perform
from liuhen.process.case.registry import act_type
from liuhen.process.case.uploads import receive

_PIECE = 1 << 20

Deed = tuple[datetime, Callable[[], object]]
"""When something is done, and what does it."""


def settle(kind: str, entered: Mapping[str, Any], *, by: Officer, at: datetime, key: str) -> None:
    """Let somebody settle a matter of the bureau itself at a told time."""
    form = office_act_type(kind).form.model_validate(entered)
    with clock.at(at):
        office.perform(kind, form, by=by, key=key, channel="seed")


class Stage:
    """One case being played: who does what, when; a number of its own for every request."""

    def __init__(self, people: Mapping[str, Officer], *, name: str) -> None:
        self.people = people
        self.ref: str | None = None
        self._name = name
        self._numbers = count(1)

    def do(
        self,
        name: str,
        kind: str,
        at: datetime,
        entered: Mapping[str, Any],
        *,
        recorded: datetime | None = None,
        late_reason: str = "",
        correction: Correction | None = None,
    ) -> Done:
        """Let somebody do an act at a told time; `recorded` is later where it is entered afterwards."""
        form = act_type(kind, self.people[name].organ).form.model_validate(entered)
        with clock.at(recorded or at):
            done = perform(
                kind,
                self.ref,
                form,
                by=self.people[name],
                happened=at,
                key=f"demo-{self._name}-{next(self._numbers)}",
                channel="seed",
                late_reason=late_reason,
                correction=correction,
            )
        self.ref = done.ref
        return done

    def bring(self, by: str, data: bytes, *, name: str, at: datetime) -> str:
        """Let somebody upload a file; return the digest that forms name."""
        pieces = (data[start : start + _PIECE] for start in range(0, len(data), _PIECE))
        with clock.at(at):
            return receive(pieces, name=name, by=self.people[by], size=len(data)).sha256
