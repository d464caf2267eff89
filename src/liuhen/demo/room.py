"""音像库 of the demo: what has come in and is in no case yet, and a list of recordings of a service window."""

import csv
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from liuhen.demo import footage
from liuhen.demo.actor import Deed
from liuhen.demo.docking import read_out
from liuhen.demo.equipment import KEEPER, Equipment
from liuhen.kernel import clock
from liuhen.kernel.clock import BEIJING
from liuhen.people.officers import Officer
from liuhen.process.footage.listing import below, read_listing, take_listing
from liuhen.process.footage.lists import COLUMNS


class Loose(NamedTuple):
    """A recording of the room; times are written as in the stories, minutes are its length."""

    t: str
    minutes: int
    file: str
    title: str
    scene: str


class Card(NamedTuple):
    """A card that somebody reads out; without a device nobody knows from which it is."""

    t: str
    by: str
    device: str
    files: tuple[Loose, ...]


_CARDS: Final = (
    Card(
        "-1 16:55",
        "丁卫",
        "记录仪 A-05",
        (
            Loose("-1 14:32", 11, "A-05 0001.mp4", "药店巡查　店堂", "shelf"),
            Loose("-1 14:51", 6, "A-05 0002.mp4", "药店巡查　收银台", "counter"),
        ),
    ),
    Card("-1 17:05", KEEPER, "", (Loose("-3 10:18", 4, "DVR00341.mp4", "走廊", "door"),)),
    Card("-4 17:40", "罗敏", "录音笔 R-02", (Loose("-4 15:20", 7, "REC_0012.m4a", "电话核实", "room"),)),
)
_WINDOW, _LISTED, _LIST = "3 号窗口", "-2 17:15", "3号窗口调取清单.csv"
_AT_THE_WINDOW: Final = (
    ("SL-0117（示例）", "许航", "异地就医备案", Loose("-3 09:12", 5, "CK03_0912.mp4", "3 号窗口", "counter")),
    ("SL-0121（示例）", "许航", "门诊慢特病申请", Loose("-3 10:46", 8, "CK03_1046.mp4", "3 号窗口", "counter")),
    ("SL-0126（示例）", "", "材料不全，一次告知", Loose("-2 14:05", 4, "CK03_1405.mp4", "3 号窗口", "counter")),
)


class Room:
    """What comes into the footage room without a case; `deeds` are to be done in the order of their times."""

    def __init__(self, people: Mapping[str, Officer], equipment: Equipment, *, folder: Path) -> None:
        self._people, self._equipment, self._folder = people, equipment, folder

    def deeds(self) -> Iterator[Deed]:
        """Return what is taken in, with its time."""
        for card in _CARDS:
            at = self._equipment.at(card.t)
            yield at, partial(self._read_out, card, at)
        at = self._equipment.at(_LISTED)
        yield at, partial(self._take_listed, at)

    def _read_out(self, card: Card, at: datetime) -> None:
        with TemporaryDirectory(dir=self._folder) as place:
            for one in card.files:
                self._film(Path(place), one, device=card.device)
            fast_ms = self._equipment.fast_ms(card.device, at)
            read_out(Path(place), by=self._people[card.by], device=card.device, at=at, fast_ms=fast_ms)

    def _film(self, place: Path, one: Loose, *, device: str) -> datetime:
        """Make a recording; return when it began, as its device shows."""
        began = self._equipment.at(one.t)
        shown = began + timedelta(milliseconds=self._equipment.fast_ms(device, began))
        title, seconds = f"{one.title}　{device}".rstrip(), one.minutes * 60
        if one.file.endswith(".m4a"):
            footage.audio(place / one.file, title=title, started=shown, seconds=seconds)
        else:
            footage.video(place / one.file, title=title, scene=one.scene, started=shown, seconds=seconds)
        return shown

    def _take_listed(self, at: datetime) -> None:
        """Take the recordings of a window in by the list that came with them."""
        by = self._people[KEEPER]
        with TemporaryDirectory(dir=self._folder) as folder, clock.at(at):
            place = Path(folder)
            with (place / _LIST).open("w", encoding="utf-8-sig", newline="") as file:
                rows = csv.writer(file)
                rows.writerow(COLUMNS)
                for matter, person, note, one in _AT_THE_WINDOW:
                    began = self._film(place, one, device=_WINDOW)
                    span = [
                        f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"
                        for moment in (began, began + one.minutes * timedelta(minutes=1))
                    ]
                    rows.writerow([one.file, matter, _WINDOW, *span, person, note])
            listing = read_listing(place / _LIST, by=by, find=below([place]))
            if wrong := [one.said for one in take_listing(listing, by=by, channel="seed") if one.wrong]:
                raise ValueError(f"the demo's list was not taken in: {wrong}")
