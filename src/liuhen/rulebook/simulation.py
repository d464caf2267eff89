"""What a case would owe under other rules: finding by finding, what comes, what goes, what turns out otherwise."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal, NamedTuple

from liuhen.kernel.clock import BEIJING
from liuhen.rulebook.book import Rulebook
from liuhen.rulebook.calendar import WorkingCalendar
from liuhen.rulebook.dossier import Dossier
from liuhen.rulebook.doubts import settled
from liuhen.rulebook.engine import assess
from liuhen.rulebook.findings import Finding, State
from liuhen.rulebook.roots import roots_of


class Said(NamedTuple):
    """What a finding says, apart from how it was worked out."""

    rule: str
    cited: str
    state: str
    word: str
    due: str | None
    missing: tuple[str, ...]


class Shift(NamedTuple):
    """One thing that turns out otherwise.

    Args:
        trigger: seq of the event that it is about; None for the case as a whole.
        old, new: what was and what will be said; None where no rule says anything.
    """

    how: Literal["added", "removed", "changed"]
    asks: str
    trigger: int | None
    old: Said | None
    new: Said | None

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        sides = {name: side._asdict() if side else None for name, side in (("old", self.old), ("new", self.new))}
        return {"how": self.how, "asks": self.asks, "trigger": self.trigger, **sides}

    def __str__(self) -> str:
        side = self.new or self.old
        about = f"（第{self.trigger}号记录）" if self.trigger else ""
        head = f"{side.cited if side else ''}　{self.asks}{about}"
        return f"{head}：{_words(self.old)} → {_words(self.new)}"


class Simulation:
    """Two states of the rules, to be tried on any number of cases."""

    def __init__(self, old: Rulebook, new: Rulebook, calendar: WorkingCalendar, now: datetime) -> None:
        self._old, self._new, self._calendar, self._now = old, new, calendar, now
        self._roots = roots_of(old) | roots_of(new)

    def shifts(self, dossier: Dossier) -> tuple[Shift, ...]:
        """Return what turns out otherwise for a case; nothing where both say the same of everything."""
        before, after = (self._found(dossier, book) for book in (self._old, self._new))
        return tuple(self._compared(before, after))

    def _found(self, dossier: Dossier, book: Rulebook) -> Mapping[tuple[object, ...], Finding]:
        found: dict[tuple[object, ...], Finding] = {}
        seen: Counter[tuple[object, ...]] = Counter()
        for one in assess(settled(dossier, book), book, self._calendar, self._now):
            if one.state is State.NOT_APPLICABLE:
                continue
            about = one.trigger.seq if one.trigger else None
            key = (self._roots[one.rule.id], about, one.piece.key if one.piece else "")
            seen[key] += 1
            found[*key, seen[key]] = one
        return found

    def _compared(
        self, before: Mapping[tuple[object, ...], Finding], after: Mapping[tuple[object, ...], Finding]
    ) -> Iterator[Shift]:
        for key in {**before, **after}:
            was, now = before.get(key), after.get(key)
            old, new = _said(was), _said(now)
            one = now or was
            if one is not None and (old is None or new is None or old[2:] != new[2:]):
                how: Literal["added", "removed", "changed"] = (
                    "added" if old is None else "removed" if new is None else "changed"
                )
                yield Shift(how, one.rule.asks, one.trigger.seq if one.trigger else None, old, new)


def _said(one: Finding | None) -> Said | None:
    if one is None:
        return None
    due = one.due.astimezone(BEIJING).isoformat() if one.due else None
    return Said(one.rule.id, one.rule.cited, one.state.value, one.word, due, one.missing)


def _words(side: Said | None) -> str:
    if side is None:
        return "没有这一项"
    due = f"，至{side.due[:10]}" if side.due else ""
    return f"{side.word}{due}{'，' + '；'.join(side.missing) if side.missing else ''}"
