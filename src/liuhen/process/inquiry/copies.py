"""派生副本: a clip, a still or a masked copy is answered for by whoever looked at it; the original stays as it is."""

from collections.abc import Mapping
from typing import Any, Final

from liuhen.kernel.errors import BadInputError
from liuhen.media.finding.searches import finders
from liuhen.media.probe import Probe
from liuhen.people.officers import Officer
from liuhen.process.case.models import Recording
from liuhen.process.case.parts import Scan
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act
from liuhen.process.case.uploads import claimed_recording
from liuhen.process.inquiry.actions import PHASE
from liuhen.process.inquiry.copy_drafts import Making
from liuhen.process.inquiry.makings import made_of
from liuhen.process.inquiry.payloads import RecordingStored
from liuhen.process.inquiry.payloads.copies import CopyDerived, CopyForm, Covered, Muted

OWN_TOOL: Final = "留痕"


@act(
    CopyDerived,
    label="音像副本",
    verb="登记音像副本",
    phase=PHASE,
    needs=("recording.stored",),
    article="武汉办法第二十九条",
    help="片段、截图、遮盖副本都是副本，原件不作任何改动。在音像页面选“制作副本”；"
    "用其他软件做好的，在这里上传，写明由哪段原件、哪一段制作。",
    of=CASES,
)
def derive_copy(case: CaseRef, form: CopyForm, doing: Doing) -> CopyDerived:
    """Record a copy made from an original of the case."""
    _, original = case.at(form.of, RecordingStored)
    kept, seen = claimed_recording(form.file, by=doing.by, field="file")
    making = _making(case, form, kept, by=doing.by)
    _require_none(_slips(form, original, kept, seen, making))
    return CopyDerived(
        of=form.of,
        recording=original.recording,
        original_sha256=original.file.sha256,
        original_sm3=original.file.sm3,
        what=form.what,
        start_ms=form.start_ms,
        end_ms=form.end_ms,
        file=kept,
        duration_ms=seen.duration_ms,
        purpose=form.purpose,
        hidden=form.hidden,
        maker=doing.by.name,
        checked=form.checked,
        tool=OWN_TOOL if making else form.tool,
        own=making is not None,
        **_made_as(making),
    )


def _making(case: CaseRef, form: CopyForm, kept: Scan, *, by: Officer) -> Making | None:
    row = Recording.objects.filter(dossier=case.dossier, seq=form.of).first()
    return None if row is None else made_of(by, row, kept.sha256)


def _made_as(making: Making | None) -> Mapping[str, Any]:
    if making is None:
        return {}
    plan = making.asked.plan
    return {
        "boxes": [Covered.model_validate(one.model_dump()) for one in plan.boxes],
        "mutes": [Muted.model_validate(one.model_dump()) for one in plan.mutes],
        "finders": finders(one.found for one in plan.boxes),
        "label": plan.label,
        "exact": plan.exact,
    }


def _slips(form: CopyForm, original: RecordingStored, kept: Scan, seen: Probe, making: Making | None) -> dict[str, str]:
    """Return what does not fit, by field."""
    wrong = _misplaced(form, original)
    if kept.sha256 == original.file.sha256:
        wrong["file"] = "这是原件本身，不是副本"
    if (form.what == "still") != (seen.kind == "photo") and not _is_photo(original):
        wrong["what"] = "截图是图片，片段和遮盖副本是录像、录音，与文件不符"
    if form.what == "masked" and not form.hidden:
        wrong["hidden"] = "请写明遮盖、消音了什么"
    if not form.checked:
        wrong["checked"] = "请先把副本从头看一遍、听一遍"
    if making is None and not form.tool:
        wrong["tool"] = "不是本系统按您的要求制作的，请写明用什么制作"
    return wrong | (_changed(form, making) if making else {})


def _misplaced(form: CopyForm, original: RecordingStored) -> dict[str, str]:
    length = original.duration_ms
    if not original.playable:
        return {} if form.what == "clip" else {"what": "原件不能播放，修复所得按片段登记"}
    if not length:
        return {} if form.what == "masked" else {"what": "照片只能制作遮盖副本"}
    if form.start_ms >= length:
        return {"start_ms": "超过了原件的时长"}
    if form.what == "still":
        return {} if form.end_ms is None else {"end_ms": "截图只有一个位置，这一栏不填"}
    if form.end_ms is None or form.end_ms <= form.start_ms:
        return {"end_ms": "终点须晚于起点"}
    return {"end_ms": "超过了原件的时长"} if form.end_ms > length else {}


def _changed(form: CopyForm, making: Making) -> dict[str, str]:
    """Return what is said otherwise than it was made."""
    result = making.result
    if result is None:
        return {}
    made: dict[str, object] = {
        "what": making.asked.plan.what,
        "start_ms": result.made.start_ms,
        "end_ms": result.made.end_ms,
    }
    return {name: "与制作时的不一致" for name, value in made.items() if getattr(form, name) != value}


def _is_photo(original: RecordingStored) -> bool:
    return original.file.media_type.startswith("image/")


def _require_none(wrong: dict[str, str]) -> None:
    if wrong:
        raise BadInputError("填写的内容有误。", fields=wrong, remedy="请按提示改正后再提交。")
