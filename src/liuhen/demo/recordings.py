"""The demo's recordings: made, read out as after a day outside, filed with their labels, then watched and marked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from liuhen.demo import footage
from liuhen.demo.actor import Stage
from liuhen.demo.copies import make_copy
from liuhen.demo.docking import read_out
from liuhen.demo.equipment import Equipment
from liuhen.demo.forms import Scene
from liuhen.demo.story import Footage
from liuhen.kernel.clock import BEIJING
from liuhen.media.samples import make_sample
from liuhen.papers import faces
from liuhen.process.footage.taking_in import Taken

_STAGES: Final = {"inspection.made": "inspection", "interview.made": "interview", "service.made": "service"}
_SUFFIXES: Final = {"video": "mp4", "clip": "mp4", "audio": "m4a", "photo": "png"}
_SPOKEN: Final = {"time": 4_000, "place": 9_000, "officers": 14_000, "object": 21_000, "stage": 26_000}  # ms
_MILLISECOND: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Activity:
    """What recordings belong to: the number of its entry, and its day."""

    seq: int
    day: date


@dataclass(frozen=True, slots=True)
class _Kept:
    seq: int
    started: datetime
    told: Footage


class Shelf:
    """The recordings of one case, as they are brought to the store."""

    def __init__(self, stage: Stage, folder: Path, equipment: Equipment) -> None:
        self._stage, self._folder, self._equipment = stage, folder, equipment
        self._taken: dict[Footage, Taken] = {}
        self._kept: list[_Kept] = []

    def read_out(self, scene: Scene, *, by: str, on: date, at: datetime) -> None:
        """Take the recordings of a step out of their devices into the footage room; photographs come by themselves."""
        filmed = [one for one in scene.step.files if one.kind != "photo"]
        for device in dict.fromkeys(one.device for one in filmed):
            with TemporaryDirectory(dir=self._folder) as card:
                names = {self._made(Path(card), scene, one, on).name: one for one in filmed if one.device == device}
                fast_ms = self._equipment.fast_ms(device, at)
                who = self._stage.people[by]
                taken = read_out(Path(card), by=who, device=device, at=at, fast_ms=fast_ms)
            self._taken |= {one: taken[name] for name, one in names.items()}

    def _made(self, card: Path, scene: Scene, one: Footage, on: date) -> Path:
        """Make a recording as its device would have: with the time that the device shows."""
        started = _on(on, one.start)
        shown = started + self._equipment.fast_ms(one.device, started) * _MILLISECOND
        return _MAKERS[one.kind](card / _name(one), scene, one, shown)

    def bring(self, scene: Scene, *, by: str, of: Activity) -> None:
        """File the recordings of a step in its case."""
        for one in scene.step.files:
            started = _on(of.day, one.start)
            told = {"stage": _STAGES[scene.step.of], "of": of.seq, "opening_statement": one.spoken}
            done = self._stage.do(by, "recording.stored", scene.at, told | self._source(scene, one, by, started))
            self._kept.append(_Kept(done.seq, started, one))

    def _source(self, scene: Scene, one: Footage, by: str, started: datetime) -> dict[str, Any]:
        """Return what a form says of a recording: which of the footage room it is, or the file itself."""
        if one in self._taken:
            return {"footage": self._taken[one].seq}
        data = footage.photo(title=_title(scene, one), scene=one.scene, taken=started)
        file = self._stage.bring(by, data, name=_name(one), at=scene.at)
        return {"file": file, "started": started, "device": one.device}

    def watch(self, files: tuple[Footage, ...], at: datetime, *, by: str) -> None:
        """Check how the recordings of a step begin, and mark what they show, as far as the story says so."""
        for kept in [one for one in self._kept if one.told in files]:
            if kept.told.checked:
                said = {name: _said(name, kept.told) for name in _SPOKEN}
                self._stage.do(by, "opening.confirmed", at, {"recording": kept.seq} | said)
            if kept.told.marks or kept.told.absent:
                marks = [
                    {"item": item, "at_ms": _offset(kept, clock), "note": note} for item, clock, note in kept.told.marks
                ]
                told = {"recording": kept.seq, "marks": marks, "absent": list(kept.told.absent)}
                self._stage.do(by, "shots.marked", at + timedelta(minutes=7), told)

    def work_on(self, files: tuple[Footage, ...], at: datetime, *, by: str) -> None:
        """Write down what is said on the recordings of a step, label them as evidence, make copies of them."""
        for kept in [one for one in self._kept if one.told in files]:
            if kept.told.words:
                self._stage.do(by, "transcript.made", at, {"of": kept.seq, "text": kept.told.words})
            if kept.told.proves:
                # What a form opens with is left as it is.
                known = {"method": f"录制（设备 {kept.told.device}）", "made_on": kept.started, "maker": by}
                self._stage.do(by, "recording.marked", at, {"of": kept.seq, "proves": kept.told.proves} | known)
            for one in kept.told.copies:
                told = {"of": kept.seq, "start_ms": _offset(kept, one.at)}
                told |= {"end_ms": _offset(kept, one.to)} if one.to else {}
                make_copy(self._stage, by, one, told, at=at)

    def evidence(self) -> list[int]:
        """Return the numbers of the recordings that are labelled as evidence."""
        return [one.seq for one in self._kept if one.told.proves]

    def gap(self, scene: Scene, *, of: Activity) -> dict[str, Any]:
        """Return which stretch a step explains, and where that is spoken."""
        step = scene.step
        entered = {"act": of.seq, "start": _on(of.day, step.start), "end": _on(of.day, step.end)}
        if clock := step.entered.get("spoken_at"):
            moment = _on(of.day, clock)
            kept = max((one for one in self._kept if one.started <= moment), key=lambda one: one.started)
            entered |= {"how": "spoken", "recording": kept.seq, "at_ms": _offset(kept, clock)}
        return entered


def _name(one: Footage) -> str:
    return f"{one.device.removeprefix('记录仪 ')} {one.what} {one.start.replace(':', '')}.{_SUFFIXES[one.kind]}"


def _said(item: str, told: Footage) -> dict[str, Any]:
    return {"said": False} if item in told.unsaid else {"said": True, "at_ms": _SPOKEN[item]}


def _offset(kept: _Kept, clock: str) -> int:
    return (_on(kept.started.date(), clock) - kept.started) // _MILLISECOND


def _on(day: date, told: str) -> datetime:
    hour, minute, *second = map(int, told.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, second[0] if second else 0, tzinfo=BEIJING)


def _seconds(one: Footage) -> int:
    day = date.min
    return int((_on(day, one.end) - _on(day, one.start)).total_seconds())


def _title(scene: Scene, one: Footage) -> str:
    return f"{one.what}　{scene.story.short_name}　{one.device}"


def _video(path: Path, scene: Scene, one: Footage, started: datetime) -> Path:
    seconds = _seconds(one)
    return footage.video(path, title=_title(scene, one), scene=one.scene, started=started, seconds=seconds, gap=one.gap)


def _audio(path: Path, scene: Scene, one: Footage, started: datetime) -> Path:
    return footage.audio(path, title=_title(scene, one), started=started, seconds=_seconds(one))


def _clip(path: Path, scene: Scene, one: Footage, started: datetime) -> Path:
    fonts = (faces.folder(),)
    return make_sample(path, seconds=_seconds(one), started=started, title=_title(scene, one), gap=one.gap, fonts=fonts)


_MAKERS: Final[Mapping[str, Callable[[Path, Scene, Footage, datetime], Path]]] = {
    "video": _video,
    "clip": _clip,
    "audio": _audio,
}
