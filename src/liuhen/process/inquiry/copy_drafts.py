"""What is kept of copies that somebody asked for and has not answered for yet: small files beside the previews."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from liuhen.media.derivatives.making import STEM, Made
from liuhen.media.derivatives.plans import Plan
from liuhen.process.inquiry.shelves import ASKED, PROGRESS, Kept, Progress, Shelf, Wanted

RESULT: Final = "made.json"
SHELF: Final = Shelf("copies", "副本")


class Asked(Wanted):
    """What somebody asked for: of which recording, what, and what it is for."""

    name: str  # of the original
    plan: Plan
    purpose: str
    hidden: str


class Result(Kept):
    """What came out, with the digests of its bytes."""

    made: Made
    sha256: str
    sm3: str


class Making(Kept):
    """A making as it stands."""

    asked: Asked
    progress: Progress
    result: Result | None

    @property
    def path(self) -> Path | None:
        """Return where the finished copy lies."""
        return None if self.result is None else SHELF.folder(self.asked.id) / (STEM + self.result.made.ending)


def every() -> Iterator[Making]:
    """Give all that lie about."""
    yield from (one for one in map(read, SHELF.names()) if one is not None)


def read(name: str) -> Making | None:
    """Return a draft as it stands, or None."""
    asked = SHELF.read(Asked, name, ASKED)
    if asked is None:
        return None
    progress, result = SHELF.read(Progress, name, PROGRESS), SHELF.read(Result, name, RESULT)
    return Making(asked=asked, progress=progress or Progress(), result=result)
