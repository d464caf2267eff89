"""原件核查: re-read originals, compare with both digests of their entries, set aside what differs, say so.

What was read longest ago comes first. Nothing ever takes a fresh digest: what differs is damaged, until a copy with the
recorded digests is put back. A run may be stopped at any time and goes on where it was.
"""

import random
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from django.conf import settings

from liuhen.kernel import clock
from liuhen.kernel.clock import written
from liuhen.kernel.errors import BadInputError
from liuhen.ledger import append, entries
from liuhen.ledger.storage import whole
from liuhen.media.arrivals import Declared
from liuhen.media.fixity import Fault, Problem, check
from liuhen.media.places import settle, where
from liuhen.media.store import take_in
from liuhen.office.actions import SYSTEM
from liuhen.office.damaged import damaged
from liuhen.office.models import DamagedOriginal
from liuhen.office.payloads.fixity import FixityChecked, OriginalQuarantined, OriginalRestored
from liuhen.people.models import Organ
from liuhen.process.case.fixity import originals_named
from liuhen.upkeep.fixity_log import FixityLog, Original
from liuhen.upkeep.troubles import speaking

Way = Literal["full", "due", "sample"]
Said = Callable[[int, int], None]
"""Told how many bytes are read, and how many there are to read."""

ASIDE: Final = ".quarantine"
"""Below the originals: what was found damaged, kept as it was found."""


@dataclass(slots=True)
class Checked:
    """What a run over one organ's originals found; `stopped`: it was asked to end before all were read."""

    organ: str
    way: Way
    began: datetime
    ended: datetime
    known: int
    checked: int = 0
    size: int = 0
    left: int = 0
    stopped: bool = False
    problems: list[tuple[Original, Problem]] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """Return the shape of `liuhen fixity --json`."""
        told = {name: getattr(self, name) for name in ("organ", "way", "known", "checked", "size", "left", "stopped")}
        found = [
            {"sha256": one.sha256, "what": one.what, "fault": bad.fault, "found": bad.message}
            for one, bad in self.problems
        ]
        return told | {"began": written(self.began), "ended": written(self.ended), "problems": found}


def check_originals(
    way: Way,
    *,
    sample: int = 0,
    said: Said = lambda _done, _of: None,
    stopping: Callable[[], bool] = lambda: False,
    until: datetime | None = None,
) -> list[Checked]:
    """Re-read originals of every organ; each run becomes an entry of its organ, each damaged original one more.

    Args:
        way: `full` reads all; `due` those not read for `LIUHEN_FIXITY_DAYS`, their taking in counted as a reading;
            `sample` only `sample` chosen by lot.
        sample: with `due`, so many more are read by lot among the others.
        stopping: asked after each piece whether to end; what was read until then counts.
        until: when to end.
    """
    organs = Organ.objects.order_by("id").values_list("id", flat=True)
    return [_Run(organ, way, said, stopping, until).over(sample) for organ in organs]


class _Run:
    def __init__(self, organ: str, way: Way, said: Said, stopping: Callable[[], bool], until: datetime | None) -> None:
        self._organ, self._way, self._said = organ, way, said
        self._stopping, self._until = stopping, until
        self._log = FixityLog(settings.LIUHEN_DATA, organ)
        self._pace = _Pace(settings.LIUHEN_FIXITY_RATE)

    def over(self, sample: int) -> Checked:
        began = clock.now()
        self._log.load(lambda after: _named(self._organ, after))
        aside = {one.sha256 for one in damaged(self._organ)}
        chosen = [one for one in self._chosen(sample, began) if one.sha256 not in aside]
        told = Checked(self._organ, self._way, began, began, known=len(self._log.known))
        total = sum(one.size for one in chosen)
        for one in chosen:
            if self._over(told):
                break
            self._one(one, told)
            self._said(told.size, total)
        told.left = len(chosen) - told.checked if self._way != "sample" else 0
        told.ended = clock.now()
        self._log.compact()
        if told.checked:
            _enter(told)
        return told

    def _chosen(self, sample: int, now: datetime) -> Sequence[Original]:
        known = sorted(self._log.known.values(), key=lambda one: (self._log.last_read(one), one.sha256))
        if self._way == "full":
            return known
        since = now - timedelta(days=settings.LIUHEN_FIXITY_DAYS)
        due = [] if self._way == "sample" else [one for one in known if self._log.last_read(one) < since]
        rest = known[len(due) :]
        return [*due, *random.SystemRandom().sample(rest, min(sample, len(rest)))]

    def _over(self, told: Checked) -> bool:
        told.stopped = self._stopping() or (self._until is not None and clock.now() >= self._until)
        return told.stopped

    def _one(self, one: Original, told: Checked) -> None:
        problem = check(settings.LIUHEN_ORIGINALS, sha256=one.sha256, sm3=one.sm3, size=one.size, paced=self._pace.read)
        told.checked += 1
        told.size += one.size
        if problem is None:
            self._log.note(one.sha256, clock.now())
        else:
            told.problems.append((one, problem))
            quarantine(self._organ, one, problem)


class _Pace:
    """Keeps reading below so many bytes a second, so that whoever works meanwhile does not feel it."""

    def __init__(self, rate: int) -> None:
        self._rate, self._began, self._read = rate, time.monotonic(), 0

    def read(self, size: int) -> None:
        self._read += size
        if self._rate and (ahead := self._read / self._rate - (time.monotonic() - self._began)) > 0:
            time.sleep(min(ahead, 1.0))


def quarantine(organ: str, one: Original, problem: Problem) -> None:
    """Set a damaged original aside and record it; from then on nobody is shown it. Asked again, nothing more happens.

    Raises:
        UnusableError: the disk refuses.
    """
    aside = "" if problem.fault in {Fault.MISSING, Fault.UNREADABLE} else _set_aside(one.sha256)
    with whole():
        if DamagedOriginal.objects.filter(organ=organ, sha256=one.sha256, restored=None).exists():
            return
        body = OriginalQuarantined(
            sha256=one.sha256,
            sm3=one.sm3,
            size=one.size,
            name=one.name,
            what=one.what,
            fault=problem.fault.value,
            found=problem.message,
            aside=aside,
        )
        _append(body, organ)


def _set_aside(sha256: str) -> str:
    """Move what lies under a digest out of the way, unchanged; return where it is now, or nothing where none lay."""
    root = Path(settings.LIUHEN_ORIGINALS)
    path, target = where(root, sha256), root / ASIDE / f"{sha256}.{secrets.token_hex(4)}"
    with speaking("损坏的原件没有移开。", root):
        target.parent.mkdir(mode=0o700, exist_ok=True)
        with suppress(FileNotFoundError):
            path.rename(target)
            settle(target.parent)
            settle(path.parent)
            return target.relative_to(root).as_posix()
    return ""


def restore(file: Path) -> Original:
    """Put an original that was set aside back, from a copy; it has to be the very bytes that were taken in.

    Raises:
        BadInputError: the file is none of the originals that are set aside.
        UnusableError: the disk refuses.
    """
    for row in DamagedOriginal.objects.filter(restored=None, size=file.stat().st_size):
        with file.open("rb") as source, suppress(BadInputError):
            said = Declared(size=row.size, sha256=row.sha256, sm3=row.sm3)
            take_in(
                source, root=settings.LIUHEN_ORIGINALS, name=row.name, declared=said, reserve=settings.LIUHEN_RESERVE
            )
            _append(OriginalRestored(sha256=row.sha256, name=row.name, way=f"文件 {file.name}"), row.organ)
            return Original(row.sha256, row.sm3, row.size, row.name, row.what)
    raise BadInputError(
        f"“{file.name}”不是被隔离的原件。",
        why="没有一份被隔离的原件与它的大小和校验值都相同。",
        remedy="请用 liuhen restore 把备份恢复到另一个目录，从其中的 originals 取出同名（SHA-256）的文件再试。",
    )


def _enter(told: Checked) -> None:
    body = FixityChecked(
        way=told.way,
        began=told.began,
        ended=told.ended,
        known=told.known,
        checked=told.checked,
        size=told.size,
        faults=len(told.problems),
        left=told.left,
    )
    _append(body, told.organ)


def _append(body: FixityChecked | OriginalQuarantined | OriginalRestored, organ: str) -> None:
    append(body, organ=organ, by=SYSTEM, happened=clock.now(), key=f"fixity-{secrets.token_hex(8)}", channel="cli")


def _named(organ: str, after: int) -> Iterator[tuple[int, Original | None]]:
    for entry in entries(organ=organ, after=after):
        found = False
        for label, scan in originals_named(entry):
            found = True
            what = f"{label}（案卷 {entry.dossier} 第 {entry.dossier_seq} 条）" if entry.dossier else label
            yield entry.organ_seq, Original(scan.sha256, scan.sm3, scan.size, scan.name, what, written(entry.recorded))
        if not found:
            yield entry.organ_seq, None
