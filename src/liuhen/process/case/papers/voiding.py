"""作废: a paper that was made and shall not be used. It stays, its number stays used, and both say why."""

from collections.abc import Mapping
from typing import Any, Final

from liuhen.forms.fields import Form, choice, entry, line, text, whole
from liuhen.kernel.errors import NotAllowedError, OutOfOrderError
from liuhen.ledger import Body
from liuhen.people.officers import Officer
from liuhen.people.roles import WORDS, Role
from liuhen.process.case.models import Paper
from liuhen.process.case.papers.making import FORMS, MADE_BY, PHASE, PaperFinalised, require_open
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act

_SERVED: Final = ("service.made", "mail.posted", "announcement.posted")


class VoidForm(Form):
    """作废文书."""

    paper_seq: int = entry("作废哪一份文书", ("paper.finalised",))
    reason: str = text("作废理由", rows=3, description="写入文号登记簿，文号不再使用。")


class PaperVoided(Body, kind="paper.voided", version=1):
    """A paper is not to be used any more, and why."""

    paper_seq: int = whole("文书")
    form: str = choice("文书种类", FORMS)
    title: str = line("文书名称")
    number: str = line("文号", default="", min_length=0)
    reason: str = text("作废理由")


@act(
    PaperVoided,
    label="文书作废",
    verb="作废文书",
    phase=PHASE,
    needs=("paper.finalised",),
    help="做错、不用的文书作废后另行制作；原件和文号都保留，查验页面显示已作废。已经送达的文书不能这样作废。",
    of=CASES,
)
def void(case: CaseRef, form: VoidForm, doing: Doing) -> PaperVoided:
    """Void a paper that nobody was served with."""
    _, paper = case.at(form.paper_seq, PaperFinalised)
    require_open(case, paper.form)
    require_maker(paper, by=doing.by, doing="作废")
    _require_standing(case, form.paper_seq, paper)
    return PaperVoided(
        paper_seq=form.paper_seq, form=paper.form, title=paper.title, number=paper.number, reason=form.reason
    )


def require_maker(paper: PaperFinalised, *, by: Officer, doing: str) -> None:
    """Refuse whoever does not make papers of this form; `doing` says in Chinese what he wants to do with one."""
    makers = [role for role in Role if paper.form in MADE_BY.get(role, ())]
    if by.roles.isdisjoint(makers):
        raise NotAllowedError(
            f"您不能{doing}《{paper.title}》。",
            why=f"您的岗位是{by.role_words}，这份文书由{'、'.join(WORDS[role] for role in makers)}制作。",
            remedy="请由制作的岗位办理。",
        )


def _require_standing(case: CaseRef, seq: int, paper: PaperFinalised) -> None:
    row = Paper.objects.filter(dossier=case.dossier, seq=seq).first()
    if row is not None and row.voided_at is not None:
        raise OutOfOrderError(f"这份《{paper.title}》已经作废。", remedy="请刷新页面查看已有的记录。")
    if any(_hands_over(case.at(one.seq, Body)[1].open_fields(), seq, paper) for one in case.events(*_SERVED)):
        raise OutOfOrderError(
            f"这份《{paper.title}》已经送达，不能作废。",
            why="送达的文书对当事人已经生效，悄悄作废会使当事人手里的与案卷不一致。",
            remedy="笔误请办理更正决定书；内容有误的，按程序撤销、变更后重新制作并送达。",
        )


def _hands_over(served: Mapping[str, Any], seq: int, paper: PaperFinalised) -> bool:
    """Say whether an entry of service is about this paper: by its own number, its entry's, or what it is numbered."""
    named = {one["seq"] for one in served.get("papers", ())}
    return bool(named & {seq, paper.source_seq}) or (
        not named and paper.number != "" and served.get("document_no") == paper.number
    )
