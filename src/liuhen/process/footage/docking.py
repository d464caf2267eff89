"""Reading a device out: the clock is measured, its files are taken in, and both is written down once at the end."""

import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError
from liuhen.ledger import append
from liuhen.people.officers import Officer, officers_in
from liuhen.people.scope import Subject, require
from liuhen.process.footage.card import Outcome, files_on, take_file
from liuhen.process.footage.device_payloads import DeviceDocked
from liuhen.process.footage.payloads import FURTHEST
from liuhen.process.footage.recognising import names_of
from liuhen.process.footage.taking_in import About


@dataclass(slots=True)
class Docking:
    """One time of reading out, however many cards it takes.

    Args:
        device: for every file; empty lets each tell by its name.
        carrier: id of the officer; None lets the register tell who carried the device.
        offset_ms: the device's clock less the true time, as it was measured now; None where nobody did.
        channel: cli, or seed where the times of a demo are told.
    """

    by: Officer
    device: str = ""
    carrier: str | None = None
    offset_ms: int | None = None
    device_time: datetime | None = None
    wipe: bool = False
    channel: str = "cli"
    taken: Counter[str] = field(default_factory=Counter)

    def read(self, root: Path) -> Iterator[Outcome]:
        """Take in every file of a card or folder; yield what became of each as it comes.

        Raises:
            PulledOutError: the card is gone; what was yielded until then is done.
        """
        for path, why in files_on(root):
            if why:
                yield Outcome(str(path.relative_to(root)), "ignored", why)
            else:
                yield self.read_file(path, root=root)

    def read_file(self, path: Path, *, root: Path) -> Outcome:
        """Take in one file of a card."""
        about = About(way="dock", device=self.device, carrier=self.carrier, clock_offset_ms=self.offset_ms)
        names = {} if self.device else names_of(self.by.organ)
        done = take_file(path, root=root, by=self.by, about=about, names=names, wipe=self.wipe, channel=self.channel)
        if done.state == "taken" and done.taken is not None and done.taken.device:
            self.taken[done.taken.device] += 1
        return done

    def write_down(self) -> None:
        """Put down, for every device, that it was read out; nothing where nothing came and no clock was measured."""
        if self.device and self.offset_ms is not None:
            self.taken[self.device] += 0
        for device, count in sorted(self.taken.items()):
            self._docked(device, count)
        self.taken.clear()

    def _docked(self, device: str, count: int) -> None:
        organ, now = self.by.organ, clock.now()
        require(self.by, DeviceDocked.kind, Subject(organ=organ), doing="登记设备导出")
        measured = self.offset_ms if device == self.device or not self.device else None
        body = DeviceDocked(
            device=device,
            device_time=self.device_time if measured is not None else None,
            system_time=now,
            clock_offset_ms=measured,
            taken=count,
        )
        key = f"dock:{secrets.token_hex(12)}"
        append(body, organ=organ, by=self.by.actor, happened=now, key=key, channel=self.channel)


def offset_of(device_time: datetime, *, now: datetime) -> int:
    """Return by how many milliseconds a device's clock is ahead; raise BadInputError for another century."""
    offset = (device_time - now) // timedelta(milliseconds=1)
    if abs(offset) > FURTHEST:
        raise BadInputError("设备时间不对。", why="与标准时间相差一百年以上。", remedy="请核对年份。")
    return offset


def carrier_named(organ: str, name: str) -> str:
    """Return the id of the officer whom a name or an account means.

    Raises:
        BadInputError: nobody is called so, or several are.
    """
    people = officers_in(organ)
    found = [one for one in people if one.account == name] or [one for one in people if one.name == name]
    if len(found) == 1:
        return found[0].id
    said = _said(found) if found else "本机关在职人员里没有这个人。"
    raise BadInputError(f"不知道“{name}”是谁。", why=said, remedy="请写姓名；同名的写账号。")


def _said(found: Sequence[Officer]) -> str:
    return "同名的有：" + "、".join(f"{one.name}（{one.department}，账号 {one.account}）" for one in found) + "。"
