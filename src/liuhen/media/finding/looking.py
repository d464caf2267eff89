"""Do what a search asks: called in the process that decodes; the search lies in its folder."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Final

from liuhen.kernel.clock import offset_words
from liuhen.media.derivatives.plans import MOST_BOXES, WHOLE, Box
from liuhen.media.derivatives.stills import decoded
from liuhen.media.finding.boxing import boxes_of
from liuhen.media.finding.faces import Detector, Track, tracks
from liuhen.media.finding.following import Followed, Place, follow
from liuhen.media.finding.pictures import Shown, backward, forward, small
from liuhen.media.finding.searches import ASKED, Found, Search, require_search, tool_for
from liuhen.media.formats import recognise
from liuhen.media.probe import probe

Said = Callable[[int], None]

_STEP_MS: Final = 80  # between two pictures while something is followed
_FACES_MS: Final = 200  # between two pictures in which faces are looked for
_HELD_MS: Final = 600  # a face is covered so long before it was seen first and after it was seen last
_ROUND_FACE, _ROUND_THING = 0.35, 0.08  # a face goes on into hair and neck
_NAME: Final = "原件"


def searched(original: Path, folder: Path, *, said: Said) -> dict[str, object]:
    """Look for what the search in `folder` asks; return what `Found` reads.

    Raises:
        LiuhenError, FFmpegError, OSError, MemoryError, ValueError: it cannot be looked for.
    """
    search = Search.model_validate_json((folder / ASKED).read_bytes())
    seen = probe(original, name=_NAME)
    require_search(search, kind=seen.kind, duration_ms=seen.duration_ms)
    if seen.kind == "photo":
        return _photo(original, seen.media_type).model_dump()
    demuxer = recognise(original, name=_NAME).demuxer
    finding = _follow if search.what == "follow" else _faces
    return finding(original, demuxer, search, said).model_dump()


def _photo(original: Path, media_type: str) -> Found:
    picture = small(decoded(original, media_type), None)
    return _proposed(tracks(iter([(0, picture)]), Detector()), from_ms=0, to_ms=0)


def _faces(original: Path, demuxer: str, search: Search, said: Said) -> Found:
    pictures = forward(original, demuxer, from_ms=search.from_ms, to_ms=search.to_ms, step_ms=_FACES_MS)
    found = tracks(_telling(pictures, search, said, share=(0, 100)), Detector())
    return _proposed(found, from_ms=search.from_ms, to_ms=search.to_ms)


def _proposed(found: list[Track], *, from_ms: int, to_ms: int) -> Found:
    boxes: list[Box] = []
    doubtful: list[int] = []
    notes: list[str] = []
    for track in found:
        first, last = track.places[0][0], track.places[-1][0]
        start, end = max(from_ms, first - _HELD_MS), min(to_ms, last + _HELD_MS)
        some = boxes_of(track.places, widen=_ROUND_FACE, from_ms=start, to_ms=end, found="faces")
        if len(boxes) + len(some) > MOST_BOXES:
            notes.append(f"找到的超过 {MOST_BOXES} 处：{offset_words(first)} 以后的没有列出，请分段再找。")
            break
        if track.doubtful:
            doubtful += range(len(boxes), len(boxes) + len(some))
        boxes += some
    if not found:
        notes.append("没有找到人脸。机器会漏，请从头看一遍。")
    return Found(boxes=boxes, doubtful=doubtful, notes=notes, tool=tool_for("faces"))


def _follow(original: Path, demuxer: str, search: Search, said: Said) -> Found:
    if search.start is None:
        raise ValueError("nothing to follow")
    key, at = search.start, search.start.at_ms
    start: Place = (key.x / WHOLE, key.y / WHOLE, key.width / WHOLE, key.height / WHOLE)
    share = round(100 * (search.to_ms - at) / max(1, search.to_ms - search.from_ms))
    later = forward(original, demuxer, from_ms=at, to_ms=search.to_ms, step_ms=_STEP_MS)
    ahead = follow(_telling(later, search, said, share=(0, share)), start)
    behind = Followed([], None, "")
    if at > search.from_ms:
        earlier = backward(original, demuxer, from_ms=search.from_ms, to_ms=at, step_ms=_STEP_MS)
        behind = follow(_telling(earlier, search, said, share=(share, 100)), start)
    places = {
        **dict(reversed(behind.places)),
        at: start,
        **{moment: one for moment, one in ahead.places if moment > at},
    }
    ordered = sorted(places.items())
    boxes = boxes_of(
        ordered,
        widen=_ROUND_THING,
        from_ms=search.from_ms if behind.lost_ms is None else ordered[0][0],
        to_ms=search.to_ms if ahead.lost_ms is None else max(ordered[-1][0], ahead.lost_ms - 1),
        found="follow",
    )
    return Found(boxes=boxes, notes=list(_lost(behind, ahead)), tool=tool_for("follow"))


def _lost(behind: Followed, ahead: Followed) -> Iterator[str]:
    if behind.lost_ms is not None:
        yield f"{offset_words(behind.lost_ms)} 以前没有跟到：{behind.why}。更早的没有遮盖，请核对，需要的另画一个框。"
    if ahead.lost_ms is not None:
        yield f"{offset_words(ahead.lost_ms)} 以后没有跟到：{ahead.why}。其后没有遮盖，请核对，需要的另画一个框。"


def _telling(pictures: Iterator[Shown], search: Search, said: Said, *, share: tuple[int, int]) -> Iterator[Shown]:
    """Hand pictures on, and say how far it has come by how much of the stretch is behind."""
    first: int | None = None
    length = Fraction(max(1, search.to_ms - search.from_ms))
    for moment, picture in pictures:
        first = moment if first is None else first
        said(min(99, share[0] + int(100 * abs(moment - first) / length)))
        yield moment, picture
