"""音像证据标注 and 声音文字记录: what a recording proves, and what is said on it."""

from typing import Any, Final

from django.conf import settings

from liuhen.kernel.errors import BadInputError
from liuhen.media.cues import LARGEST, Cue, Read, decoded, read_cues, write_lines
from liuhen.media.places import where
from liuhen.office.in_force import in_force
from liuhen.process.case.parts import Scan
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act, knows
from liuhen.process.case.uploads import claimed_file
from liuhen.process.inquiry.actions import PHASE
from liuhen.process.inquiry.payloads import RecordingStored
from liuhen.process.inquiry.payloads.labels import LabelsForm, RecordingMarked, TranscriptForm, TranscriptMade
from liuhen.process.inquiry.watching import playable
from liuhen.rulebook.conditions import ALWAYS

_SAID: Final = ("method", "made_on", "maker", "place", "proves", "transcript")
_TOLD: Final = 6  # faulty lines named one by one; of more only the number is said


@act(
    RecordingMarked,
    label="音像证据标注",
    verb="标注音像证据",
    phase=PHASE,
    needs=("recording.stored",),
    article="汶上办法第二十一条",
    help="写明音像是怎样、何时、由谁制作的，证明什么；各栏是否必填，依本单位施行的规程。",
    correctable=True,
    of=CASES,
)
def label_recording(case: CaseRef, form: LabelsForm, doing: Doing) -> RecordingMarked:
    """Label a recording as evidence."""
    del doing
    case.at(form.of, RecordingStored)
    wrong = {
        name: f"{cited}要求写明{LabelsForm.model_fields[name].title}"
        for name, cited in asked_labels(case).items()
        if name in LabelsForm.model_fields and not getattr(form, name)
    }
    if not wrong and not any(getattr(form, name) for name in _SAID):
        wrong = {"proves": "请至少写明一项"}
    if wrong:
        raise BadInputError("标注还不全。", fields=wrong, remedy="请按提示补充后再提交。")
    return RecordingMarked(**dict(form))


def asked_labels(case: CaseRef) -> dict[str, str]:
    """Return what the packs in force ask of every recording's label: field, and where that stands."""
    force = in_force(case.organ)
    plans = force.rulebook.plans(case.kind, force.choices)
    asking = [one for one in plans if one.words.owes == (RecordingMarked.kind,) and one.words.when is ALWAYS]
    return {field: plan.rule.cited for plan in asking for field in plan.words.fields}


@knows(RecordingMarked)
def _from_the_recording(case: CaseRef, of: int) -> dict[str, Any]:
    """Return what the recording itself says: the device, when it began, who stored it."""
    _, stored = case.at(of, RecordingStored)
    method = f"录制（设备 {stored.device}）" if stored.device else ""
    return {"method": method, "made_on": stored.started, "maker": stored.handler_name}


@act(
    TranscriptMade,
    label="声音文字记录",
    verb="记入文字记录",
    phase=PHASE,
    needs=("recording.stored",),
    article="汶上办法第二十一条",
    help="听一句记一句，每句带上时间；也可以导入字幕文件。记入后在播放页逐句可查，原音像不变。",
    correctable=True,
    of=CASES,
)
def write_down(case: CaseRef, form: TranscriptForm, doing: Doing) -> TranscriptMade:
    """Keep the words spoken on a recording, each line with its place."""
    seen, length = playable(case, form.of)
    source = claimed_file(form.file, by=doing.by, field="file") if form.file else None
    if (source is None) == (not form.text.strip()):
        wrong = "文字和文件只填一样" if source else "请写下内容，或者选择字幕文件"
        raise BadInputError("文字记录还不能记入。", fields={"text": wrong}, remedy="请按提示改正后再提交。")
    field = "file" if source else "text"
    read = read_cues(_words_of(source) if source else form.text)
    _require_read(read, field, length)
    return TranscriptMade(
        of=form.of, text=write_lines(read.cues), sentences=len(read.cues), device=seen.device, source=source
    )


def _words_of(source: Scan) -> str:
    with where(settings.LIUHEN_ORIGINALS, source.sha256).open("rb") as kept:
        return decoded(kept.read(LARGEST + 1), name=source.name)


def _require_read(read: Read, field: str, length: int) -> None:
    """Raise BadInputError that names each line which cannot be read or lies behind the end."""
    told = [f"第 {one.line} 行：{one.why}" for one in read.faults]
    told += [f"“{_short(one)}”的时间超过了这段音像的时长" for one in read.cues if one.at_ms >= length]
    if not told and not read.cues:
        told = ["没有读到一句话"]
    if told:
        more = f"；还有 {len(told) - _TOLD} 处" if len(told) > _TOLD else ""
        raise BadInputError(
            "文字记录有几处读不出来。",
            fields={field: "；".join(told[:_TOLD]) + more},
            remedy="请改正所列各行后再提交，写下的内容都还在。",
        )


def _short(cue: Cue) -> str:
    return cue.text[:12] + "…" * (len(cue.text) > 12)  # noqa: PLR2004
