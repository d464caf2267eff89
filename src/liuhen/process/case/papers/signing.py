"""签名 on a paper: an act of the case, registered by whoever the paper belongs to."""

from typing import Final

from liuhen.forms.fields import Form, choice, entry, file, line, parts, whole, yes
from liuhen.kernel.errors import NotAllowedError
from liuhen.ledger import Body
from liuhen.people.officers import Officer
from liuhen.process.case.papers.making import FORMS, OWN, PHASE, PaperFinalised, require_open, title_of
from liuhen.process.case.parts import Scan
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act
from liuhen.process.case.uploads import claimed_scan

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


def _require_signing(case: CaseRef, form_id: str, *, by: Officer) -> None:
    """Let a reviewer and an archivist register signatures on their own papers only; who handles the case, on all."""
    require_open(case, form_id)
    own = {one for role in by.roles for one in OWN.get(role, ())}
    if by.roles <= OWN.keys() and form_id not in own:
        raise NotAllowedError(
            f"您不能登记{title_of(form_id)}的签名。",
            why=f"您的岗位是{by.role_words}，只登记本岗位所制作文书的签名。",
            remedy="请由承办人登记。",
        )
