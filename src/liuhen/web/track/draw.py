"""An act drawn: the interval, a lane for each device with its gaps, photographs, and the marks pinned below."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from django.urls import reverse

from liuhen.kernel.clock import BEIJING
from liuhen.kernel.joint import JOINT_MS
from liuhen.queries.track_shapes import ActTrack, Hole, Opening, Part, Pin
from liuhen.rulebook.coverage import in_ms
from liuhen.web.track.scale import Layout, Scale, levels, text_width
from liuhen.web.track.shapes import Bar, Dot, Drawing, Lane, Note
from liuhen.web.wording import duration_words

TOP: Final = 28
DUE_HEIGHT, BAR_HEIGHT, DOT_HEIGHT = 10, 22, 18
ROW_HEIGHT, ROW_GAP = 12, 3  # of what overlaps another recording of the same device
TOUCHING: Final = timedelta(milliseconds=JOINT_MS)
LANE_GAP, LABEL = 16, 14  # between lanes; above a lane whose gaps carry words
LEVEL, PIN_TOP = 19, 10
NAMES: Final = 98  # how wide the name of a device may be before it runs into its lane
SHORT: Final = {"执法人员": "人员", "执法对象": "对象", "所记录的环节": "环节"}
NAMELESS: Final = "未注明设备"


def draw(track: ActTrack, ref: str, layout: Layout) -> Drawing:
    """Return the act drawn for one width of screen."""
    moments = [track.start, track.end, *(one.start for one in track.parts), *(one.end for one in track.parts)]
    moments += [one.start for one in track.photos]
    scale = Scale(min(moments), max(moments), layout)
    lanes = [_due(track, scale)] if track.begins else []
    for place, device in enumerate(dict.fromkeys(one.device for one in track.parts)):
        lanes.append(_device(track, device, place, lanes[-1] if lanes else None, scale, ref))
    for device in dict.fromkeys(one.device for one in track.photos):
        lanes.append(_photos(track, device, lanes[-1] if lanes else None, scale, ref))
    foot = lanes[-1].y + lanes[-1].height + PIN_TOP
    pins_y = foot + layout.room
    pins = _pins(track, scale, ref, pins_y)
    deepest = max((pin.y for pin in pins), default=foot - PIN_TOP)
    name_y = (foot + 12 if layout.names_above else foot + 14) if pins else 0
    return Drawing(
        layout.name,
        layout.width,
        deepest + 8,
        tuple(scale.ticks()),
        tuple(lanes),
        pins_y,
        name_y,
        tuple(pins),
        layout.left,
        layout.right,
        in_ms(scale.start),
        in_ms(scale.end),
    )


def _lane(name: str, above: Lane | None, height: int, look: str, layout: Layout, *, label: int = 0) -> Lane:
    top = TOP if above is None else above.y + above.height + LANE_GAP
    y = top + label + layout.room
    name_y = top + 11 if layout.names_above else y + height // 2 + 5
    return Lane(name, layout.left if layout.names_above else 0, name_y, y, height, look)


def _short(name: str, *, beside: str = "") -> str:
    """Return a name that does not run into its lane, `beside` kept whole."""
    kept = name
    while kept and text_width(kept + beside) > NAMES:
        kept = kept[:-1]
    return (kept if kept == name else f"{kept[:-1]}…") + beside


def _due(track: ActTrack, scale: Scale) -> Lane:
    lane = _lane("应记区间", None, DUE_HEIGHT, "due", scale.layout)
    text = f"{track.begins} {exact(track.start)} 至{track.ends} {exact(track.end)}"
    return replace(lane, bars=(scale.bar(track.start, track.end, text, look="due", y=lane.y, height=DUE_HEIGHT),))


def _device(track: ActTrack, device: str, place: int, above: Lane | None, scale: Scale, ref: str) -> Lane:
    parts = [one for one in track.parts if one.device == device]
    own = [one for one in track.holes if one.device in ("", device) and _stopped(one, parts)]
    look = "first" if place == 0 else "other"
    rows = stacked(parts)
    height = BAR_HEIGHT + max(rows, default=0) * (ROW_HEIGHT + ROW_GAP)
    lane = _lane(_short(device or NAMELESS), above, height, look, scale.layout, label=LABEL if own else 0)
    bars = tuple(_bar(one, scale, ref, look, lane.y, row) for one, row in zip(parts, rows, strict=True))
    gaps = [*_silent(parts, own, scale), *(_hole(one, scale) for one in own)]
    holes = tuple(replace(one, y=lane.y, height=BAR_HEIGHT) for one in gaps)
    notes = _over(own, scale, lane.y - 5)
    return replace(lane, bars=bars, holes=holes, notes=tuple(notes), clock=_clock(track, device))


def stacked(parts: Sequence[Part]) -> list[int]:
    """Return the row of each stretch in its lane: 0, or further down where the same device overlaps itself."""
    ends: list[datetime] = []
    rows = [0] * len(parts)
    for place in sorted(range(len(parts)), key=lambda one: (parts[one].start, one)):
        part = parts[place]
        row = next((number for number, end in enumerate(ends) if end <= part.start + TOUCHING), len(ends))
        ends[row : row + 1] = [part.end]
        rows[place] = row
    return rows


def _clock(track: ActTrack, device: str) -> str:
    return "、".join(clock_said(one.offset_ms) for one in track.clocks if one.device == device)


def clock_said(offset_ms: int) -> str:
    """Return how a device's clock goes: `时钟慢 7 分`."""
    return f"时钟{'快' if offset_ms > 0 else '慢'} {duration_words(abs(offset_ms))}"


def _stopped(hole: Hole, parts: Sequence[Part]) -> bool:
    """Say whether it was this device that stopped before the gap or went on after it."""
    return any(one.end == hole.start or one.start == hole.end for one in parts)


def _silent(parts: Sequence[Part], own: Sequence[Hole], scale: Scale) -> list[Bar]:
    """Return the stretches inside a file that are empty while another device went on."""
    known = {hole.start for hole in own}
    empty = [(a, b) for a, b in pairwise(parts) if a.seq == b.seq and a.end not in known]
    return [
        scale.bar(a.end, b.start, f"{exact(a.end)} 起 {_length(a.end, b.start)}没有画面，其他设备在录", look="filled")
        for a, b in empty
    ]


def _hole(hole: Hole, scale: Scale) -> Bar:
    return scale.bar(hole.start, hole.end, hole_words(hole), look=hole.state)


def _over(holes: Sequence[Hole], scale: Scale, y: int) -> list[Note]:
    notes: list[Note] = []
    reached = 0
    for hole in sorted(holes, key=lambda one: one.start):
        text = f"{duration_words(hole.ms)} {hole.word}"
        half = text_width(text) // 2
        middle = (scale.x(hole.start) + scale.x(hole.end)) // 2
        x = min(max(middle, half), scale.layout.width - half)
        if x - half >= reached:  # words that would lie on others stand in the list only
            notes.append(Note(x, y, text, look=hole.state, anchor="middle"))
            reached = x + half + 6
    return notes


def _photos(track: ActTrack, device: str, above: Lane | None, scale: Scale, ref: str) -> Lane:
    own = [one for one in track.photos if one.device == device]
    lane = _lane(_short(device or "照片", beside=f" {len(own)} 张"), above, DOT_HEIGHT, "photos", scale.layout)
    dots = (Dot(scale.x(one.start), f"照片 {exact(one.start)} {one.name}", place_of(ref, one.seq, 0)) for one in own)
    return replace(lane, dots=tuple(dots))


def _bar(part: Part, scale: Scale, ref: str, look: str, y: int, row: int) -> Bar:
    shown = f"（设备显示 {exact(part.shown)}）" if part.offset_ms else ""
    text = (
        f"播放 {part.device or NAMELESS} {exact(part.start)}{shown} 起 {_length(part.start, part.end)}{nth_words(part)}"
    )
    ms = (part.end - part.start) // timedelta(milliseconds=1)
    url = place_of(ref, part.seq, part.at_ms)
    below = BAR_HEIGHT + ROW_GAP + (row - 1) * (ROW_HEIGHT + ROW_GAP) if row else 0
    height = ROW_HEIGHT if row else BAR_HEIGHT
    told: dict[str, str | int] = {"look": look, "url": url, "at_ms": part.at_ms, "ms": ms}
    return scale.bar(part.start, part.end, text, **told, y=y + below, height=height)


def _pins(track: ActTrack, scale: Scale, ref: str, top: int) -> list[Note]:
    several = len({one.device for one in track.parts}) > 1
    told = [
        (scale.x(one.at), _opening(one, scale.layout, several=several), _mood(one), place_of(ref, one.seq, one.at_ms))
        for one in track.openings
    ]
    told += [(scale.x(one.at), _pin(one), "", place_of(ref, one.seq, one.at_ms)) for one in track.pins]
    places = levels([(x, text_width(text)) for x, text, _, _ in told], right=scale.layout.width)
    notes = []
    for (x, text, look, url), placed in zip(told, places, strict=True):
        if placed is None:
            notes.append(Note(x, top + LEVEL, "", look, url=url, about=text))
            continue
        left = placed.first < placed.x
        at = x - 5 if left else x + 5
        anchor = "end" if left else "start"
        notes.append(Note(x, top + (placed.level + 1) * LEVEL, text, look, anchor, at, url, text))
    return notes


def _pin(pin: Pin) -> str:
    return pin.note if pin.note and text_width(pin.note) <= 12 * 12 else pin.item.split("、", maxsplit=1)[0]


def _opening(one: Opening, layout: Layout, *, several: bool) -> str:
    who = f"{one.device} " if several else ""
    if not one.confirmed:
        return f"{who}开场口述待核对"
    if one.unsaid:
        return f"{who}开场口述缺{'、'.join(SHORT.get(item, item) for item in one.unsaid)}"
    items = " ".join(SHORT.get(item, item) for item in one.said)
    return f"{who}开场口述五项已核对" if layout.names_above else f"{who}开场口述已核对：{items}"


def _mood(one: Opening) -> str:
    if not one.confirmed:
        return "open"
    return "wrong" if one.unsaid else "said"


def hole_words(hole: Hole) -> str:
    """Return a gap in a sentence."""
    who = f"{hole.device} " if hole.device else ""
    return f"{who}{exact(hole.start)} 起 {duration_words(hole.ms)}没有音像，{hole.word}"


def place_of(ref: str, seq: int, at_ms: int) -> str:
    """Return the address from which a recording plays at that place."""
    return reverse("recording", args=[ref, seq]) + (f"?t={at_ms // 1000}" if at_ms >= 1000 else "")  # noqa: PLR2004


def nth_words(part: Part) -> str:
    """Return which file of a recording this one is: `，连续录像第 2 个文件，共 3 个`; nothing where it stands alone."""
    run = part.run
    return f"，连续录像第 {run.files.index(part.seq) + 1} 个文件，共 {len(run.files)} 个" if run else ""


def _length(start: datetime, end: datetime) -> str:
    return duration_words((end - start) // timedelta(milliseconds=1))


def exact(moment: datetime) -> str:
    """Return `10:01:00` in Beijing time."""
    return f"{moment.astimezone(BEIJING):%H:%M:%S}"
