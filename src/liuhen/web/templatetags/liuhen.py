"""Filters the pages use; all of them hand over to `liuhen.web.wording` or `liuhen.kernel.money`."""

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from liuhen.drafts.keeping import Place
from liuhen.kernel import clock
from liuhen.kernel.clock import When, beijing_date, offset_words
from liuhen.kernel.money import capitals, yuan
from liuhen.office.registry import SECTIONS
from liuhen.queries.case_shapes import StageView
from liuhen.queries.citing import cited as cited_by
from liuhen.queries.shapes import ActLink, Owed
from liuhen.queries.wording import left_words as left_said
from liuhen.web import drafting, links, wording

register = template.Library()

register.filter("day", wording.day_words)
register.filter("weekday", wording.weekday_words)
register.filter("moment", wording.moment_words)
register.filter("clock", wording.clock_words)
register.filter("offset", offset_words)
register.filter("size", wording.size_words)
register.filter("duration", wording.duration_words)
register.filter("share", wording.share_words)
register.filter("clock_off", wording.clock_off_words)
register.filter("clock_seconds", wording.clock_seconds)
register.filter("short", wording.short_digest)
register.filter("yuan", yuan)
register.filter("capitals", capitals)


@register.filter
def seconds(milliseconds: int) -> str:
    """Return a place in a recording as a player takes it: `65.250`."""
    return f"{milliseconds // 1000}.{milliseconds % 1000:03d}"


@register.filter
def state_colour(state: str) -> str:
    """Return the colour name of a finding's state, `grey` for a calm one."""
    return wording.STATE_COLOURS.get(state, "grey")


@register.filter
def day_short(when: When) -> str:
    """Return `11月21日` for the Beijing day of `when`."""
    day = beijing_date(when)
    return f"{day.month}月{day.day}日"


@register.filter
def waited(since: When) -> str:
    """Return how long something has waited: `今天送来`, `已等 3 天`."""
    days = (beijing_date(clock.now()) - beijing_date(since)).days
    return f"已等 {days} 天" if days > 0 else "今天送来"


@register.filter
def left_words(owed: Owed) -> str:
    """Return how much time is left, or how it stands where no time is counted: `余 4 个工作日`, `逾期 2 天`, `已欠`."""
    return left_said(owed.word, owed.state, owed.left, owed.left_unit)


@register.filter
def modality_word(modality: str) -> str:
    """Return how strongly a rule asks, in Chinese."""
    return wording.MODALITY_WORDS.get(modality, modality)


@register.filter
def section_word(section: str) -> str:
    """Return the name of a section of the bureau."""
    return SECTIONS.get(section, section)


@register.simple_tag
def act_url(ref: str, act: ActLink) -> str:
    """Return the address of the form of an act."""
    return links.act_address(ref, act)


@register.simple_tag(takes_context=True)
def cited(context: Context, text: str) -> str:
    """Return what a form cites in the words of the regulations of whoever looks."""
    organ = context["frame"].organ if "frame" in context else ""
    return cited_by(text, organ) if organ and text else text


@register.filter
def draft_url(place: Place) -> str:
    """Return the address of the form that a draft belongs to."""
    return drafting.address(place)


@register.simple_tag
def stage_note(stage: StageView) -> str | SafeString:
    """Return the line below a stage: what it owes in red, completeness in green, anything else plain."""
    if "欠" in stage.note:
        return format_html('<span class="red">{}</span>', stage.note)
    if stage.note == "记录齐全":
        return format_html('<span class="green"><span class="tick"></span>{}</span>', stage.note)
    return stage.note
