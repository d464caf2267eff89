"""Everything that can be told of a file from its bytes alone, for a program to read: no case, no installation."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from liuhen.kernel.errors import BadInputError, LiuhenError
from liuhen.media.continuity import Stretch
from liuhen.media.probe import Probe, probe
from liuhen.media.streams import Stream
from liuhen.media.survey import Asked, Survey, survey

GAP_MS: Final = 1_000
"""Finer than what counts as an interruption of a recorded act (2 s): whoever scans wants to see more, not less."""
_MOST: Final = 1_000
"""Of one kind told for a file: whatever lies beyond is counted only."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to look: a longer jump is a gap (milliseconds); whether pictures and sound are looked into, and how."""

    gap_ms: int = GAP_MS
    quick: bool = False
    asked: Asked = field(default_factory=Asked)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found out about one file.

    Args:
        seen: None where the file cannot be read; `error` then says why and what to do.
        survey: None where pictures and sound were not looked into.
    """

    path: Path
    seen: Probe | None = None
    survey: Survey | None = None
    error: LiuhenError | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it for programs; moments and lengths are seconds from the start of the file."""
        told: dict[str, Any] = {"path": str(self.path)}
        if self.seen is None:
            return {**told, "gaps": [], "error": _error(self.error)}
        return {**told, **_described(self.seen), **_surveyed(self.survey), "error": None}


def look_at(path: Path, options: Options, *, said: Callable[[int], None] = lambda _: None) -> Found:
    """Look at one file; what makes it unreadable is told in what is returned.

    Args:
        said: told how far it has come, in per cent.
    """
    try:
        _require_file(path)
        seen = probe(path, name=path.name, threshold_ms=options.gap_ms)
        if options.quick or seen.duration_ms is None:
            return Found(path, seen)
        return Found(path, seen, survey(path.resolve(), duration_ms=seen.duration_ms, asked=options.asked, said=said))
    except LiuhenError as error:
        return Found(path, error=error)


def _require_file(path: Path) -> None:
    if not path.is_file():
        raise BadInputError(f"没有文件“{path.name}”。", remedy="请检查路径；目录请写明其中的文件。")


def silent_parts(seen: Probe) -> tuple[Stretch, ...]:
    """Return where there is a picture and no sound was recorded."""
    return _missing(seen, "audio")


def unseen_parts(seen: Probe) -> tuple[Stretch, ...]:
    """Return where there is sound and no picture was recorded; nothing for a recording of sound."""
    return _missing(seen, "video")


def cuts(seen: Probe) -> Iterator[tuple[int, str]]:
    """Give the places where what was recorded does not follow what came before, in order, with what happens there."""
    found = [(start, "时间中断") for start, _end in seen.gaps]
    found += [(before, "时间回跳") for before, _after in seen.steps_back]
    found += [(start, "声音中断") for start, _end in silent_parts(seen) if start]
    found += [(start, "画面中断") for start, _end in unseen_parts(seen) if start]
    if seen.trouble and seen.duration_ms is not None:
        found.append((seen.duration_ms, "文件到此为止，其后缺失或者残缺"))
    yield from sorted(found)


def _missing(seen: Probe, kind: str) -> tuple[Stretch, ...]:
    own = [stream for stream in seen.streams if stream.kind == kind]
    if seen.kind != "video" or seen.duration_ms is None:
        return ()
    gaps = own[0].gaps if own else ((0, seen.duration_ms),)
    return tuple(one for one in gaps if not any(abs(one[0] - a) + abs(one[1] - b) < GAP_MS for a, b in seen.gaps))


def _described(seen: Probe) -> dict[str, Any]:
    made = seen.embedded
    return {
        "kind": seen.kind,
        "container": seen.container,
        "media_type": seen.media_type,
        "duration": None if seen.duration_ms is None else _second(seen.duration_ms),
        "streams": [_stream(number, stream) for number, stream in enumerate(seen.streams)],
        "created": made.created.isoformat().replace("+00:00", "Z") if made.created else None,
        "created_doubt": made.doubt or None,
        "device": {"make": made.make, "model": made.model} if made.make or made.model else None,
        "gps": {"latitude": float(made.place[0]), "longitude": float(made.place[1])} if made.place else None,
        "gaps": _stretches(seen.gaps),
        "backward_jumps": [{"from": _second(a), "to": _second(b)} for a, b in seen.steps_back[:_MOST]],
        "cuts": [{"at": _second(at), "what": what} for at, what in list(cuts(seen))[:_MOST]],
        "no_sound": _stretches(silent_parts(seen)),
        "no_picture": _stretches(unseen_parts(seen)),
        "pages": seen.pages,
        "whole": seen.whole,
        "trouble": list(seen.trouble),
        "disagreement": seen.disagreement or None,
        "plays_in_browser": seen.plays_in_browser,
    }


def _surveyed(found: Survey | None) -> dict[str, Any]:
    """Return where nothing is seen or heard; null where nobody looked, or there is nothing to look at."""
    told = {"silence": found.silence, "black": found.black, "covered": found.covered} if found else {}
    named = {name: _stretches(told[name]) if told.get(name) is not None else None for name in _LOOKED_FOR}
    return {**named, "undecoded": (found.trouble or None) if found else None}


_LOOKED_FOR: Final = ("silence", "black", "covered")


def _stream(number: int, stream: Stream) -> dict[str, Any]:
    told: dict[str, Any] = {"index": number, "kind": stream.kind, "codec": stream.codec}
    if stream.width:
        told |= {"width": stream.width, "height": stream.height, "pixels": stream.pixels}
    return {**told, "rate": stream.rate, "gaps": _stretches(stream.gaps)}


def _stretches(found: Iterable[Sequence[int]] | None) -> list[dict[str, float]]:
    return [{"start": _second(start), "end": _second(end)} for start, end in list(found or ())[:_MOST]]


def _second(milliseconds: int) -> float:
    return milliseconds / 1000


def _error(error: LiuhenError | None) -> dict[str, str] | None:
    return {"message": error.message, "why": error.why, "remedy": error.remedy} if error else None
