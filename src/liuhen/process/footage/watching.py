"""A docking station that is watched: cards come and go, files grow; each is taken in once it has stopped growing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from liuhen.process.footage.card import Outcome, PulledOutError, files_on
from liuhen.process.footage.docking import Docking

Mark = tuple[int, int]  # size in bytes, nanoseconds of the last write


@dataclass(slots=True)
class Watch:
    """What was seen on the folders so far.

    Args:
        settle: seconds that a file must not change before it is taken for whole.
    """

    docking: Docking
    roots: Sequence[Path]
    settle: float
    done: dict[Path, Mark] = field(default_factory=dict)
    growing: dict[Path, tuple[Mark, float]] = field(default_factory=dict)

    def look(self, *, now: float) -> Iterator[Outcome]:
        """Look once at all folders and take what is ready; one that is gone is begun anew when it comes back.

        Args:
            now: seconds of a clock that only goes forward.
        """
        for root in self.roots:
            try:
                yield from self._look_at(root, now)
            except PulledOutError:
                self._forget(root)
        self.docking.write_down()

    def _look_at(self, root: Path, now: float) -> Iterator[Outcome]:
        for path, why in files_on(root):
            if why or (mark := _mark(path)) is None or self.done.get(path) == mark:
                continue
            before = self.growing.get(path)
            if before is None or before[0] != mark:
                self.growing[path] = (mark, now)
            elif now - before[1] >= self.settle:
                yield self.docking.read_file(path, root=root)
                self.done[path] = mark
                del self.growing[path]

    def _forget(self, root: Path) -> None:
        for seen in (self.done, self.growing):
            for path in [one for one in seen if one.is_relative_to(root)]:
                del seen[path]


def _mark(path: Path) -> Mark | None:
    try:
        told = path.stat()
    except OSError:
        return None  # gone between two looks
    return told.st_size, told.st_mtime_ns
