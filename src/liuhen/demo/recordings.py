"""The demo's recordings: made, stored with their labels as after a day outside, then watched and marked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from liuhen.demo import footage
from liuhen.demo.actor import Stage
from liuhen.demo.forms import Scene
from liuhen.demo.story import Footage
from liuhen.kernel.clock import BEIJING
from liuhen.media.samples import make_sample
from liuhen.papers import faces

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

    def __init__(self, stage: Stage, folder: Path) -> None:
        self._stage, self._folder = stage, folder
        self._kept: list[_Kept] = []

    def bring(self, scene: Scene, *, by: str, of: Activity) -> None:
        """Store the recordings of a step."""
        for one in scene.step.files:
            started = _on(of.day, one.start)
            suffix = _SUFFIXES[one.kind]
            path = _MAKERS[one.kind](self._folder / f"{scene.story.key}.{suffix}", scene, one, started)
            name = f"{one.device.removeprefix('记录仪 ')} {one.what} {one.start.replace(':', '')}.{suffix}"
            entered = {
                "file": self._stage.bring(by, path.read_bytes(), name=name, at=scene.at),
                "started": started,
                "stage": _STAGES[scene.step.of],
                "of": of.seq,
                "device": one.device,
                "opening_statement": one.spoken,
            }
            done = self._stage.do(by, "recording.stored", scene.at, entered)
            self._kept.append(_Kept(done.seq, started, one))

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

    def gap(self, scene: Scene, *, of: Activity) -> dict[str, Any]:
        """Return which stretch a step explains, and where that is spoken."""
        step = scene.step
        entered = {"act": of.seq, "start": _on(of.day, step.start), "end": _on(of.day, step.end)}
        if clock := step.entered.get("spoken_at"):
            moment = _on(of.day, clock)
            kept = max((one for one in self._kept if one.started <= moment), key=lambda one: one.started)
            entered |= {"how": "spoken", "recording": kept.seq, "at_ms": _offset(kept, clock)}
        return entered


def _said(item: str, told: Footage) -> dict[str, Any]:
    return {"said": False} if item in told.unsaid else {"said": True, "at_ms": _SPOKEN[item]}


def _offset(kept: _Kept, clock: str) -> int:
    return (_on(kept.started.date(), clock) - kept.started) // _MILLISECOND


def _on(day: date, told: str) -> datetime:
    hour, minute, *second = map(int, told.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, second[0] if second else 0, tzinfo=BEIJING)


def _seconds(one: Footage, started: datetime) -> int:
    return int((_on(started.date(), one.end) - started).total_seconds())


def _title(scene: Scene, one: Footage) -> str:
    return f"{one.what}　{scene.story.short_name}　{one.device}"


def _video(path: Path, scene: Scene, one: Footage, started: datetime) -> Path:
    seconds = _seconds(one, started)
    return footage.video(path, title=_title(scene, one), scene=one.scene, started=started, seconds=seconds, gap=one.gap)


def _audio(path: Path, scene: Scene, one: Footage, started: datetime) -> Path:
    return footage.audio(path, title=_title(scene, one), started=started, seconds=_seconds(one, started))


def _clip(path: Path, scene: Scene, one: Footage, started: datetime) -> Path:
    fonts = (faces.folder(),)
    return make_sample(
        path, seconds=_seconds(one, started), started=started, title=_title(scene, one), gap=one.gap, fonts=fonts
    )


def _photo(path: Path, scene: Scene, one: Footage, started: datetime) -> Path:
    path.write_bytes(footage.photo(title=_title(scene, one), scene=one.scene, taken=started))
    return path


_MAKERS: Final[Mapping[str, Callable[[Path, Scene, Footage, datetime], Path]]] = {
    "video": _video,
    "clip": _clip,
    "audio": _audio,
    "photo": _photo,
}
