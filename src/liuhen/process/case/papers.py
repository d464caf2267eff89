"""文书: finalising and signing are acts of the case; how a paper is set is the papers room's business."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from django.conf import settings

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import as_instant
from liuhen.kernel.errors import NotFoundError, OutOfOrderError
from liuhen.ledger import Body, Entry, projects
from liuhen.papers import Rendered, form, render
from liuhen.people.models import Organ
from liuhen.process.case.fields import Form, choice, entry, file, line, parts, whole, yes
from liuhen.process.case.models import Paper
from liuhen.process.case.parts import Scan
from liuhen.process.case.reference import CaseRef, place_of
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


def organ_name(organ: str) -> str:
    """Return the organ's printed name."""
    return str(Organ.objects.values_list("name", flat=True).get(id=organ))


FORMS: Final = {
    "opening-approval": "立案审批表",
    "interview": "询问笔录",
    "decision": "行政处罚决定书",
    "service-receipt": "送达回证",
}


class FinaliseForm(Form):
    """制作文书."""

    form: str = choice("文书", FORMS)
    source_seq: int | None = entry(
        "依据的记录",
        ("opening.approved", "interview.made", "decision.made", "service.made"),
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
)
def finalise(case: CaseRef, form: FinaliseForm, doing: Doing) -> PaperFinalised:
    """Set the paper from the case and freeze it under its digests."""
    source_entry, source = _source(case, form)
    made = preview(case, form)
    kept = _keep(made)
    number = getattr(source, "receipt_no", "") if form.form == "service-receipt" else getattr(source, "document_no", "")
    del doing
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


@act(PaperSigned, label="文书签名", verb="登记签名", phase=PHASE, needs=("paper.finalised",))
def sign(case: CaseRef, form: SignForm, doing: Doing) -> PaperSigned:
    """Record that a paper was signed by hand, with a scan or photo of the signed page."""
    _, paper = case.at(form.paper_seq, PaperFinalised)
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
    Paper.objects.create(
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
    paper.save()


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


def _title(form_id: str) -> str:
    return form(form_id).title


def _keep(made: Rendered) -> Scan:
    digest = made.digests.sha256
    path: Path = settings.LIUHEN_PAPERS / digest[:2] / digest
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{digest}.{os.getpid()}")
        with draft.open("wb") as out:
            out.write(made.pdf)
            out.flush()
            os.fsync(out.fileno())
        draft.chmod(0o444)
        draft.replace(path)
    return Scan(
        sha256=digest, sm3=made.digests.sm3, size=len(made.pdf), name=f"{digest[:12]}.pdf", media_type="application/pdf"
    )
