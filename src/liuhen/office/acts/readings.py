"""读法、本机关的期限、职责归口."""

from typing import Any

from liuhen.kernel.errors import BadInputError
from liuhen.office.in_force import holders, in_force
from liuhen.office.models import Department, OwnTerm
from liuhen.office.own_terms import own_terms, read_term, term_words, terms_of_reading
from liuhen.office.payloads import ChoicePicked, HolderAssigned, TermSet
from liuhen.office.payloads.standards import ChoiceForm, HolderForm, TermForm
from liuhen.office.registry import Doing, office_act
from liuhen.people.officers import Officer


def _reading(by: Officer, of: str) -> dict[str, Any]:
    del by
    return {"picked": of} if of else {}


@office_act(
    ChoicePicked, section="packs", label="取用读法", verb="取用这种读法", prefill=_reading,
    help="条文可以有几种读法的，由本机关选定并写明理由；案件页面显示所取用的读法。此后办理的事项按新的读法，已办的不变。",
)  # fmt: skip
def pick(form: ChoiceForm, doing: Doing) -> ChoicePicked:
    """Follow one reading where a text bears several; one that leaves a term to the organ may come with that term."""
    choice, _, reading = form.picked.partition("/")
    book = in_force(doing.organ).rulebook
    known = book.choices
    if choice not in known or reading not in known[choice].readings:
        raise BadInputError("没有这种读法。", fields={"picked": "请从所列各项中选择"}, remedy="请刷新页面后重新选择。")
    names = terms_of_reading(book, choice, reading)
    if form.term and not names:
        raise BadInputError(
            "这种读法没有由机关自定的期限。", fields={"term": "请留空"}, remedy="期限留空，或者另选一种读法。"
        )
    terms = dict.fromkeys(sorted(names), _term(form.term, "term")) if form.term else None
    return ChoicePicked(choice=choice, reading=reading, reason=form.reason, terms=terms)


def _own(by: Officer, of: str) -> dict[str, Any]:
    row = OwnTerm.objects.filter(key=f"{by.organ}:{of}").first()
    return ({"name": of} if of else {}) | ({"value": term_words(row.value)} if row else {})


@office_act(
    TermSet, section="packs", label="本机关的期限", verb="设定期限", prefill=_own,
    help="规程把期限留给本机关规定的，在此设定；设定以前不计期限。此后办理的事项按新的期限，已办的不变。",
)  # fmt: skip
def set_term(form: TermForm, doing: Doing) -> TermSet:
    """Set a term that the texts leave to the organ."""
    if form.name not in own_terms(in_force(doing.organ).rulebook):
        raise BadInputError(
            "现行规程没有这一项。", fields={"name": "请从所列各项中选择"}, remedy="请刷新页面后重新选择。"
        )
    return TermSet(name=form.name, value=_term(form.value, "value"), reason=form.reason)


def _term(text: str, field: str) -> str:
    try:
        return read_term(text)
    except ValueError as err:
        raise BadInputError("期限的写法不对。", fields={field: str(err)}, remedy="请按提示改正。") from err


def _holder(by: Officer, of: str) -> dict[str, Any]:
    given = holders(by.organ).get(of)
    return ({"holder": of} if of else {}) | ({"department": given} if given else {})


@office_act(
    HolderAssigned, section="packs", label="职责归口", verb="指定处室", prefill=_holder,
    help="规程按其制定机关的处室分工；在此写明本机关由哪个处室承担，案件页面一并显示。",
)  # fmt: skip
def assign(form: HolderForm, doing: Doing) -> HolderAssigned:
    """Say which department answers for what the regulations give to a holder of their own word."""
    named = {rule.holder for rule in in_force(doing.organ).rulebook.rules if rule.holder}
    if form.holder not in named:
        raise BadInputError("现行规程没有这个称谓。", fields={"holder": "请从所列各项中选择"}, remedy="请刷新页面。")
    if not Department.objects.filter(organ=doing.organ, name=form.department, closed=False).exists():
        raise BadInputError("没有这个处室。", fields={"department": "请从所列各项中选择"}, remedy="请先设立处室。")
    return HolderAssigned(**dict(form))
