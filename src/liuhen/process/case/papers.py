"""文书: finalising and signing are acts of the case; how a paper is set is the papers room's business."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.conf import settings

from liuhen.forms.fields import Form, choice, entry, file, line, parts, whole, yes
from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import as_instant
from liuhen.kernel.errors import NotAllowedError, NotFoundError, OutOfOrderError
from liuhen.ledger import Body, Entry, projects
from liuhen.ledger.rows import change, insert
from liuhen.media.arrivals import Declared
from liuhen.media.store import take_in
from liuhen.papers import Rendered, form, render
from liuhen.people.officers import Officer
from liuhen.people.roles import WORDS, Role
from liuhen.process.case.models import Paper
from liuhen.process.case.parts import Scan
from liuhen.process.case.reference import CASES, CaseRef, place_of
from liuhen.process.case.registry import Doing, act
from liuhen.process.case.uploads import claimed_scan

Sheet = Mapping[str, Json]
B = TypeVar("B", bound=Body)

PHASE: Final = "文书"
SIGNERS: Final = {
    "party": "当事人",
    "officer": "执法人员",
    "witness": "见证人",
    "leader": "负责人",
    "receiver": "受送达人",
    "reviewer": "法制审核人员",
    "participant": "参加讨论人员",
    "keeper": "立卷人",
}


@dataclass(frozen=True, slots=True)
class SheetType:
    """How one form is filled from a case: from which kind of entry, and by which function."""

    form: str
    source: type[Body]
    fill: Callable[[CaseRef, Entry, Any], Sheet]


SHEETS: Final[dict[str, SheetType]] = {}


def fills(form_id: str, source: type[B]) -> Callable[[Callable[[CaseRef, Entry, B], Sheet]], Any]:
    """Let the decorated function fill the form `form_id` from an entry of kind `source`."""

    def enter(fill: Callable[[CaseRef, Entry, B], Sheet]) -> Callable[[CaseRef, Entry, B], Sheet]:
        SHEETS[form_id] = SheetType(form_id, source, fill)
        return fill

    return enter


FORMS: Final = {
    "opening-approval": "立案审批表",
    "inspection": "现场检查笔录",
    "interview": "询问笔录",
    "rights-notice": "权利告知书",
    "conclusion": "调查终结报告",
    "review-opinion": "法制审核意见书",
    "prior-notice": "行政处罚事先告知书",
    "defence": "陈述申辩笔录",
    "discussion": "集体讨论记录",
    "decision": "行政处罚决定书",
    "service-receipt": "送达回证",
    "closing-approval": "结案审批表",
    "catalogue": "卷内目录",
}
_OWN: Final[Mapping[Role, frozenset[str]]] = {
    Role.REVIEWER: frozenset({"review-opinion"}),
    Role.ARCHIVIST: frozenset({"catalogue"}),
}
MADE_BY: Final[Mapping[Role, frozenset[str]]] = {
    **_OWN,
    Role.HANDLER: frozenset(FORMS).difference(*_OWN.values()),
}
"""Role -> the papers it makes: a reviewer's opinion and an archivist's catalogue are nobody else's."""
AFTER_ARCHIVING: Final = frozenset({"catalogue"})


class FinaliseForm(Form):
    """制作文书."""

    form: str = choice("文书", FORMS)
    source_seq: int | None = entry(
        "依据的记录",
        (
            "opening.approved",
            "inspection.made",
            "interview.made",
            "rights.told",
            "inquiry.concluded",
            "review.opinion",
            "notice.given",
            "defence.recorded",
            "discussion.held",
            "decision.made",
            "service.made",
            "closing.approved",
            "archive.filed",
        ),
        default=None,
        description="不选时取最近一条",
    )


class PaperFinalised(Body, kind="paper.finalised", version=1):
    """A paper is fixed: its bytes are named by digest, its fields by theirs."""

    form: str = choice("文书", FORMS)
    title: str = line("文书名称")
    number: str = line("文号", default="", min_length=0)
    source_seq: int = whole("依据的记录")
    file: Scan = parts("文件")
    pages: int = whole("页数")
    fields_sha256: str


class SignForm(Form):
    """签名."""

    paper_seq: int = entry("文书", ("paper.finalised",))
    role: str = choice("签名人身份", SIGNERS)
    signer: str = line("签名人姓名")
    refused: bool = yes("拒绝签名", default=False)
    scan: str = file("签名页扫描件或者照片")


class PaperSigned(Body, kind="paper.signed", version=1):
    """Somebody signed a paper by hand; a scan or photo of the signed page stands beside it."""

    paper_seq: int = whole("文书")
    form: str = choice("文书", FORMS)
    role: str = choice("签名人身份", SIGNERS)
    signer: str = line("签名人姓名")
    refused: bool = yes("拒绝签名")
    scan: Scan = parts("扫描件")


@act(
    PaperFinalised,
    label="文书",
    verb="制作文书",
    phase=PHASE,
    needs=("clue.registered",),
    help="由案件记录自动填写；定稿后不能改动，有误须另行更正。",
    of=CASES,
)
def finalise(case: CaseRef, form: FinaliseForm, doing: Doing) -> PaperFinalised:
    """Set the paper from the case and freeze it under its digests."""
    source_entry, source = _source(case, form)
    _require_own(case, form.form, by=doing.by)
    made = preview(case, form)
    kept = _keep(made, title=_title(form.form))
    number = getattr(source, "receipt_no", "") if form.form == "service-receipt" else getattr(source, "document_no", "")
    return PaperFinalised(
        form=form.form,
        title=_title(form.form),
        number=number,
        source_seq=source_entry.dossier_seq or 0,
        file=kept,
        pages=made.pages,
        fields_sha256=made.fields_sha256,
    )


def preview(case: CaseRef, asked: FinaliseForm) -> Rendered:
    """Return the paper as it would be finalised now; nothing is kept.

    Raises:
        BadInputError: fields are missing; each is named with the article that asks for it.
    """
    source_entry, source = _source(case, asked)
    sheet = SHEETS[asked.form].fill(case, source_entry, source)
    return render(asked.form, sheet, moment=as_instant(source_entry.happened))


@act(PaperSigned, label="文书签名", verb="登记签名", phase=PHASE, needs=("paper.finalised",), of=CASES)
def sign(case: CaseRef, form: SignForm, doing: Doing) -> PaperSigned:
    """Record that a paper was signed by hand, with a scan or photo of the signed page."""
    _, paper = case.at(form.paper_seq, PaperFinalised)
    _require_signing(case, paper.form, by=doing.by)
    scan = claimed_scan(form.scan, by=doing.by, field="scan")
    return PaperSigned(
        paper_seq=form.paper_seq,
        form=paper.form,
        role=form.role,
        signer=form.signer,
        refused=form.refused,
        scan=scan,
    )


@projects(PaperFinalised)
def _list(entry: Entry, body: PaperFinalised) -> None:
    dossier, seq = place_of(entry)
    row = Paper(
        key=f"{dossier}:{seq}",
        dossier=dossier,
        seq=seq,
        form=body.form,
        title=body.title,
        number=body.number,
        source_seq=body.source_seq,
        sha256=body.file.sha256,
        sm3=body.file.sm3,
        size=body.file.size,
        pages=body.pages,
        made=entry.recorded,
        signatures=[],
    )
    insert(row)


@projects(PaperSigned)
def _signed(entry: Entry, body: PaperSigned) -> None:
    paper = Paper.objects.get(key=f"{entry.dossier}:{body.paper_seq}")
    paper.signatures = [
        *paper.signatures,
        {
            "role": body.role,
            "signer": body.signer,
            "at": entry.recorded.isoformat(),
            "refused": body.refused,
            "scan": body.scan.sha256,
            "seq": entry.dossier_seq,
        },
    ]
    change(paper, "signatures")


def _source(case: CaseRef, asked: FinaliseForm) -> tuple[Entry, Body]:
    kind = SHEETS.get(asked.form)
    if kind is None:
        raise NotFoundError("没有这种文书。", remedy="请从文书列表中选择。")
    found = case.last(kind.source) if asked.source_seq is None else case.at(asked.source_seq, kind.source)
    if found is None:
        raise OutOfOrderError(
            f"还不能制作{_title(asked.form)}。", why="它所依据的记录还没有。", remedy="请先办理前一步。"
        )
    return found


def _require_own(case: CaseRef, form_id: str, *, by: Officer) -> None:
    """Let everyone make the papers of his own part, and after archiving the catalogue only."""
    _require_open(case, form_id)
    makers = [role for role in Role if form_id in MADE_BY.get(role, ())]
    if by.roles.isdisjoint(makers):
        raise NotAllowedError(
            f"您不能制作{_title(form_id)}。",
            why=f"您的岗位是{by.role_words}，这份文书由{'、'.join(WORDS[role] for role in makers)}制作。",
            remedy="请由该岗位的人员制作。",
        )


def _require_signing(case: CaseRef, form_id: str, *, by: Officer) -> None:
    """Let a reviewer and an archivist register signatures on their own papers only; who handles the case, on all."""
    _require_open(case, form_id)
    own = {one for role in by.roles for one in _OWN.get(role, ())}
    if by.roles <= _OWN.keys() and form_id not in own:
        raise NotAllowedError(
            f"您不能登记{_title(form_id)}的签名。",
            why=f"您的岗位是{by.role_words}，只登记本岗位所制作文书的签名。",
            remedy="请由承办人登记。",
        )


def _require_open(case: CaseRef, form_id: str) -> None:
    if case.archived and form_id not in AFTER_ARCHIVING:
        raise OutOfOrderError("本案已经归档，不再增加办案记录。", remedy="如需更正，请由档案管理员办理。")


def _title(form_id: str) -> str:
    return form(form_id).title


def _keep(made: Rendered, *, title: str) -> Scan:
    said = Declared(size=len(made.pdf), sha256=made.digests.sha256, sm3=made.digests.sm3)
    kept = take_in([made.pdf], root=settings.LIUHEN_PAPERS, name=f"{title}.pdf", declared=said).digests
    return Scan(
        sha256=kept.sha256,
        sm3=kept.sm3,
        size=len(made.pdf),
        name=f"{kept.sha256[:12]}.pdf",
        media_type="application/pdf",
    )
