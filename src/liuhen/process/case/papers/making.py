"""文书: making one is an act of the case; how a paper is set is the papers room's business.

Which papers there are, from which entry each is made and where its fields come from is the catalogue's business.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, TypeVar

from django.conf import settings

from liuhen.forms.fields import Form, choice, entry, line, parts, sheet, whole, yes
from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import as_instant
from liuhen.kernel.errors import BadInputError, NotAllowedError, OutOfOrderError
from liuhen.ledger import Body, Entry
from liuhen.media.arrivals import Declared
from liuhen.media.store import take_in
from liuhen.office.in_force import in_force
from liuhen.papers import Form as Paperwork
from liuhen.papers import Rendered, every_form, form, render
from liuhen.papers.typesetting import places_of
from liuhen.people.officers import Officer
from liuhen.people.roles import WORDS, Role
from liuhen.process.case.numbers import next_number
from liuhen.process.case.papers.codes import check_address, new_code
from liuhen.process.case.papers.filling import filled
from liuhen.process.case.papers.own_forms import own_copy
from liuhen.process.case.papers.versions import replaced
from liuhen.process.case.particulars import Said
from liuhen.process.case.parts import Part, Scan
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act

Sheet = Mapping[str, Json]
B = TypeVar("B", bound=Body)

PHASE: Final = "文书"
Fill = Callable[[CaseRef, Entry, Any], Sheet]

FILLS: Final[dict[str, Fill]] = {}
"""Form -> what fills those of its fields that the catalogue's vocabulary cannot tell."""


def fills(form_id: str, source: type[B]) -> Callable[[Callable[[CaseRef, Entry, B], Sheet]], Any]:
    """Let the decorated function fill fields of the form `form_id` from an entry of kind `source`."""
    if source.kind not in form(form_id).acts:
        raise TypeError(f"{form_id} is not made from {source.kind}")

    def enter(fill: Callable[[CaseRef, Entry, B], Sheet]) -> Callable[[CaseRef, Entry, B], Sheet]:
        FILLS[form_id] = fill
        return fill

    return enter


MADE: Final[Mapping[str, Paperwork]] = {one.id: one for one in every_form().values() if one.acts}
"""Form -> the catalogue's words on it, of all that are made from an entry."""
FORMS: Final = {one.id: one.title for one in MADE.values()}
_MAKERS: Final[Mapping[str, Role]] = {
    "handler": Role.HANDLER,
    "reviewer": Role.REVIEWER,
    "archivist": Role.ARCHIVIST,
}
MADE_BY: Final[Mapping[Role, frozenset[str]]] = {
    role: frozenset(one.id for one in MADE.values() if one.maker == maker) for maker, role in _MAKERS.items()
}
"""Role -> the papers it makes: a reviewer's opinion and an archivist's catalogue are nobody else's."""
OWN: Final[Mapping[Role, frozenset[str]]] = {role: forms for role, forms in MADE_BY.items() if role is not Role.HANDLER}
AFTER_ARCHIVING: Final = frozenset(one.id for one in MADE.values() if one.after_archiving)


class FinaliseForm(Form):
    """制作文书."""

    form: str = choice("文书", FORMS)
    source_seq: int | None = entry(
        "依据的记录",
        tuple(dict.fromkeys(kind for one in MADE.values() for kind in one.acts)),
        default=None,
        description="不选时取最近一条",
    )
    entered: dict[str, Any] = sheet("案件记录中没有的各栏", default_factory=dict)
    another: bool = yes("另制一份，先前制作的同种文书仍然有效", default=False)


class SignPlace(Part):
    """Where somebody signs on a paper, in points from the top left of its page; `every` is on each page anew."""

    role: str
    name: str | None = None
    page: int
    every: bool = False
    x: int
    y: int
    width: int
    height: int


class PaperFinalised(Body, kind="paper.finalised", version=1):
    """A paper is fixed: its bytes are named by digest, its fields by theirs."""

    form: str = choice("文书", FORMS)
    title: str = line("文书名称")
    number: str = line("文号", default="", min_length=0)
    source_seq: int = whole("依据的记录")
    file: Scan = parts("文件")
    pages: int = whole("页数")
    fields_sha256: str
    form_version: int = 0
    series: str = ""
    entered: dict[str, Any] = sheet("补填各栏", default_factory=dict)
    code: str = line("校验码", default="", min_length=0)
    check_at: str = line("查验地址", default="", min_length=0)
    replaces: int | None = whole("代替的文书", default=None)
    places: list[SignPlace] = parts("签名位置", default_factory=list)
    own: Scan | None = parts("本单位格式的文书", default=None)


@act(
    PaperFinalised,
    label="文书",
    verb="制作文书",
    phase=PHASE,
    help="由案件记录自动填写；定稿后不能改动，有误须另行更正。",
    of=CASES,
)
def finalise(case: CaseRef, form: FinaliseForm, doing: Doing) -> PaperFinalised:
    """Set the paper from the case and freeze it under its digests."""
    source_entry, _ = source_of(case, form)
    require_own(case, form.form, by=doing.by)
    told = paperwork(case, form.form)
    number = next_number(case.organ, told.numbering, on=doing.happened) if told.numbering else ""
    filled_in = sheet_of(case, form, number=number)
    mark = {"code": new_code(), "check_at": check_address()}
    made = _set(case, form.form, filled_in, moment=as_instant(source_entry.happened), **mark)
    source_seq = source_entry.dossier_seq or 0
    return PaperFinalised(
        form=form.form,
        title=told.title,
        number=str(filled_in.get("document_no") or ""),
        source_seq=source_seq,
        file=_keep(made, title=told.title),
        pages=made.pages,
        fields_sha256=made.fields_sha256,
        form_version=told.version,
        series=told.numbering if number and filled_in["document_no"] == number else "",
        entered=form.entered,
        replaces=None if form.another else replaced(case, form.form, source_seq),
        places=_places(case, form.form, filled_in, code=mark["code"]),
        own=own_copy(case.organ, told, filled_in),
        **mark,
    )


def _places(case: CaseRef, form_id: str, told: Sheet, *, code: str) -> list[SignPlace]:
    found = places_of(form(form_id, packs_of(case.organ)), told, check_code=code or None)
    return [
        SignPlace.model_validate({name: round(one) if isinstance(one, float) else one for name, one in place.items()})
        for place in found
    ]


def _set(case: CaseRef, form_id: str, told: Sheet, *, moment: datetime, code: str, check_at: str) -> Rendered:
    """Set a paper with what its entry holds; the same entry gives the same bytes each time."""
    packs = packs_of(case.organ)
    return render(form_id, told, moment=moment, check_code=code or None, check_at=check_at, packs=packs)


def packs_of(organ: str) -> tuple[str, ...]:
    """Return the packs whose forms an organ uses, base packs first."""
    return tuple(pack.head.id for pack in in_force(organ).rulebook.packs)


def paperwork(case: CaseRef, form_id: str) -> Paperwork:
    """Return a form as it is in the organ of the case."""
    return form(form_id, packs_of(case.organ))


def sheet_of(case: CaseRef, asked: FinaliseForm, *, number: str = "") -> dict[str, Json]:
    """Return the filled sheet of a paper: what the case says, and what was entered where it says nothing.

    Args:
        number: what the paper itself is numbered, where it takes a number of its own and its entry brings none.

    Raises:
        BadInputError: a field was entered that the case itself fills.
    """
    entry, body = source_of(case, asked)
    told = paperwork(case, asked.form)
    own = FILLS.get(asked.form, _nothing)(case, entry, body)
    known = {**({"document_no": number} if number else {}), **filled(told, case, entry, body), **own}
    spoken = {name for name in asked.entered if known.get(name) not in (None, "", [], {})}
    if spoken:
        raise BadInputError(
            "有的栏目由案件记录带出，不能另填。",
            fields={f"entered.{name}": "以案件记录为准" for name in sorted(spoken)},
            remedy="内容有误的，请先更正那条记录，再制作文书。",
        )
    return {**known, **asked.entered}


def _nothing(_case: CaseRef, _entry: Entry, _body: Body) -> Sheet:
    return {}


def preview(case: CaseRef, asked: FinaliseForm) -> Rendered:
    """Return the paper as it would be finalised now; nothing is kept, and a number of its own is still blank.

    Raises:
        BadInputError: fields are missing; each is named with the article that asks for it.
    """
    source_entry, _ = source_of(case, asked)
    told = sheet_of(case, asked, number="（定稿时编号）" if paperwork(case, asked.form).numbering else "")
    return render(asked.form, told, moment=as_instant(source_entry.happened), packs=packs_of(case.organ))


def source_of(case: CaseRef, asked: FinaliseForm) -> tuple[Entry, Body]:
    """Return the entry that a paper is made from, the latest of its kind where none was picked.

    Raises:
        OutOfOrderError: there is none yet, or the one that was picked is no source of this paper.
    """
    kinds = form(asked.form).acts
    seq = asked.source_seq
    if seq is None:
        found = case.events(*kinds)
        seq = found[-1].seq if found else None
    if seq is None:
        raise OutOfOrderError(
            f"还不能制作{title_of(asked.form)}。", why="它所依据的记录还没有。", remedy="请先办理前一步。"
        )
    entry, body = case.at(seq, Body)
    if entry.kind not in kinds:
        raise OutOfOrderError(
            f"本件第 {seq} 条不是{title_of(asked.form)}所依据的记录。", remedy="请刷新页面，重新选择。"
        )
    _require_fitting(form(asked.form), Said(entry, body))
    return entry, body


def _require_fitting(told: Paperwork, source: Said) -> None:
    if name := told.unfit(source.body.open_fields()):
        label = type(source.body).model_fields[name].title or ""
        said = source.field(name)
        word = ("是" if said else "否") if isinstance(said, bool) else source.word(name)
        raise OutOfOrderError(
            f"不能从这条记录制作《{told.title}》。",
            why=f"本件第 {source.entry.dossier_seq} 条的“{label}”是“{word}”。",
            remedy="请制作与记录相符的文书；记录有误的，先更正记录。",
        )


def require_own(case: CaseRef, form_id: str, *, by: Officer) -> None:
    """Let everyone make the papers of his own part, and after archiving the catalogue only."""
    makers = [role for role in Role if form_id in MADE_BY.get(role, ())]
    if by.roles.isdisjoint(makers):
        raise NotAllowedError(
            f"您不能制作{title_of(form_id)}。",
            why=f"您的岗位是{by.role_words}，这份文书由{'、'.join(WORDS[role] for role in makers)}制作。",
            remedy="请由该岗位的人员制作。",
        )
    require_open(case, form_id)


def require_open(case: CaseRef, form_id: str) -> None:
    """Raise OutOfOrderError where the case is archived and this paper belongs to what was before."""
    if case.archived and form_id not in AFTER_ARCHIVING:
        raise OutOfOrderError("本案已经归档，不再增加办案记录。", remedy="如需更正，请由档案管理员办理。")


def title_of(form_id: str) -> str:
    """Return the printed name of a form."""
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
