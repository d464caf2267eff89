"""What is kept of copies that somebody asked for and has not answered for yet: small files beside the previews.

They are drafts, no records. Each is its asker's own and may be thrown away at any time.
"""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeVar

from django.conf import settings
from pydantic import BaseModel, ConfigDict, ValidationError

from liuhen.media.derivatives.making import STEM, Made
from liuhen.media.derivatives.plans import Plan
from liuhen.media.disk import speaking_of

ASKED, PROGRESS, RESULT = "asked.json", "progress.json", "made.json"

State = Literal["waiting", "working", "made", "failed"]


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


K = TypeVar("K", bound=_Kept)


class Asked(_Kept):
    """What somebody asked for: of which recording, what, and what it is for."""

    id: str
    organ: str
    person: str
    dossier: str
    seq: int
    sha256: str  # of the original
    name: str  # of the original
    plan: Plan
    purpose: str
    hidden: str
    at: datetime


class Progress(_Kept):
    """How far a making is; `said` and `remedy` are for reading."""

    state: State = "waiting"
    percent: int = 0
    said: str = ""
    remedy: str = ""


class Result(_Kept):
    """What came out, with the digests of its bytes."""

    made: Made
    sha256: str
    sm3: str


class Making(_Kept):
    """A making as it stands."""

    asked: Asked
    progress: Progress
    result: Result | None

    @property
    def path(self) -> Path | None:
        """Return where the finished copy lies."""
        return None if self.result is None else folder(self.asked.id) / (STEM + self.result.made.ending)


def _root() -> Path:
    root: Path = settings.LIUHEN_DERIVED / "copies"
    return root


def every() -> Iterator[Making]:
    """Give all that lie about."""
    found = (read(path.parent.name) for path in _root().glob(f"*/{ASKED}"))
    yield from (one for one in found if one is not None)


def folder(name: str) -> Path:
    """Return where a draft lies, whether it is there or not."""
    return _root() / name


def read(name: str) -> Making | None:
    """Return a draft as it stands, or None."""
    if not name.isalnum():
        return None
    asked = _kept(Asked, name, ASKED)
    if asked is None:
        return None
    progress, result = _kept(Progress, name, PROGRESS), _kept(Result, name, RESULT)
    return Making(asked=asked, progress=progress or Progress(), result=result)


def _kept(kind: type[K], name: str, part: str) -> K | None:
    try:
        return kind.model_validate_json((folder(name) / part).read_bytes())
    except (OSError, ValueError, ValidationError):
        return None


def keep(name: str, part: str, told: _Kept) -> None:
    """Write a file in one move: whoever reads it sees it whole."""
    path = folder(name) / part
    draft = path.with_name(f".{part}.{os.getpid()}")
    with speaking_of("副本"):
        path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        draft.write_text(json.dumps(told.model_dump(mode="json"), ensure_ascii=False), "utf-8")
        draft.replace(path)
