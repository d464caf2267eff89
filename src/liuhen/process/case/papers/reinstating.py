"""恢复使用: a paper that was replaced counts again, after what was made instead of it was voided."""

from liuhen.forms.fields import Form, choice, entry, line, text, whole
from liuhen.kernel.errors import OutOfOrderError
from liuhen.ledger import Body
from liuhen.process.case.models import Paper
from liuhen.process.case.papers.making import FORMS, PHASE, PaperFinalised, require_open
from liuhen.process.case.papers.versions import instead_of, left_without, successors
from liuhen.process.case.papers.voiding import require_maker
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act


class ReinstateForm(Form):
    """恢复文书."""

    paper_seq: int = entry("恢复哪一份文书", ("paper.finalised",))
    reason: str = text("恢复理由", rows=3, description="写明代替它的一份为什么作废，这一份为什么仍然可以使用。")


class PaperReinstated(Body, kind="paper.reinstated", version=1):
    """A paper that was replaced is used again, and why; what had replaced it was voided before."""

    paper_seq: int = whole("文书")
    form: str = choice("文书种类", FORMS)
    title: str = line("文书名称")
    number: str = line("文号", default="", min_length=0)
    voided: int = whole("已经作废的代替文书")
    reason: str = text("恢复理由")


@act(
    PaperReinstated,
    label="文书恢复使用",
    verb="恢复使用文书",
    phase=PHASE,
    needs=("paper.voided",),
    help="重新制作的文书作废以后，原来的一份不会自动恢复；仍要使用的，写明理由恢复，否则另行制作。作废的文书不能恢复。",
    of=CASES,
)
def reinstate(case: CaseRef, form: ReinstateForm, doing: Doing) -> PaperReinstated:
    """Let a replaced paper count again."""
    _, paper = case.at(form.paper_seq, PaperFinalised)
    require_open(case, paper.form)
    require_maker(paper, by=doing.by, doing="恢复使用")
    voided = _voided_instead(case, form.paper_seq, paper.title)
    return PaperReinstated(
        paper_seq=form.paper_seq,
        form=paper.form,
        title=paper.title,
        number=paper.number,
        voided=voided,
        reason=form.reason,
    )


def _voided_instead(case: CaseRef, seq: int, title: str) -> int:
    """Return the voided paper that stood instead of this one; refuse where there is nothing to reinstate."""
    rows = list(Paper.objects.filter(dossier=case.dossier))
    row = next(one for one in rows if one.seq == seq)
    if row.voided_at is not None:
        raise OutOfOrderError(
            f"这份《{title}》已经作废，不能恢复。", why="作废的文书和文号不再使用。", remedy="请另行制作。"
        )
    instead = instead_of(row, rows)
    if instead is None:
        raise OutOfOrderError(f"这份《{title}》没有被代替，正在使用。", remedy="不需要办理，请刷新页面。")
    if not left_without(row, rows):
        raise OutOfOrderError(
            f"这份《{title}》不能恢复。",
            why=f"代替它的第 {instead.seq} 条还在使用。",
            remedy="代替它的一份有误的，先作废那一份。",
        )
    if standing := next((one for one in successors(row, rows) if one.voided_at is None), None):
        raise OutOfOrderError(
            f"这份《{title}》不能恢复。",
            why=f"代替它的第 {standing.seq} 条没有作废，只是也被代替了。",
            remedy=f"请恢复第 {standing.seq} 条，或者先作废它。",
        )
    return instead.seq
