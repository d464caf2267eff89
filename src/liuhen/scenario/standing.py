"""How far a scenario is: its time, its dossiers, what steps were called; and forms with all of that filled in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from liuhen.demo.people import ORGAN
from liuhen.duties.facts import latest
from liuhen.kernel.clock import BEIJING
from liuhen.kernel.errors import BadInputError
from liuhen.people.officers import Officer, officer_of_account
from liuhen.process.case.reference import CaseRef, find_case
from liuhen.rulebook import WorkingCalendar
from liuhen.scenario.bureau import People
from liuhen.scenario.times import PAUSE, Ahead, ahead_in, as_json, before_in

MAIN: Final = "本案"
"""What the first dossier is called."""
_LAST: Final = "$last."
_PEOPLE: Final = "officer_ids"

Bring = Callable[[str], str]
"""Uploads a sample file of this name, returns its SHA-256."""


@dataclass
class Standing:
    """One scenario as it is played."""

    people: People
    start: datetime
    now: datetime
    calendar: WorkingCalendar
    refs: dict[str, str] = field(default_factory=dict)  # dossier as it is called -> reference
    seqs: dict[str, tuple[str, int]] = field(default_factory=dict)  # step as it is called -> dossier, number

    def move(self, at: Ahead | None, *, pausing: bool) -> None:
        """Let time pass: to what is told, or a little.

        Raises:
            BadInputError: the time told is over already.
        """
        moment = at.moment(self.start, self.calendar) if at else self.now + PAUSE * pausing
        if moment < self.now:
            raise BadInputError("时间不能倒退。", why=f"上一步是 {_told(self.now)}，这一步写的是 {_told(moment)}。")
        self.now = moment

    def officer(self, name: str) -> Officer:
        """Return one of the bureau's people; raise BadInputError where nobody is called so."""
        if name not in self.people:
            raise BadInputError(f"示例单位没有“{name}”。", why=f"有：{'、'.join(self.people)}。")
        return officer_of_account(self.people[name].account)  # what he may do changes on the way

    def case(self, name: str) -> CaseRef:
        """Return the dossier that is called so; raise BadInputError where none is."""
        if name not in self.refs:
            raise BadInputError(f"还没有叫“{name}”的案卷。", why="须先有一步以 begins 起名的新建。")
        return find_case(ORGAN, self.refs[name])

    def number(self, told: str | int, within: str) -> int:
        """Return the number of the entry that `$name` or `$last.kind.of.entry` tells."""
        if isinstance(told, int):
            return told
        found = self._referred(told, within)
        if not isinstance(found, int):
            raise BadInputError(f"“{told}”不是一条记录。")
        return found

    def entered(self, form: Mapping[str, Any], *, within: str, bring: Bring) -> dict[str, Any]:
        """Return a form with names, times, numbers of entries and files filled in, as the API takes it."""
        return {name: self._value(name, value, within, bring) for name, value in form.items()}

    def _value(self, name: str, value: Any, within: str, bring: Bring) -> Any:
        if isinstance(value, dict) and value.keys() == {"upload"}:
            return bring(str(value["upload"]))
        if isinstance(value, dict):
            return {inner: self._value(inner, one, within, bring) for inner, one in value.items()}
        if isinstance(value, list):
            return [self._value(name, one, within, bring) for one in value]
        return self._text(name, value, within) if isinstance(value, str) else value

    def _text(self, name: str, told: str, within: str) -> str | int:
        if told.startswith("$"):
            return self._referred(told, within)
        if told.startswith("@") or name == _PEOPLE:
            return self.officer(told.removeprefix("@")).id
        if (ahead := ahead_in(told)) is not None:
            day = ahead.day(self.start, self.calendar)
            return as_json(ahead.moment(self.start, self.calendar)) if ahead.clock else day.isoformat()
        before = before_in(told)
        return told if before is None else as_json(self.now - before)

    def _referred(self, told: str, within: str) -> str | int:
        if told.startswith(_LAST):
            event = latest(self.case(within).dossier, told.removeprefix(_LAST)) if within in self.refs else None
            if event is None:
                raise BadInputError(f"“{told}”：本案还没有这种记录。")
            return event.seq
        name, _, what = told.removeprefix("$").partition(".")
        if what == "ref" and name in self.refs:
            return self.refs[name]
        if what or name not in self.seqs:
            raise BadInputError(f"“{told}”：前面没有叫这个名字的一步（as）。")
        return self.seqs[name][1]


def _told(moment: datetime) -> str:
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M}"
