"""Make the demo once: the bureau, then every case played from its clue to where the story leaves it."""

import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.db import transaction

from liuhen.demo.actor import Deed
from liuhen.demo.course import Course
from liuhen.demo.days import Days
from liuhen.demo.dossiers import Passage, dossiers
from liuhen.demo.equipment import Equipment
from liuhen.demo.people import MEMBERS, ORGAN, PASSWORD, establish
from liuhen.demo.room import Room
from liuhen.demo.signing import certified
from liuhen.demo.story import Story, stories
from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.ledger import checkpoint
from liuhen.people.models import Organ
from liuhen.rulebook import load_calendar

__all__ = ["FEW", "PASSWORD", "a_few", "seed"]

FEW: Final = ("yunshan", "dongan", "bailu", "qinghe", "changdi", "nanwan", "songfeng", "luweidang")
"""Cases enough to try every page, where all of them would take too long."""
_SAID: Final = 10  # times that the work reports how far it is


def a_few() -> tuple[Story, ...]:
    """Return a small selection of the cases."""
    return tuple(one for one in stories() if one.key in FEW)


def seed(*, say: Callable[[str], None], chosen: Sequence[Story] | None = None) -> bool:
    """Make the demo in an empty installation; return False where an organ is there already.

    The times are told, going back from today; only an organ whose first entry says demo takes such times.

    Args:
        say: is told in Chinese what is being done.
        chosen: some of the cases; all of them when None.
    """
    if Organ.objects.exists():
        return False
    cases = stories() if chosen is None else chosen
    others = dossiers()
    now = clock.now()
    days = Days(load_calendar(), beijing_date(now))
    begun = [days.at(days.anchor(one.anchor), one.steps[0].t) for one in cases]
    begun += [days.at(days.anchor(one.anchor), one.steps[0].t) for one in others]
    first = min(begun) - timedelta(days=1)
    with clock.at(first), transaction.atomic():
        people = {one.name: one for one in establish(beijing_date(now)).values()}
    say(f"示例单位：{len(MEMBERS)} 人。")
    with tempfile.TemporaryDirectory(prefix="liuhen-demo-") as folder:
        place = Path(folder)
        equipment = Equipment(people, days=days, first=first, today=beijing_date(now))
        courses: list[Course | Passage | Equipment | Room] = [equipment, Room(people, equipment, folder=place)]
        courses += [Course(one, people, days=days, folder=place, equipment=equipment) for one in cases]
        refs: dict[str, str] = {}
        courses += [Passage(one, people, days=days, refs=refs) for one in others]
        # One clock for all: entries of different cases are recorded in the order of their times.
        played = (deed for course in courses for deed in course.deeds())
        deeds = sorted([*certified(people, at=first + timedelta(minutes=5)), *played], key=lambda deed: deed[0])
        _play([deed for deed in deeds if deed[0] < now], say=say)
    stages = Counter([*(one.stage for one in cases), *(one.stage for one in others)])
    told = "、".join(f"{stage} {count}" for stage, count in stages.items())
    say(f"示例案件：{stages.total()} 件（{told}）。")
    checkpoint(ORGAN)
    return True


def _play(deeds: Sequence[Deed], *, say: Callable[[str], None]) -> None:
    for number, (moment, act) in enumerate(deeds):
        if number % max(1, len(deeds) // _SAID) == 0:
            day = beijing_date(moment)
            say(f"正在办理示例案件：{day.year}年{day.month}月{day.day}日，第 {number + 1} 步，共 {len(deeds)} 步。")
        act()
