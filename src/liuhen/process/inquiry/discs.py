"""音像证据光盘: which recordings, on how many discs, under which number. The images follow from the entry."""

from typing import Any

from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.media.discs import CAPACITY, name_on_disc, spread
from liuhen.people.models import Organ
from liuhen.people.officers import Officer
from liuhen.process.case.models import Recording
from liuhen.process.case.numbers import next_number
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.inquiry.actions import PHASE
from liuhen.process.inquiry.models import Disc
from liuhen.process.inquiry.payloads import RecordingStored
from liuhen.process.inquiry.payloads.discs import Burnt, DiscForm, EvidenceDiscMade

SERIES = "盘"
_MB = 1_000_000


@act(
    EvidenceDiscMade,
    label="音像证据光盘",
    verb="制作音像证据光盘",
    phase=PHASE,
    needs=("recording.stored",),
    article="武汉办法第二十七条",
    help="作为证据的音像刻制光盘备份，注明制作人、提取人、提取时间，与案卷一并归档。一张放不下的自动分成几张。"
    "登记后系统制作光盘映像，用任何刻录软件都可以刻。",
    of=CASES,
)
def make_disc(case: CaseRef, form: DiscForm, doing: Doing) -> EvidenceDiscMade:
    """Record that recordings are put onto discs."""
    chosen = sorted(set(form.of))
    capacity = _capacity(form)
    stored = [_stored(case, seq) for seq in chosen]
    _require_extracted(form)
    discs = spread([one.file.size for one in stored], [one.file.name for one in stored], capacity=capacity)
    organ = Organ.objects.get(id=case.organ)
    told = zip(chosen, discs, stored, strict=True)
    return EvidenceDiscMade(
        **{name: value for name, value in form if name not in {"of", "capacity_mb"}},
        disc_no=next_number(case.organ, SERIES, on=doing.happened),
        organ_name=organ.name,
        demo=organ.demo,
        case_no=case.number,
        case_title=case.title,
        of=chosen,
        capacity=capacity,
        discs=max(discs),
        items=[
            Burnt(seq=seq, disc=disc, path=f"data/recordings/{name_on_disc(at, one.file.name)}", file=one.file)
            for at, (seq, disc, one) in enumerate(told, start=1)
        ],
    )


def _stored(case: CaseRef, seq: int) -> RecordingStored:
    try:
        _, body = case.at(seq, RecordingStored)
    except OutOfOrderError as err:
        raise BadInputError(
            "有一项不是本案的音像。", fields={"of": f"第 {seq} 条不是音像记录"}, remedy="请从列出的音像中选择。"
        ) from err
    return body


def _capacity(form: DiscForm) -> int:
    if form.medium != "own":
        return CAPACITY[form.medium]
    if form.capacity_mb is None:
        raise BadInputError(
            "没有写明容量。", fields={"capacity_mb": "选“其他容量”的，填写每张多少 MB"}, remedy="请填写后再提交。"
        )
    return form.capacity_mb * _MB


def _require_extracted(form: DiscForm) -> None:
    if form.extracted > clock.now():
        raise BadInputError("提取时间还没有到。", fields={"extracted": "晚于现在"}, remedy="请核对时间。")


@prefills(EvidenceDiscMade)
def _left(case: CaseRef, by: Officer) -> dict[str, Any]:
    """Offer the recordings that are marked as evidence and on no disc yet; where none is marked, all."""
    burnt = {seq for seqs in Disc.objects.filter(dossier=case.dossier).values_list("of", flat=True) for seq in seqs}
    rows = Recording.objects.filter(dossier=case.dossier).order_by("seq").values_list("seq", flat=True)
    left = [seq for seq in rows if seq not in burnt]
    marked = {event.fields.get("of") for event in case.events("recording.marked")}
    return {"of": [seq for seq in left if seq in marked] or left, "maker": by.name, "extractor": by.name}
