"""Filters the pages use; all of them hand over to `liuhen.web.wording` or `liuhen.kernel.money`."""

from django import template

from liuhen.kernel.clock import When, beijing_date
from liuhen.kernel.money import capitals, yuan
from liuhen.web import wording

register = template.Library()

register.filter("day", wording.day_words)
register.filter("weekday", wording.weekday_words)
register.filter("moment", wording.moment_words)
register.filter("clock", wording.clock_words)
register.filter("size", wording.size_words)
register.filter("duration", wording.duration_words)
register.filter("short", wording.short_digest)
register.filter("yuan", yuan)
register.filter("capitals", capitals)


@register.filter
def state_word(state: str) -> str:
    """Return the Chinese word of a finding's state."""
    return wording.STATE_WORDS[state]


@register.filter
def state_colour(state: str) -> str:
    """Return the colour name of a finding's state, `grey` for a calm one."""
    return wording.STATE_COLOURS.get(state, "grey")


@register.filter
def day_short(when: When) -> str:
    """Return `11月21日` for the Beijing day of `when`."""
    day = beijing_date(when)
    return f"{day.month}月{day.day}日"
