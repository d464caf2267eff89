"""What a phone says of a recording that it has uploaded, and the acts that follow from it.

Each act is named by the recording, so that a phone that lost the answer may ask again: what was done stays done once.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from liuhen.kernel import clock
from liuhen.kernel.clock import BEIJING, beijing_date
from liuhen.kernel.errors import BadInputError, LiuhenError
from liuhen.people.officers import Officer
from liuhen.process.case.guard import Done, perform
from liuhen.process.case.registry import act_type
from liuhen.process.footage.taking_in import About, Taken, take_in_footage
from liuhen.process.inquiry.payloads.recordings import STAGES
from liuhen.process.inquiry.payloads.watching import SHOTS

LATE: Final = "现场采集时没有网络，联网后由手机补传。"
"""Why what was done on the spot is recorded on a later day."""

_LONGEST: Final = 31 * 24 * 3600 * 1000  # milliseconds
_FURTHEST: Final = 400 * 24 * 3600 * 1000  # milliseconds: a phone may have lost its clock altogether


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Tapped(_Sent):
    """What was in the picture when the officer tapped its name."""

    item: str = Field(max_length=20)
    at_ms: int = Field(ge=0, le=_LONGEST)


class Checked(_Sent):
    """The check of the phone before it was used."""

    at: AwareDatetime
    performance: bool
    battery: int = Field(ge=0, le=100)
    storage: str = Field(max_length=40)
    clock: bool
    note: str = Field("", max_length=200)


class Span(_Sent):
    """A while in which the page was not in front: there may be no picture of it."""

    start: AwareDatetime
    end: AwareDatetime


class Captured(_Sent):
    """A recording as the phone tells of it; its times are the phone's own."""

    id: str = Field(pattern="^[0-9a-f]{32}$")
    person: str = Field(max_length=64)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    name: str = Field(max_length=200)
    kind: Literal["video", "audio", "photo", "paper"]
    started: AwareDatetime
    ended: AwareDatetime
    offset_ms: int | None = Field(None, ge=-_FURTHEST, le=_FURTHEST)
    case: str = Field("", max_length=60)
    stage: str = Field("inspection", max_length=20)
    device: str = Field(min_length=1, max_length=100)
    place: str = Field("", max_length=100)
    position: str = Field("", max_length=60)
    opening: bool = False
    cut: bool = False
    away: list[Span] = Field(default_factory=list, max_length=200)
    marks: list[Tapped] = Field(default_factory=list, max_length=200)
    check: Checked | None = None


def store(told: Captured, *, by: Officer) -> dict[str, Any]:
    """Take a captured recording in, and file it in its case where one was chosen.

    Returns:
        What the phone shows. `trouble` says which of the acts in the case was refused: the recording itself is in.

    Raises:
        BadInputError: it is somebody else's, or its bytes have not arrived.
        NotAllowedError, UnusableError: nothing was written.
    """
    if told.person != by.id:
        raise BadInputError(
            "这份音像是另一账号采集的。", fields={"person": "不是本人采集"}, remedy="请由采集人登录后上传。"
        )
    about = About(
        way="capture",
        device=told.device,
        carrier=by.id,
        started=told.started,
        clock_offset_ms=told.offset_ms,
        captured_sha256=told.sha256,
        complete=not told.cut,
        note=_note(told),
    )
    taken = take_in_footage(told.sha256, by=by, about=about, channel="web")
    answer = {"sha256": taken.sha256, "footage": taken.seq, "ref": "", "seq": None, "trouble": ""}
    return answer | (_file(told, taken, by=by) if told.case else {})


def _file(told: Captured, taken: Taken, *, by: Officer) -> dict[str, Any]:
    """Do the acts in the case; the recording is safe already, so a refusal is told and loses nothing."""
    troubles: list[str] = []
    if (check := told.check) is not None:
        _try(lambda: _check(told, check, by=by), troubles)
    done = _try(lambda: _stored(told, taken, by=by), troubles)
    if done is not None and told.marks and told.kind in ("video", "audio"):
        _try(lambda: _mark(told, done, by=by), troubles)
    return {"ref": done.ref if done else told.case, "seq": done.seq if done else None, "trouble": " ".join(troubles)}


def _try(doing: Callable[[], Done], troubles: list[str]) -> Done | None:
    try:
        return doing()
    except LiuhenError as err:
        troubles.append(" ".join(part for part in (err.message, err.remedy) if part))
        return None


def _stored(told: Captured, taken: Taken, *, by: Officer) -> Done:
    stage = told.stage if told.stage in STAGES else "other"
    entered = {"footage": taken.seq, "stage": stage, "opening_statement": told.opening}
    return _do("recording.stored", told, entered, by=by, name="stored")


def _mark(told: Captured, done: Done, *, by: Officer) -> Done:
    marks = [one.model_dump() for one in told.marks if one.item in SHOTS]
    return _do("shots.marked", told, {"recording": done.seq, "marks": marks}, by=by, name="shots")


def _check(told: Captured, check: Checked, *, by: Officer) -> Done:
    """Record the check as done when it was done: by the phone's clock, put right by what it was found to be off."""
    happened = check.at - timedelta(milliseconds=told.offset_ms or 0)
    entered = {"device": told.device, **check.model_dump(exclude={"at"})}
    return _do("device.checked", told, entered, by=by, name=f"check-{int(check.at.timestamp())}", happened=happened)


def _do(
    kind: str, told: Captured, entered: dict[str, Any], *, by: Officer, name: str, happened: datetime | None = None
) -> Done:
    moment = happened or clock.now()
    late = LATE if beijing_date(moment) < beijing_date(clock.now()) else ""
    return perform(
        kind,
        told.case,
        act_type(kind).form.model_validate(entered),
        by=by,
        happened=happened,
        key=f"{name}:{told.id}" if happened is None else f"{name}:{told.case}:{by.id}"[:64],
        channel="web",
        late_reason=late,
    )


def _note(told: Captured) -> str:
    """Return what else the phone knows, in words."""
    said = ["纸质材料照片"] if told.kind == "paper" else []
    said += [f"地点：{told.place}"] if told.place else []
    said += [f"位置：{told.position}"] if told.position else []
    said += ["录制中页面被关闭，保留到最后一段"] if told.cut else []
    said += [f"{_clock(one.start)} 至 {_clock(one.end)} 采集页面不在前台，可能没有画面" for one in told.away]
    return "；".join(said)


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(BEIJING):%H:%M:%S}"
