"""Figures that a pack gives to the program: rates of what grows by the day, and hours of the clock.

They lie in `figures.yaml` of the pack that holds the article, so that they are adopted, kept and pinned with its text.
"""

from datetime import datetime, time

from pydantic import Field

from liuhen.kernel.clock import BEIJING
from liuhen.rulebook.accrual import Rate
from liuhen.rulebook.parts import Texts, Word


class Hours(Word):
    """A part of the day by Beijing's clock; it may run over midnight.

    Args:
        cites: the rules that speak of it.
        since: `22:00`, written `from`; this minute belongs to it.
        until: `06:00`; this minute does not.
    """

    cites: Texts = Field(min_length=1)
    article: str = Field(min_length=1)
    since: time = Field(alias="from")
    until: time

    def touch(self, start: datetime, end: datetime) -> bool:
        """Say whether any of a stretch of time lies in these hours; an end on the first minute does not."""
        first, last = start.astimezone(BEIJING), end.astimezone(BEIJING)
        dawn = datetime.combine(first.date(), self.until, BEIJING)
        dusk = datetime.combine(first.date(), self.since, BEIJING)
        if self.since < self.until:
            return first < dawn and (first >= dusk or last > dusk)
        return first < dawn or first >= dusk or last > dusk


class Figures(Word):
    """What `figures.yaml` of a pack says."""

    rates: dict[str, Rate] = Field(default_factory=dict)
    hours: dict[str, Hours] = Field(default_factory=dict)
