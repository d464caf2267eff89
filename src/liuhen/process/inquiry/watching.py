"""What people do while they watch a recording: explain an interruption, mark what it shows, check how it begins."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from liuhen.kernel.errors import BadInputError
from liuhen.ledger import Body
from liuhen.office.in_force import in_force
from liuhen.people.officers import Officer
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.inquiry.actions import PHASE
from liuhen.process.inquiry.payloads import RecordingStored
from liuhen.process.inquiry.payloads.recordings import RECORDED, SHOWN
from liuhen.process.inquiry.payloads.watching import (
    OPENING,
    OTHER,
    SHOTS,
    GapExplained,
    GapForm,
    Marked,
    OpeningConfirmed,
    OpeningForm,
    Said,
    ShotsForm,
    ShotsMarked,
)
from liuhen.rulebook.index import Index
from liuhen.rulebook.shots import ShotList, shot_list

BEYOND: Final = "超过了这段音像的时长"
UNPINNED: Final = "已说明的，写明在什么位置"
NOT_AN_ACT: Final = "请选择有起止时间的执法活动"


@act(
    GapExplained,
    label="音像中断说明",
    verb="说明音像中断",
    phase=PHASE,
    needs=("recording.stored",),
    article="武汉办法第八条",
    help="恢复记录时已语音说明的，写明在哪段音像的哪个位置；没有恢复的，书面说明。"
    "恢复时没有语音说明、事后书面补上的，记为补记。还有其他设备的音像，先存入再看有没有中断。",
    correctable=True,
    of=CASES,
)
def explain_gap(case: CaseRef, form: GapForm, doing: Doing) -> GapExplained:
    """Say why a stretch of an act has no recording."""
    del doing
    first, last = interval(case, form.act)
    wrong = {}
    if form.end <= form.start:
        wrong["end"] = "须晚于中断开始时间"
    elif form.start < first or form.end > last:
        wrong["start"] = "这一段不在所选活动的起止时间之内"
    if form.how == "spoken":
        wrong |= _misplaced_words(case, form)
    elif form.recording is not None or form.at_ms is not None:
        wrong["recording" if form.recording is not None else "at_ms"] = "书面说明的，这一栏不填"
    _require_none(wrong)
    return GapExplained(**dict(form))


def _misplaced_words(case: CaseRef, form: GapForm) -> dict[str, str]:
    if form.recording is None or form.at_ms is None:
        return {"recording" if form.recording is None else "at_ms": "语音说明的，须写明在哪段音像的哪个位置"}
    spoken, length = playable(case, form.recording)
    if form.at_ms >= length:
        return {"at_ms": BEYOND}
    if spoken.of is None or _root(case, spoken.of) != _root(case, form.act):
        return {"recording": "这段音像不是所选活动的"}
    fast = timedelta(milliseconds=spoken.clock_offset_ms or 0)
    if spoken.started - fast + timedelta(milliseconds=form.at_ms) < form.end:
        return {"at_ms": "语音说明须在恢复记录之后"}
    return {}


@act(
    ShotsMarked,
    label="音像要点",
    verb="标明音像要点",
    phase=PHASE,
    needs=("recording.stored",),
    article="武汉办法第十九条",
    help="逐项标明在音像的哪个位置；现场没有的内容也要写明，例如没有出具文书。",
    correctable=True,
    of=CASES,
)
def mark_shots(case: CaseRef, form: ShotsForm, doing: Doing) -> ShotsMarked:
    """Pin what a recording shows to its seconds."""
    del doing
    seen, length = playable(case, form.recording)
    words = dict(shots_of(case, seen).items)
    beyond = [at for at, mark in enumerate(form.marks) if mark.at_ms >= length]
    wrong = {f"marks.{at}.at_ms": BEYOND for at in beyond}
    if not form.marks and not form.absent:
        wrong["marks"] = "至少标一处要点，或者写明现场没有哪一项"
    if both := {mark.item for mark in form.marks} & set(form.absent):
        wrong["absent"] = f"已标了“{words.get(min(both), min(both))}”，就不是现场没有"
    unknown = f"请从这几项中选择：{'、'.join(words.values())}"
    wrong |= {f"marks.{at}.item": unknown for at, mark in enumerate(form.marks) if mark.item not in words}
    if set(form.absent) - words.keys():
        wrong["absent"] = unknown
    _require_none(wrong)
    marks = [Marked(**dict(mark), word=_own_word(mark.item, words)) for mark in form.marks]
    return ShotsMarked(recording=form.recording, marks=marks, absent=form.absent, act=seen.of, device=seen.device)


def _own_word(item: str, words: Mapping[str, str]) -> str:
    """Return what the packs call an item, where that is not its common word."""
    return "" if words[item] == SHOTS.get(item) else words[item]


def shots_of(case: CaseRef, recording: RecordingStored) -> ShotList:
    """Return what the organ's packs ask to be pinned on a recording, and what else may be."""
    force = in_force(case.organ)
    shown = Index(case.events(*SHOWN)).numbered(recording.of) if recording.of else None
    asked = shot_list(force.rulebook.plans(case.kind, force.choices), shown.kind if shown else None)
    return ShotList((*asked.items, (OTHER, SHOTS[OTHER])), asked.cited)


@act(
    OpeningConfirmed,
    label="开场口述核对",
    verb="核对开场口述",
    phase=PHASE,
    needs=("recording.stored",),
    article="武汉办法第七条",
    help="看过、听过音像的开头再填；五项各写明说了没有、在什么位置。同一活动同一台设备核对一次。",
    correctable=True,
    of=CASES,
)
def confirm_opening(case: CaseRef, form: OpeningForm, doing: Doing) -> OpeningConfirmed:
    """Say which of the five items are spoken at the start of a recording."""
    seen, length = playable(case, form.recording)
    if doing.corrects is None:
        _require_first(case, form.recording, seen)
    said: dict[str, Said] = {name: getattr(form, name) for name in OPENING}
    wrong = {f"{name}.at_ms": BEYOND for name, one in said.items() if (one.at_ms or 0) >= length}
    wrong |= {
        f"{name}.at_ms": "已说明的，写明在什么位置" for name, one in said.items() if one.said and one.at_ms is None
    }
    _require_none(wrong)
    return OpeningConfirmed(**dict(form), act=seen.of, device=seen.device)


def _require_first(case: CaseRef, recording: int, seen: RecordingStored) -> None:
    acts = Index(case.events(*RECORDED))
    for event in case.events(OpeningConfirmed.kind):
        _, said = case.at(event.seq, OpeningConfirmed)
        if is_same_opening(said, recording, seen, acts):
            raise BadInputError(
                "这台设备的开场口述已经核对过。",
                fields={"recording": f"见第 {event.seq} 条"},
                remedy="核对有误的，请打开那一条记录办理更正。",
            )


def is_same_opening(said: OpeningConfirmed, recording: int, seen: RecordingStored, acts: Index) -> bool:
    """Say whether a confirmation is about this recording: it names it, or the same device at the same act."""
    same_act = seen.of is not None and said.act is not None and acts.root(said.act) == acts.root(seen.of)
    return said.recording == recording or (same_act and said.device == seen.device)


def playable(case: CaseRef, seq: int) -> tuple[RecordingStored, int]:
    """Return a recording of the case and its length in milliseconds; raise BadInputError where it has none."""
    _, body = case.at(seq, RecordingStored)
    if not body.playable:
        raise BadInputError(
            "这份音像不能播放。",
            fields={"recording": "没有可以指明的位置"},
            why=body.noticed,
            remedy="请选择能播放的录像或者录音。",
        )
    if not body.duration_ms:
        raise BadInputError(
            "这份音像没有时长。", fields={"recording": "照片没有播放位置"}, remedy="请选择录像或者录音。"
        )
    return body, body.duration_ms


def interval(case: CaseRef, seq: int) -> tuple[datetime, datetime]:
    """Return from when to when an act lasted, as it stands now; BadInputError for anything that has no length."""
    index = Index(case.events(*RECORDED))
    found = index.numbered(seq)
    if found is None:
        raise BadInputError(NOT_AN_ACT + "。", fields={"act": NOT_AN_ACT}, remedy="请从列出的活动中选择。")
    _, body = case.at(index.versions.get(found.seq, [found])[-1].seq, Body)
    for first, last in (("arrived", "left"), ("started", "ended")):
        start, end = getattr(body, first, None), getattr(body, last, None)
        if isinstance(start, datetime) and isinstance(end, datetime):
            return start, end
    raise BadInputError("这一条没有写明起止时间。", fields={"act": "没有起止时间"}, remedy="请先更正那一条记录。")


def _root(case: CaseRef, seq: int) -> Any:
    return Index(case.events(*RECORDED)).root(seq)


def _require_none(wrong: dict[str, str]) -> None:
    if wrong:
        raise BadInputError("填写的内容有误。", fields=wrong, remedy="请按提示改正后再提交。")


@prefills(GapExplained)
@prefills(ShotsMarked)
@prefills(OpeningConfirmed)
def _only_one(case: CaseRef, by: Officer) -> dict[str, Any]:
    """A case with a single recording or a single recorded act asks about that one."""
    del by
    known = {"recording": ("recording.stored",), "act": RECORDED}
    return {name: seq for name, kinds in known.items() for seq in _single(event.seq for event in case.events(*kinds))}


def _single(seqs: Iterable[int]) -> list[int]:
    found = list(seqs)
    return found if len(found) == 1 else []
