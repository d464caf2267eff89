"""成批制作: many papers at once, each one act by whoever asked, done in the background one after the other.

What was asked, and what came of each, lies in a small file per batch: it is no record, the papers are. Every paper has
a request key of its own, so that a batch begun anew, or a worker that died, makes none twice.
"""

import json
import os
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Any, Final, Literal

from django.conf import settings
from django.db import transaction
from django_tasks import task
from pydantic import BaseModel, ConfigDict

from liuhen.jobs import stopping
from liuhen.jobs.lanes import QUICK
from liuhen.jobs.stopping import HandedBackError
from liuhen.jobs.waiting import waits_or_runs
from liuhen.kernel.canonical import Json
from liuhen.kernel.errors import BadInputError, LiuhenError, NotFoundError, UnusableError
from liuhen.office.in_force import in_force
from liuhen.papers import form as catalogue
from liuhen.people.officers import Officer, officer
from liuhen.process.case.guard import perform
from liuhen.process.case.papers.looking import begun
from liuhen.process.case.papers.making import FinaliseForm, PaperFinalised, title_of
from liuhen.process.case.reference import find_case

MOST: Final = 500
"""Papers a batch may have: as many as a volume."""
_TURN: Final = 3.0  # seconds after which a job lets others go before it
_FOLDER: Final = "batches"

State = Literal["waiting", "made", "failed"]


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Item(_Kept):
    """One paper of a batch: what it is made from, what is filled in by hand, and what came of it."""

    ref: str
    form: str
    title: str
    source_seq: int
    state: State = "waiting"
    seq: int = 0
    number: str = ""
    said: str = ""
    entered: dict[str, Any] = {}


class Batch(_Kept):
    """What somebody asked for at once."""

    id: str
    organ: str
    person: str
    items: list[Item]

    @property
    def waiting(self) -> bool:
        """Say whether something of it is still to be made."""
        return any(one.state == "waiting" for one in self.items)

    def count(self, state: State) -> int:
        """Return how many of its papers are in this state."""
        return sum(one.state == state for one in self.items)


def ask(
    by: Officer, wanted: Sequence[tuple[str, str, int]], *, key: str, entered: Mapping[str, Json] | None = None
) -> Batch:
    """Let papers wait to be made; the same request sent again is the same batch.

    Args:
        wanted: case, form and the entry that each is made from.
        key: request key of the page.
        entered: fields that are filled in by hand, the same on every paper that asks for them.

    Raises:
        BadInputError: nothing was picked, or more than 500.
        UnusableError: the disk refused.
    """
    told = list(dict.fromkeys(wanted))
    if not 0 < len(told) <= MOST:
        words = "没有选文书。" if not told else f"选了 {len(told)} 件，一次最多 {MOST} 件。"
        raise BadInputError(words, remedy="请勾选要制作的文书，再提交。")
    name = sha256(f"{by.organ}:{by.id}:{key}".encode()).hexdigest()[:24]
    if _path(name).exists():
        return find(by, name)
    items = [
        Item(ref=ref, form=form, title=title_of(form), source_seq=seq, entered=_asked_by(by, form, entered or {}))
        for ref, form, seq in told
    ]
    batch = Batch(id=name, organ=by.organ, person=by.id, items=items)
    _keep(batch)
    _set_off(batch)
    return batch


def _asked_by(by: Officer, form_id: str, entered: Mapping[str, Json]) -> dict[str, Json]:
    """Return those of the fields that a form has."""
    packs = tuple(pack.head.id for pack in in_force(by.organ).rulebook.packs)
    has = {field.name for field in catalogue(form_id, packs).fields}
    return {name: value for name, value in entered.items() if name in has}


def find(by: Officer, name: str) -> Batch:
    """Return a batch of one's own.

    Raises:
        NotFoundError: no such batch, or somebody else's.
    """
    batch = _read(name)
    if batch is None or (batch.organ, batch.person) != (by.organ, by.id):
        raise NotFoundError("没有这一批文书。", why="没有办过，或者不是您办的。", remedy="请从案件的文书页面重新选择。")
    return batch


def mine(by: Officer) -> list[Batch]:
    """Return one's own batches, the latest first."""
    files = sorted(_folder().glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
    read = (_read(file.stem) for file in files)
    return [one for one in read if one is not None and (one.organ, one.person) == (by.organ, by.id)]


def again(by: Officer, name: str) -> Batch:
    """Let what failed wait once more, and set off what a stopped installation left."""
    batch = find(by, name)
    for one in batch.items:
        if one.state == "failed":
            one.state, one.said = "waiting", ""
    _keep(batch)
    _set_off(batch)
    return batch


@task(queue_name=QUICK)
def make_batch(name: str) -> None:
    """Job: make what waits, for a few seconds; the rest waits as a job of its own, so that others have their turn."""
    batch, began = _read(name), monotonic()
    if batch is None:
        return
    by = officer(batch.person)
    for at, one in enumerate(batch.items):
        if one.state != "waiting":
            continue
        if stopping.asked():
            raise HandedBackError
        if monotonic() - began > _TURN:
            make_batch.enqueue(name)
            return
        _make(batch, at, by)
        _keep(batch)


def _make(batch: Batch, at: int, by: Officer) -> None:
    """Make one paper; a refusal stays with it, what the machine refused goes to whoever runs the job."""
    one = batch.items[at]
    key = f"batch-{batch.id}-{at}"
    try:
        form = FinaliseForm(form=one.form, source_seq=one.source_seq, entered=_by_hand(batch, one, by))
        done = perform(PaperFinalised.kind, one.ref, form, by=by, happened=None, key=key, channel="web")
    except UnusableError:
        raise
    except LiuhenError as err:
        one.state, one.said = "failed", _words(err)
        return
    _, paper = find_case(batch.organ, one.ref).at(done.seq, PaperFinalised)
    one.state, one.seq, one.number = "made", done.seq, paper.number


def _by_hand(batch: Batch, one: Item, by: Officer) -> dict[str, Json]:
    """Return what is filled in by hand on a paper: of what was given to all, that of which its case says nothing."""
    if not one.entered:
        return {}
    case = find_case(batch.organ, one.ref)
    known = begun(case, FinaliseForm(form=one.form, source_seq=one.source_seq), by=by).known
    return {name: value for name, value in one.entered.items() if name not in known}


def _words(err: LiuhenError) -> str:
    fields = "；".join(err.fields.values()) if isinstance(err, BadInputError) else ""
    return "".join(part for part in (err.message, err.why, fields and f"（{fields}）", err.remedy) if part)[:600]


def _set_off(batch: Batch) -> None:
    with transaction.atomic():
        if batch.waiting and not waits_or_runs(make_batch.module_path, batch.id):
            make_batch.enqueue(batch.id)


def _folder() -> Path:
    folder: Path = settings.LIUHEN_DATA / _FOLDER
    return folder


def _path(name: str) -> Path:
    return _folder() / f"{name}.json"


def _read(name: str) -> Batch | None:
    if not name.isalnum():
        return None
    try:
        return Batch.model_validate(json.loads(_path(name).read_text("utf-8")))
    except (OSError, ValueError):
        return None


def _keep(batch: Batch) -> None:
    """Write the file in one move: whoever reads it sees it whole."""
    path = _path(batch.id)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(batch.model_dump_json(), "utf-8")
        draft.replace(path)
    except OSError as err:
        raise UnusableError("这一批文书没有存上。", why="磁盘拒绝写入。", remedy="请检查磁盘空间后重试。") from err
