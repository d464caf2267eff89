"""Make the demo once: the bureau, then every case played from its clue to where the story leaves it."""

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import transaction

from liuhen.demo.actor import Stage
from liuhen.demo.course import Course
from liuhen.demo.people import MEMBERS, ORGAN, PASSWORD, establish
from liuhen.demo.stories import STORIES
from liuhen.kernel import clock
from liuhen.kernel.clock import BEIJING
from liuhen.ledger import checkpoint
from liuhen.people.models import Organ

__all__ = ["PASSWORD", "seed"]

_HOUR = 9  # the demo's people begin work at nine


def seed(*, say: Callable[[str], None]) -> bool:
    """Make the demo in an empty installation; return False where an organ is there already.

    The times are told, going back from today; only an organ whose first entry says demo takes such times.
    """
    if Organ.objects.exists():
        return False
    now = clock.now()
    first = _morning(now, 120)
    with clock.at(first), transaction.atomic():
        people = establish(now.astimezone(BEIJING).date())
    say(f"示例单位：{len(MEMBERS)} 人。")
    with tempfile.TemporaryDirectory(prefix="liuhen-demo-") as folder:
        steps = []
        for number, story in enumerate(STORIES, start=1):
            course = Course(
                story, Stage(people, name=str(number)), began=_morning(now, story.began), folder=Path(folder)
            )
            steps.extend(course.steps())
        # One clock for all: entries of different cases are recorded in the order of their times.
        steps.sort(key=lambda step: step[0])
        for moment, act in steps:
            if moment < now:
                act(moment)
    for story in STORIES:
        say(f"示例案件：{story.party}{story.violation}。")
    checkpoint(ORGAN)
    return True


def _morning(now: datetime, days: int) -> datetime:
    day = now.astimezone(BEIJING).date() - timedelta(days=days)
    return datetime(day.year, day.month, day.day, _HOUR, tzinfo=BEIJING).astimezone(UTC)
