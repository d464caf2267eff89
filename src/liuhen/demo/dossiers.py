"""Invented dossiers beside the ordinary penalty, told plainly: who does what on which day, with what on the form.

In a form `@-3 09:10` is an instant and `@-3` a day, counted in working days from the anchor as steps are; `$name` is
the number of the entry of the step called `as: name`; `%key` is the reference of another dossier; officers go by name.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import BaseModel, ConfigDict, Field

from liuhen.demo.actor import Deed, Stage
from liuhen.demo.days import Days
from liuhen.demo.story import Anchor
from liuhen.kernel.clock import BEIJING
from liuhen.people.officers import Officer

_FOLDER: Final = Path(__file__).with_name("dossiers")
_TIME: Final = re.compile(r"@(-?\d+(\+\d)? \d\d:\d\d)$")
_DAY: Final = re.compile(r"@(-?\d+(\+\d)?)$")


class Turn(BaseModel):
    """One act of somebody; `named` is what later steps call its entry."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    t: str
    who: str
    act: str
    form: dict[str, Any] = {}
    named: str = Field("", alias="as")
    late: str = ""


class Told(BaseModel):
    """One dossier: where it stands when it has been played, and its steps."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    stage: str
    anchor: Anchor
    steps: tuple[Turn, ...]


@cache
def dossiers() -> tuple[Told, ...]:
    """Return the dossiers, by the names of their files."""
    files = sorted(_FOLDER.glob("*.yaml"))
    return tuple(Told.model_validate({"key": one.stem} | yaml.safe_load(one.read_text("utf-8"))) for one in files)


class Passage:
    """A dossier on its days; `deeds` are to be done in the order of their times."""

    def __init__(self, told: Told, people: Mapping[str, Officer], *, days: Days, refs: dict[str, str]) -> None:
        self._told, self._people, self._days, self._refs = told, people, days, refs
        self._anchor = days.anchor(told.anchor)
        self._stage = Stage(people, name=told.key)
        self._seqs: dict[str, int] = {}

    def deeds(self) -> Iterator[Deed]:
        """Return what is to be done, with its time."""
        for step in self._told.steps:
            at = self._at(step.t)
            yield at, partial(self._do, step, at)

    def _at(self, told: str) -> datetime:
        # Nobody writes on the minute: each dossier has seconds of its own.
        return self._days.at(self._anchor, told) + timedelta(seconds=len(self._told.key) * 7 % 60)

    def _do(self, step: Turn, at: datetime) -> None:
        entered = {name: self._filled(name, value) for name, value in step.form.items()}
        done = self._stage.do(step.who, step.act, at, entered, late_reason=step.late)
        self._refs[self._told.key] = done.ref
        if step.named:
            self._seqs[step.named] = done.seq

    def _filled(self, name: str, value: Any) -> Any:
        if name.endswith("_ids"):
            return [self._people[one].id for one in value]
        if isinstance(value, dict):
            return {key: self._filled(key, one) for key, one in value.items()}
        if isinstance(value, list):
            return [self._filled("", one) for one in value]
        return self._word(value) if isinstance(value, str) else value

    def _word(self, value: str) -> Any:
        if found := _TIME.match(value):
            return self._days.at(self._anchor, found[1])
        if found := _DAY.match(value):
            return self._days.at(self._anchor, f"{found[1]} 12:00").astimezone(BEIJING).date()
        if value.startswith("$"):
            return self._seqs[value[1:]]
        return self._refs[value[1:]] if value.startswith("%") else value
