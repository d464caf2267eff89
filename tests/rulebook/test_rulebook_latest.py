"""Only the latest trigger is still owed; an earlier one that was answered keeps its answer, late or in time."""

from datetime import datetime
from pathlib import Path

import pytest

from liuhen.kernel.clock import BEIJING
from liuhen.rulebook import Dossier, Event, State, WorkingCalendar, assess, load

HEAD = "id: base\ntitle: 示例规定\nshort: 示例\nversion: 1.0.0\nrank: law\n"
WORDS = (
    "form: deadline, article: 一, asks: 二, on: {latest: a.sent}, owes: a.said, within: 2 workdays, match: {sent: seq}"
)
SENT, AGAIN, LATE = (
    Event(1, "a.sent", datetime(2026, 3, 2, 9, tzinfo=BEIJING)),
    Event(3, "a.sent", datetime(2026, 3, 10, 9, tzinfo=BEIJING)),
    Event(2, "a.said", datetime(2026, 3, 9, 9, tzinfo=BEIJING), fields={"sent": 1}),
)


@pytest.fixture(params=["", ", extend: [{on: a.more, add: 2 workdays}]"])
def words(request: pytest.FixtureRequest, regulations: Path) -> Path:
    folder = regulations / "base"
    folder.mkdir()
    (folder / "pack.yaml").write_text(HEAD, encoding="utf-8")
    (folder / "rules.yaml").write_text(f"- {{id: T1-1, {WORDS}{request.param}}}\n", encoding="utf-8")
    return regulations


def found(words: Path, calendar: WorkingCalendar, *events: Event) -> list[tuple[int, State]]:
    now = datetime(2026, 3, 11, 9, tzinfo=BEIJING)
    all_found = assess(Dossier("penalty", events), load(["base"], root=words), calendar, now)
    return [(each.trigger.seq, each.state) for each in all_found if each.trigger]


def test_a_late_answer_stays_late_when_it_is_asked_again(words: Path, calendar: WorkingCalendar) -> None:
    assert found(words, calendar, SENT, LATE) == [(1, State.SATISFIED_LATE)]
    assert found(words, calendar, SENT, LATE, AGAIN) == [(1, State.SATISFIED_LATE), (3, State.DUE_SOON)]


def test_what_was_replaced_before_it_was_answered_is_no_longer_owed(words: Path, calendar: WorkingCalendar) -> None:
    assert found(words, calendar, SENT, AGAIN) == [(3, State.DUE_SOON)]
