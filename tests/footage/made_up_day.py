"""A made-up day: three devices at one inspection, one clock seven minutes slow, a break, an overlap, a late docking.

The inspection lasts from 14:00:00 to 14:12:00 (Beijing). By the true time there are

    A-07   14:00:00 ── 14:03:00    14:04:35 ── 14:07:00        two files, switched off for 95 seconds
    A-11                                14:06:00 ──── 14:10:00          its clock says 13:59:00 to 14:03:00
    P-03                                                14:10:00 ─ 14:12:00    read out five days later
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Final

import av

from liuhen.kernel import clock
from liuhen.kernel.clock import BEIJING
from liuhen.media.samples import make_sample
from liuhen.office.guard import perform
from liuhen.office.registry import office_act_type
from liuhen.process.footage.taking_in import About, Taken, take_in_footage
from process.bureau import Play

SECOND: Final = timedelta(seconds=1)
ARRIVED: Final = datetime(2026, 11, 20, 14, 0, tzinfo=BEIJING)  # a Friday
LEFT: Final = ARRIVED + 720 * SECOND
SLOW_MS: Final = -420_000
EVENING: Final = datetime(2026, 11, 20, 17, 0, tzinfo=BEIJING)
LATE: Final = datetime(2026, 11, 25, 9, 0, tzinfo=BEIJING)  # the Wednesday after
FILED: Final = datetime(2026, 11, 25, 10, 0, tzinfo=BEIJING)
_PIECE: Final = 5  # seconds of sample that are repeated


@dataclass(frozen=True)
class Shot:
    """A file of the day.

    Args:
        start: true seconds after the arrival at which it begins.
        fast_ms: how far its clock is fast.
        docked: when it was read out.
    """

    device: str
    carrier: str
    start: int
    seconds: int
    fast_ms: int = 0
    docked: datetime = EVENING

    @property
    def shown(self) -> datetime:
        """What the device says when it begins."""
        return ARRIVED + self.start * SECOND + timedelta(milliseconds=self.fast_ms)


SHOTS: Final = (
    Shot("A-07", "zhou", 0, 180),
    Shot("A-07", "zhou", 275, 145),
    Shot("A-11", "he", 360, 240, fast_ms=SLOW_MS),
    Shot("P-03", "zhou", 600, 120, docked=LATE),
)


def film(folder: Path) -> list[Path]:
    """Write the day's files: a real sample's pictures, one after the other, with the device's time in each file."""
    piece = make_sample(folder / "piece.mp4", seconds=_PIECE, started=ARRIVED, title="示例现场检查")
    return [_film(piece, folder / f"{one.device}-{one.start}.mp4", one) for one in SHOTS]


def _film(piece: Path, to: Path, shot: Shot) -> Path:
    with av.open(str(piece)) as source:
        stream = source.streams.video[0]
        packets = [one for one in source.demux(stream) if one.dts is not None]
        told = [(one.pts or 0, one.dts or 0, one.duration or 0, bytes(one), one.is_keyframe) for one in packets]
        with av.open(str(to), "w", format="mp4") as out:
            out.metadata["creation_time"] = shot.shown.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            twin = out.add_stream_from_template(stream)
            for at in range(0, shot.seconds, _PIECE):
                moved = int(Fraction(at) / (stream.time_base or Fraction(1)))
                for pts, dts, duration, data, key in told:
                    packet = av.Packet(data)
                    packet.pts, packet.dts, packet.duration = pts + moved, dts + moved, duration
                    packet.time_base, packet.stream, packet.is_keyframe = stream.time_base, twin, key
                    out.mux(packet)
    return to


def register(case: Play) -> None:
    """Register the three devices and hand them to who carries them."""
    for shot in {one.device: one for one in SHOTS}.values():
        told = {"device": shot.device, "sort": "recorder"}
        _office(case, "zheng", "device.registered", told)
        _office(case, "zheng", "device.handed", {"device": shot.device, "holder": case.people[shot.carrier].id})


def dock(case: Play, files: Sequence[Path], *, at: datetime) -> list[Taken]:
    """Read out what is read out at that moment: the clock is held against the system's, then the file is taken in."""
    taken = []
    with clock.at(at):
        for shot, file in zip(SHOTS, files, strict=True):
            if shot.docked == at:
                shows = at + timedelta(milliseconds=shot.fast_ms)
                if shot.device not in {one.device for one in taken}:
                    _office(case, "zheng", "device.docked", {"device": shot.device, "device_time": shows})
                about = About(way="dock", device=shot.device, carrier=case.people[shot.carrier].id)
                taken.append(take_in_footage(file, by=case.people["zheng"], about=about))
    return taken


def _office(case: Play, who: str, kind: str, told: dict[str, object]) -> None:
    form = office_act_type(kind).form.model_validate(told)
    perform(kind, form, by=case.people[who], key=f"{kind}-{told['device']}-{case.ref}", channel="web")
