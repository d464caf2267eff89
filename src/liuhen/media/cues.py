"""Words spoken on a recording, line by line: typed with times, or taken from SRT and WebVTT, written out as WebVTT.

A typed line is `[01:05] 周明远：请出示证件`; `[01:05-01:09]` says when it ends, a line without a time goes on the one
before. Whatever cannot be read is told by its line, and nothing is guessed.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from liuhen.kernel.clock import offset_words
from liuhen.kernel.errors import BadInputError

MOST: Final = 5_000  # lines: more than are spoken in ten hours
LONGEST: Final = 2_000  # characters of one line
LARGEST: Final = 2 * 1024 * 1024  # bytes of a file
LAST_MS: Final = 5_000  # how long the last line stands where nothing says so

_TIME: Final = r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TYPED: Final = re.compile(rf"[\[【]\s*{_TIME}\s*(?:[-–—~]\s*{_TIME}\s*)?[\]】]\s*(.*)")
_CUE: Final = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_WHO: Final = re.compile(r"([^\s：:，。？！,.?!<>]{1,12})\s*[：:]\s*(.*)", re.DOTALL)
_VOICE: Final = re.compile(r"<v(?:\.[^\s>]*)*\s+([^>]{1,40})>")
_TAG: Final = re.compile(r"</?[A-Za-z0-9][^<>]*>")
_ASIDE: Final = ("WEBVTT", "NOTE", "STYLE", "REGION")
_MINUTES: Final = 60


@dataclass(frozen=True, slots=True)
class Cue:
    """What was said from one place of a recording to another, in milliseconds; `until_ms` None: until the next."""

    at_ms: int
    until_ms: int | None
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that cannot be read, counted from 1, and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a text says, in the order of its times, and what of it cannot be read."""

    cues: tuple[Cue, ...]
    faults: tuple[Fault, ...]


def decoded(data: bytes, *, name: str) -> str:
    """Return the text of a subtitle file: UTF-8, UTF-16 with its mark, or GB18030.

    Raises:
        BadInputError: too large, or no text.
    """
    if len(data) > LARGEST:
        raise BadInputError(
            f"“{name}”太大，不像字幕文件。", remedy=f"字幕文件最大 {LARGEST // 1024 // 1024} MB，请核对后重新选择。"
        )
    marks = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    for encoding in (marks.get(data[:2], "utf-8-sig"), "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise BadInputError(f"“{name}”不是文字文件。", remedy="请选择 SRT 或者 WebVTT 字幕文件。")


def read_cues(text: str) -> Read:
    """Read typed lines, SRT or WebVTT, whichever it is."""
    found = list(_blocks(text) if "-->" in text else _typed(text))
    cues = sorted((one for one in found if isinstance(one, Cue)), key=lambda one: one.at_ms)
    faults = [one for one in found if isinstance(one, Fault)]
    if len(cues) > MOST:
        faults.append(Fault(1, f"一共 {len(cues)} 句，最多 {MOST} 句"))
    return Read(tuple(cues[:MOST]), tuple(faults))


def write_lines(cues: Iterable[Cue]) -> str:
    """Return the cues as typed lines; read again they are the same."""
    return "\n".join(f"[{_span(one)}] {f'{one.speaker}：' if one.speaker else ''}{one.text}" for one in cues)


def write_vtt(cues: Sequence[Cue]) -> str:
    """Return the cues as WebVTT."""
    parts = ["WEBVTT\n"]
    for one in closed(cues):
        voice = f"<v {html.escape(one.speaker, quote=False)}>" if one.speaker else ""
        words = html.escape(re.sub(r"\n{2,}", "\n", one.text), quote=False)
        parts.append(f"{_vtt(one.at_ms)} --> {_vtt(one.until_ms or 0)}\n{voice}{words}\n")
    return "\n".join(parts)


def closed(cues: Sequence[Cue]) -> list[Cue]:
    """Return the cues, each with where it ends: at the next one where nothing says so."""
    ends = [two.at_ms if two.at_ms > one.at_ms else one.at_ms + LAST_MS for one, two in pairwise(cues)]
    ends += [one.at_ms + LAST_MS for one in cues[-1:]]
    return [one if one.until_ms else replace(one, until_ms=end) for one, end in zip(cues, ends, strict=True)]


def _typed(text: str) -> Iterator[Cue | Fault]:
    last: Cue | None = None
    for number, line in enumerate(text.split("\n"), 1):
        found = _TYPED.fullmatch(line.strip())
        if found is None:
            if not line.strip():
                continue
            if last is None:
                yield Fault(number, "这一行没有写明时间，请写成 [分:秒] 说话人：内容")
            else:
                last = replace(last, text=f"{last.text}\n{line.strip()}".strip())
            continue
        if last is not None:
            yield from _checked(last, number - 1)
        last = _cue(found.groups()[:8], found[9])
    if last is not None:
        yield from _checked(last, text.count("\n") + 1)


def _blocks(text: str) -> Iterator[Cue | Fault]:
    """Yield the cues of SRT or WebVTT; blocks are parted by empty lines."""
    number = 1
    for block in re.split(r"\n[ \t]*\n", text.lstrip("\ufeff")):
        lines = block.split("\n")
        yield from _block(lines, number)
        number += len(lines) + 1


def _block(lines: Sequence[str], number: int) -> Iterator[Cue | Fault]:
    place = next((at for at, line in enumerate(lines) if "-->" in line), None)
    told = [line for line in lines if line.strip()]
    if place is None:
        if told and not told[0].lstrip("\ufeff").startswith(_ASIDE) and not told[0].strip().isdecimal():
            yield Fault(number, "这一段没有时间，不知道是哪一句")
        return
    found = _CUE.fullmatch(lines[place])
    if found is None:
        yield Fault(number + place, "时间写得不对，应当像 00:01:05,250 --> 00:01:08,000")
        return
    yield from _checked(_voiced(found.groups(), "\n".join(lines[place + 1 :]).strip()), number + place)


def _voiced(times: Sequence[str | None], words: str) -> Cue:
    voice = _VOICE.search(words)
    plain = html.unescape(_TAG.sub("", words)).strip()
    cue = _cue(times, plain)
    return replace(cue, speaker=voice[1].strip(), text=plain) if voice else cue


def _cue(times: Sequence[str | None], words: str) -> Cue:
    told = _WHO.fullmatch(words.strip())
    who, said = (told[1], told[2].strip()) if told else ("", words.strip())
    return Cue(_ms(times[:4]) or 0, _ms(times[4:8]), who, said)


def _checked(cue: Cue, line: int) -> Iterator[Cue | Fault]:
    if cue.until_ms is not None and cue.until_ms <= cue.at_ms:
        yield Fault(line, "结束时间不晚于开始时间")
    elif not cue.text:
        yield Fault(line, "这一句没有内容")
    elif len(cue.text) > LONGEST:
        yield Fault(line, f"这一句太长，最多 {LONGEST} 个字")
    else:
        yield cue


def _ms(parts: Sequence[str | None]) -> int | None:
    hours, minutes, seconds, rest = parts
    if minutes is None or seconds is None:
        return None
    whole = (int(hours or 0) * _MINUTES + int(minutes)) * _MINUTES + int(seconds)
    return whole * 1000 + int((rest or "").ljust(3, "0"))


def _span(cue: Cue) -> str:
    return offset_words(cue.at_ms) + (f"-{offset_words(cue.until_ms)}" if cue.until_ms else "")


def _vtt(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"
