"""What originals there are, and when each was last re-read: two files of lines beside the data, made again if lost.

They are no record: what a run found is an entry. They let a run go on where it was stopped, and the next begin with
what was read longest ago. A line cut by a crash is skipped: that original is simply read again.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from liuhen.kernel.clock import read_when, written
from liuhen.upkeep.status import own_folder
from liuhen.upkeep.troubles import speaking

_KNOWN: Final = "fixity-known.jsonl"
_READ: Final = "fixity-read.jsonl"
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Original:
    """An original as its first entry names it.

    Args:
        what: says in words which entry that is.
        kept: when the entry was recorded, as `kernel.clock.written`: its bytes were read back then. Logs of earlier
            releases do not tell it.
    """

    sha256: str
    sm3: str
    size: int
    name: str
    what: str
    kept: str = ""


class FixityLog:
    """The two files of one organ."""

    def __init__(self, data: Path, organ: str) -> None:
        self._known_file = own_folder(data) / f"{organ}-{_KNOWN}"
        self._read_file = own_folder(data) / f"{organ}-{_READ}"
        self.known: dict[str, Original] = {}
        self.read: dict[str, datetime] = {}
        self._after = 0

    def load(self, more: Callable[[int], Iterable[tuple[int, Original | None]]]) -> None:
        """Read both files, and add what the entries name that came since.

        Args:
            more: gives, for entries after a number of the organ's chain, that number and the original it names, if any.
        """
        for told in _lines(self._known_file):
            self._after = max(self._after, int(told["seq"]))
            if "sha256" in told:
                self.known[told["sha256"]] = Original(
                    **{name: told[name] for name in Original.__slots__ if name in told}
                )
        for told in _lines(self._read_file):
            moment = read_when(told["at"])
            if isinstance(moment, datetime):
                self.read[told["sha256"]] = moment
        with (
            speaking("原件核查没有进行。", self._known_file.parent),
            self._known_file.open("a", encoding="utf-8") as file,
        ):
            for seq, one in more(self._after):
                new = one is not None and one.sha256 not in self.known
                if one is not None and new:
                    self.known[one.sha256] = one
                told = {"seq": seq} | (asdict(one) if one is not None and new else {})
                if new or seq % 1000 == 0:
                    file.write(json.dumps(told, ensure_ascii=False) + "\n")

    def last_read(self, one: Original) -> datetime:
        """Return when an original was read last: by a check, or else when it was taken in and read back."""
        if (read := self.read.get(one.sha256)) is not None:
            return read
        moment = read_when(one.kept) if one.kept else None
        return moment if isinstance(moment, datetime) else _NEVER

    def note(self, sha256: str, at: datetime) -> None:
        """Write down that an original was re-read and is sound."""
        self.read[sha256] = at
        with (
            speaking("核查的进度没有记下。", self._read_file.parent),
            self._read_file.open("a", encoding="utf-8") as file,
        ):
            file.write(json.dumps({"sha256": sha256, "at": written(at)}) + "\n")

    def compact(self) -> None:
        """Keep one line an original of what was re-read."""
        draft = self._read_file.with_suffix(".draft")
        with speaking("核查的进度没有记下。", self._read_file.parent):
            with draft.open("w", encoding="utf-8") as file:
                for sha256, at in self.read.items():
                    file.write(json.dumps({"sha256": sha256, "at": written(at)}) + "\n")
            draft.replace(self._read_file)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as file:
            for line in file:
                try:
                    yield json.loads(line)
                except ValueError:
                    continue
    except FileNotFoundError:
        return
