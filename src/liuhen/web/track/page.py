"""The time lines of a case, each with its drawings, its badge, and a list that says the same in words."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from liuhen.kernel.clock import offset_words
from liuhen.queries.case_shapes import CasePage
from liuhen.queries.track_shapes import ActTrack, Joined, Opening
from liuhen.web.track.draw import NAMELESS, clock_said, draw, exact, hole_words, nth_words, place_of
from liuhen.web.track.scale import NARROW, WIDE
from liuhen.web.track.shapes import Badge, Line, Track
from liuhen.web.wording import clock_words, day_words, duration_words, moment_words

WHOLE = 1000
_NAMED = 6  # files of one recording named each; of more the first and the last, each has its own line anyway


def tracks_of(page: CasePage) -> list[Track]:
    """Return a time line for each recorded act, and for each day with recordings of no act."""
    return [track_of(one, page.ref) for one in page.tracks]


def track_of(track: ActTrack, ref: str) -> Track:
    """Return one time line, drawn."""
    begins, ends = (f"{track.begins} ", f"{track.ends} ") if track.begins else ("", "")
    span = f"{begins}{clock_words(track.start)} 至{' ' if not ends else ''}{ends}{clock_words(track.end)}"
    title = f"{day_words(track.start)}{track.title}　{span}"
    badge = _badge(track)
    return Track(
        key=f"{track.seq or 'day'}-{track.start:%m%d%H%M}",
        title=title,
        summary=f"{title}{'，' + badge.text if badge else ''}",
        badge=badge,
        drawings=tuple(draw(track, ref, layout) for layout in (WIDE, NARROW)),
        lines=tuple(_lines(track, ref)),
        foot=_foot(track),
        start=track.start,
        how=track.how,
    )


def _badge(track: ActTrack) -> Badge | None:
    left = [one for one in track.holes if one.state == "open"]
    if not track.begins:
        return Badge(f"中断 {len(left)} 处", "red") if left else None
    percent = "覆盖 100 %" if track.tenths == WHOLE else f"覆盖 {track.tenths // 10}.{track.tenths % 10} %"
    if left and track.missing_ms:
        return Badge(f"{percent}　缺 {duration_words(track.missing_ms)}", "red")
    if left:
        return Badge(f"{percent}　有中断未说明", "red")
    if track.missing_ms:
        return Badge(f"{percent}　中断 {duration_words(track.missing_ms)}，已说明", "amber")
    return Badge(percent, "green")


def _foot(track: ActTrack) -> str:
    told = f"原始文件 {track.files} 个，SHA-256 与 SM3 已记"
    if track.stored:
        told += f"；存入 {moment_words(track.stored)}"
    if track.due:
        where = "，".join(one for one in (track.term, track.cited) if one)
        told += f"，期限 {day_words(track.due)}（{where}）{'，已逾期' if track.late else ''}"
    clocks = "；".join(f"{one.device or NAMELESS} {clock_said(one.offset_ms)}" for one in track.clocks)
    return told + (f"。{clocks}，按校时后的时间排列，设备所示时间照录" if clocks else "")


def _lines(track: ActTrack, ref: str) -> Iterator[Line]:
    if track.begins:
        text = f"{track.begins} {exact(track.start)}，{track.ends} {exact(track.end)}"
        yield Line(exact(track.start), "应记区间", text)
    for opening in track.openings:
        place = place_of(ref, opening.seq, opening.at_ms)
        yield Line(exact(opening.at), "开场口述", _said(opening), place, "" if _settled(opening) else "amber")
    yield from _runs(track)
    for part in track.parts:
        length = duration_words(int((part.end - part.start).total_seconds() * 1000))
        shown = f"，设备显示 {exact(part.shown)}" if part.offset_ms else ""
        text = f"{part.device or NAMELESS}，{length}{shown}，{part.name}{nth_words(part)}"
        yield Line(exact(part.start), "音像", text, place_of(ref, part.seq, part.at_ms))
    for hole in track.holes:
        url = reverse("entry", args=[ref, hole.seq]) if hole.seq else ""
        text = hole_words(hole) + (f"（{hole.why}）" if hole.why else "")
        yield Line(exact(hole.start), "中断", text, url, "red" if hole.state == "open" else "amber")
    for photo in track.photos:
        yield Line(exact(photo.start), "照片", f"{photo.device}，{photo.name}", place_of(ref, photo.seq, 0))
    for pin in track.pins:
        text = f"{pin.item}{'：' + pin.note if pin.note else ''}（{offset_words(pin.at_ms)}）"
        yield Line(exact(pin.at), "要点", text, place_of(ref, pin.seq, pin.at_ms))
    if track.absent:
        yield Line("", "要点", f"现场没有：{'、'.join(track.absent)}")


def _runs(track: ActTrack) -> Iterator[Line]:
    """Yield each recording that a camera cut into files, with the names of its files."""
    for run, device in {part.run: part.device for part in track.parts if part.run}.items():
        length = duration_words((run.end - run.start) // timedelta(milliseconds=1))
        text = f"{device}，{length}，{len(run.files)} 个文件相接：{_names(run)}"
        yield Line(exact(run.start), "连续录像", text)


def _names(run: Joined) -> str:
    return "、".join(run.names) if len(run.names) <= _NAMED else f"{run.names[0]} 至 {run.names[-1]}"


def _settled(opening: Opening) -> bool:
    return opening.confirmed and not opening.unsaid


def _said(opening: Opening) -> str:
    who = opening.device or NAMELESS
    if not opening.confirmed:
        return f"{who}，待核对{'（存入人称已口述）' if opening.claimed else ''}"
    said = f"已说明{'、'.join(opening.said)}" if opening.said else "一项也没有说明"
    return f"{who}，{said}{'，没有说明' + '、'.join(opening.unsaid) if opening.said and opening.unsaid else ''}"
