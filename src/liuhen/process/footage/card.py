"""A card or a docking station: its files are walked, each is taken in for itself, and what went wrong is said of each.

The card is only read. A file goes from it when that was asked for, and only after both copies were read again and both
digests agree: one file at a time, so that a cut leaves every other file where it was.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from django.conf import settings

from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import BadInputError, LiuhenError, UnusableError
from liuhen.media.fixity import check, digests_of
from liuhen.media.formats import recognise
from liuhen.media.probe import probe
from liuhen.media.structure import BrokenError
from liuhen.people.officers import Officer
from liuhen.process.footage.recognising import device_in
from liuhen.process.footage.taking_in import About, Taken, take_in_footage

State = Literal["taken", "known", "ignored", "refused", "unreadable"]
Wiped = Literal["", "wiped", "kept"]

MEDIA_ENDINGS: Final = frozenset(
    {".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".ts", ".mts", ".3gp", ".wav", ".mp3", ".m4a", ".aac", ".amr"}
    | {".ogg", ".opus", ".flac", ".jpg", ".jpeg", ".png", ".heic"}
)
"""A file that is called so should be a recording; where it is none, somebody has to know."""
_RECOVER: Final = "请先用设备配套的软件尝试修复、导出；确认不能修复的，保留存储卡，不要格式化。"
_SYSTEM: Final = frozenset(
    ("system volume information", "$recycle.bin", "recycler", "lost.dir", "found.000", "thumbs.db", "desktop.ini")
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    Args:
        path: as it stands below the card.
        said: one sentence for who stands at the card; `remedy` says what to do.
        wiped: whether it was deleted from the card, where that was asked for.
    """

    path: str
    state: State
    said: str
    remedy: str = ""
    taken: Taken | None = None
    wiped: Wiped = ""

    @property
    def wrong(self) -> bool:
        """Say whether somebody has to see to this file."""
        return self.state in {"refused", "unreadable"} or self.wiped == "kept"


class PulledOutError(UnusableError):
    """The card is gone: what was read is kept, the rest waits for the next time."""

    def __init__(self, root: Path) -> None:
        super().__init__(
            f"存储卡已经拔出：{root}。",
            why="读到一半，目录不见了。",
            remedy="已经收入的都在，重新插上以后再运行一次，会从没有收入的文件接着收。",
        )


def files_on(root: Path) -> Iterator[tuple[Path, str]]:
    """Yield every file below a folder in the order of their names, and why it is passed over; nothing is followed.

    Raises:
        PulledOutError: the folder is gone.
    """
    if root.is_file():
        yield root, ""
        return
    _require_there(root)
    closed: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=closed.append):
        folders[:] = sorted(one for one in folders if not _hidden(one))
        for name in sorted(names):
            path = Path(folder) / name
            yield path, _passed_over(path)
    _require_there(root)  # a card that is gone ends the walk without a word
    yield from ((Path(err.filename), "") for err in closed)  # a folder that cannot be read is said like a file


def take_file(
    path: Path,
    *,
    root: Path,
    by: Officer,
    about: About,
    names: Mapping[str, Sequence[tuple[str, ...]]],
    wipe: bool = False,
    channel: str = "cli",
) -> Outcome:
    """Take one file of a card in; whatever is wrong with it is said and raises nothing but that the card is gone.

    Args:
        about: what holds for the whole card; a device that is not named there is looked for in the path.
        names: `recognising.names_of` the organ.
        wipe: delete it from the card once both copies are proved to be the same.

    Raises:
        PulledOutError: the card is gone.
    """
    shown = _shown(path.relative_to(root) if path != root else Path(path.name))
    try:
        if why := _no_recording(path):
            return Outcome(shown, "ignored", why)
        taken = take_in_footage(path, by=by, about=_told(about, path, shown, names), channel=channel)
    except BadInputError as err:
        _require_there(root)
        return Outcome(shown, "refused", err.message + err.why, err.remedy)
    except OSError as err:
        _require_there(root)
        return Outcome(shown, "unreadable", f"读不出来：{err.strerror or err}。", "请检查存储卡，或者换读卡器再试。")
    except LiuhenError as err:
        _require_there(root)
        return Outcome(shown, "refused", err.message + err.why, err.remedy)
    said = f"先前已经收过：{taken.where}。" if taken.known else f"已收入，音像库第 {taken.seq} 条。"
    done = Outcome(shown, "known" if taken.known else "taken", said, taken=taken)
    return _wiped(done, path, taken) if wipe else done


def _told(about: About, path: Path, shown: str, names: Mapping[str, Sequence[tuple[str, ...]]]) -> About:
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    device = about.device or device_in(Path(path.parent.name) / shown, names)
    return replace(about, device=device, modified=modified, origin=shown[-1_000:])


def _no_recording(path: Path) -> str:
    """Return why a file is passed over: it is none of a recorder's; one that is named like a recording is not."""
    if path.suffix.casefold() in MEDIA_ENDINGS:
        return ""
    try:
        found = recognise(path, name=path.name)
    except BadInputError:
        return "不是音像文件，没有收入"
    return f"是 {found.label}，不是音像，没有收入" if found.kind == "document" else ""


def _wiped(done: Outcome, path: Path, taken: Taken) -> Outcome:
    """Delete the card's copy once the stored one and the card's are both read again and are the same."""
    wrong = check(settings.LIUHEN_ORIGINALS, sha256=taken.sha256, sm3=taken.sm3, size=taken.size)
    if wrong is not None:
        return replace(done, wiped="kept", said=f"{done.said}没有从卡上删除：{wrong.message}")
    try:
        if (why := _beyond_playing(path)) is not None:
            return replace(done, wiped="kept", said=f"{done.said}没有从卡上删除：{why}", remedy=_RECOVER)
        if digests_of(path) != Digests(sha256=taken.sha256, sm3=taken.sm3):
            return replace(done, wiped="kept", said=f"{done.said}没有从卡上删除：卡上的文件刚刚变了。")
        path.unlink()
    except OSError as err:
        return replace(done, wiped="kept", said=f"{done.said}没有从卡上删除：{err.strerror or err}。")
    return replace(done, wiped="wiped", said=f"{done.said}两边核对一致，已从卡上删除。")


def _beyond_playing(path: Path) -> str | None:
    """Return why nothing of a file can be shown, else None: the card may hold more of it than the file does."""
    try:
        probe(path, name=path.name)
    except BrokenError as broken:
        return f"不能播放，{broken.lacks}"
    except BadInputError:
        return None
    return None


def _passed_over(path: Path) -> str:
    if _hidden(path.name):
        return "系统文件，没有收入"
    if path.is_symlink():
        return "是链接，没有收入"
    # What is gone since it was listed is read all the same, so that somebody is told.
    return "不是普通文件，没有收入" if path.exists() and not path.is_file() else ""


def _shown(path: Path) -> str:
    """Return a path as it can be printed and kept; old recorders write names in encodings of their own."""
    return "".join(one if one.isprintable() else "_" for one in str(path))


def _hidden(name: str) -> bool:
    return name.startswith(".") or name.casefold() in _SYSTEM


def _require_there(root: Path) -> None:
    if not root.exists():
        raise PulledOutError(root)
