"""Shelves of drafts beside the previews: what somebody asked a machine to make, how far it is, what came out.

They are no records. Each is its asker's own and may be thrown away at any time.
"""

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, TypeVar

from django.conf import settings
from pydantic import BaseModel, ConfigDict, ValidationError

from liuhen.jobs import stopping
from liuhen.jobs.stopping import HandedBackError
from liuhen.kernel.errors import LiuhenError, UnusableError
from liuhen.media.apart import InterruptedMakingError
from liuhen.media.disk import speaking_of

ASKED: Final = "asked.json"
PROGRESS: Final = "progress.json"

State = Literal["waiting", "working", "made", "failed"]


class Kept(BaseModel):
    """What lies on a shelf."""

    model_config = ConfigDict(frozen=True, extra="forbid")


K = TypeVar("K", bound=Kept)


class Wanted(Kept):
    """A draft that somebody wants of a recording: whose it is, and of which original."""

    id: str
    organ: str
    person: str
    dossier: str
    seq: int
    sha256: str  # of the original
    at: datetime


class Progress(Kept):
    """How far a making is; `said` and `remedy` are for reading."""

    state: State = "waiting"
    percent: int = 0
    said: str = ""
    remedy: str = ""


class Shelf:
    """Drafts of one kind, each a folder of small files under its name.

    Args:
        name: of the folder beside the previews.
        what: what a draft is, in Chinese, for the message when the disk refuses.
    """

    def __init__(self, name: str, what: str) -> None:
        self._name, self._what = name, what

    def folder(self, name: str) -> Path:
        """Return where a draft lies, whether it is there or not."""
        root: Path = settings.LIUHEN_DERIVED / self._name
        return root / name

    def names(self) -> Iterator[str]:
        """Give the names of all that lie about."""
        yield from (path.parent.name for path in self.folder("").glob(f"*/{ASKED}"))

    def there(self, name: str) -> bool:
        """Say whether a draft is there and was not thrown away."""
        return (self.folder(name) / ASKED).exists()

    def read(self, kind: type[K], name: str, part: str) -> K | None:
        """Return a part of a draft, None where it is not there."""
        if not name.isalnum():
            return None
        try:
            return kind.model_validate_json((self.folder(name) / part).read_bytes())
        except (OSError, ValueError, ValidationError):
            return None

    def keep(self, name: str, part: str, told: Kept) -> None:
        """Write a part in one move: whoever reads it sees it whole.

        Raises:
            UnusableError: the disk refuses.
        """
        path = self.folder(name) / part
        draft = path.with_name(f".{part}.{os.getpid()}")
        with speaking_of(self._what):
            path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
            draft.write_text(json.dumps(told.model_dump(mode="json"), ensure_ascii=False), "utf-8")
            draft.replace(path)

    def discard(self, name: str) -> None:
        """Throw a draft away; a making under way ends by itself."""
        shutil.rmtree(self.folder(name), ignore_errors=True)

    @contextmanager
    def making(self, name: str) -> Iterator[None]:
        """Let one process at a time make a draft; write down how it failed.

        Raises:
            HandedBackError: the worker stops; it is made when one starts again.
            UnusableError: the machine refused; worth another try.
        """
        try:
            with self._alone(name):
                yield
        except InterruptedMakingError as stopped:
            if self.there(name):
                self.keep(name, PROGRESS, Progress())
                raise HandedBackError from stopped
        except LiuhenError as error:
            if not self.there(name):
                return
            said = error.message if error.message == error.why else error.message + error.why
            self.keep(name, PROGRESS, Progress(state="failed", said=said[:300], remedy=error.remedy[:300]))
            if isinstance(error, UnusableError):
                raise

    @contextmanager
    def workshop(self, name: str) -> Iterator[Path]:
        """Yield an empty folder to work in; what an earlier try left is gone, and so is this one in the end."""
        place = self.folder(name)
        with speaking_of(self._what):
            for left in place.glob("work-*"):
                shutil.rmtree(left, ignore_errors=True)
            work = Path(tempfile.mkdtemp(prefix="work-", dir=place))
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def tell(self, name: str, percent: int) -> None:
        """Write down how far a making is, unless it was thrown away meanwhile."""
        if self.there(name):
            self.keep(name, PROGRESS, Progress(state="working", percent=percent))

    def over(self, name: str) -> bool:
        """Say whether a making has to end: the worker stops, or it was thrown away."""
        return stopping.asked() or not self.there(name)

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        with speaking_of(self._what):
            file = (self.folder(name) / "lock").open("w")
        with file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
