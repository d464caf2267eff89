"""承办人: who handles a case now, what becomes of it when one of them leaves, and 更换承办人."""

from typing import Any, Final

from pydantic import Field

from liuhen.duties.gates import refusals
from liuhen.forms.fields import Form, officers, parts, text
from liuhen.kernel import clock
from liuhen.kernel.clock import When, beijing_date
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.ledger import Body, Entry, projects
from liuhen.ledger.prepared import Prepared
from liuhen.ledger.rows import change, insert
from liuhen.office.in_force import in_force
from liuhen.people.models import Person
from liuhen.people.officers import Officer, Snapshot, gone, officers_in, snapshot
from liuhen.people.roles import Role
from liuhen.process.case.models import CaseOfficer
from liuhen.process.case.parts import Part
from liuhen.process.case.projectors import case_row
from liuhen.process.case.reference import CASES, CaseRef, place_of
from liuhen.process.case.registry import ActType, Doing, act, prefills

_belongs: Final = Prepared(CaseOfficer, lambda key: CaseOfficer.objects.filter(key=key).values_list("key"))


class Named(Part):
    """A person, as he was called."""

    id: str
    name: str = Field(title="姓名")


class ChangeForm(Form):
    """更换承办人."""

    officer_ids: list[str] = officers("更换后的承办人（两人以上）", min_length=1, article="令第4号第十六条")
    reason: str = text("更换理由")


class HandlersChanged(Body, kind="handlers.changed", version=1):
    """Somebody else handles the case from now on; what was done before stays whose it was."""

    officers: list[Snapshot] = parts("更换后的承办人")
    left: list[Named] = parts("不再承办")
    joined: list[Named] = parts("新承办")
    reason: str = text("更换理由")


@act(
    HandlersChanged,
    label="更换承办人",
    verb="更换承办人",
    phase="承办人",
    needs=("clue.registered",),
    of=CASES,
    article="令第4号第十六条",
    help="选定更换以后的全部承办人。新承办人的执法证须在当日有效；不再承办的人此后不能查看本案，已有的记录不变。",
)
def change_handlers(case: CaseRef, form: ChangeForm, doing: Doing) -> HandlersChanged:
    """Say who handles the case from now on, newcomers with a valid certificate; how many say the rules."""
    before = _before(case)
    people = snapshot(form.officer_ids, organ=case.organ, on=doing.happened)
    joined = [one for one in people if one.id not in before]
    left = [one for one in before if one not in form.officer_ids]
    wrong = ""
    if not left and not joined:
        wrong = "与现在的承办人相同"
    elif unfit := _unfit(joined, case.organ):
        wrong = f"{'、'.join(unfit)}不是承办人岗位，或者当日没有有效的执法证"
    if wrong:
        raise BadInputError("不能这样更换承办人。", fields={"officer_ids": wrong}, remedy="请重新选择承办人。")
    names = dict(Person.objects.filter(id__in=left).values_list("id", "name"))
    return HandlersChanged(
        officers=people,
        left=[Named(id=one, name=names[one]) for one in left],
        joined=[Named(id=one.id, name=one.name) for one in joined],
        reason=form.reason,
    )


@prefills(HandlersChanged)
def _those_who_stay(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    before = _before(case)
    left = gone(before, on=beijing_date(clock.now()))
    return {"officer_ids": [one for one in before if one not in left]}


def require_enough(case: CaseRef, form: Form, chosen: ActType, *, by: Officer, on: When) -> None:
    """Refuse an act that officers do together where rules would not let those handle the case who are left.

    Raises:
        OutOfOrderError: handlers have left, and nobody took their place.
    """
    together = "officer_ids" in type(form).model_fields and chosen.kind != HandlersChanged.kind
    left = gone(case.handlers, on=beijing_date(on)) if together else set()
    if not left:
        return
    staying = snapshot([one for one in case.handlers if one not in left], organ=case.organ, on=on)
    body = HandlersChanged(officers=staying, left=[], joined=[], reason="离岗")
    refused = refusals(
        case.dossier, kind=case.kind, seq=case.seq + 1, body=body, by=by.id, happened=on, force=in_force(case.organ)
    )
    if refused:
        names = Person.objects.filter(id__in=left).order_by("id").values_list("name", flat=True)
        lacking = "、".join(dict.fromkeys(said for one in refused for said in one.missing))
        raise OutOfOrderError(
            f"本案在岗的承办人不够，不能{chosen.verb}。",
            why=f"{'、'.join(names)}已离岗，还没有更换；{lacking}（{refused[0].rule.cited}）。",
            remedy="请由处室负责人先办理“更换承办人”。",
        )


@projects(HandlersChanged)
def _change(entry: Entry, body: HandlersChanged) -> None:
    case = case_row(entry)
    left, after = [one.id for one in body.left], [one.id for one in body.officers]
    case.officers = [one for one in case.officers if one not in left]
    case.officers += [one for one in after if one not in case.officers]
    case.former = [one for one in dict.fromkeys([*case.former, *left]) if one not in after]
    case.handler_ids, case.handlers = after, [one.name for one in body.officers]
    change(case)
    for one in left:
        change(_belonging(entry, one, left=True), "left")
    for one in after:
        belong(entry, one)


def belong(entry: Entry, officer: str, *, handles: bool = True) -> None:
    """Let somebody belong to the case from this entry on (called by projectors)."""
    row = _belonging(entry, officer, handles=handles, left=False)
    if _belongs(row.key):
        change(row, "handles", "left")
    else:
        insert(row)


def _belonging(entry: Entry, officer: str, **told: bool) -> CaseOfficer:
    dossier, _ = place_of(entry)
    return CaseOfficer(key=f"{dossier}:{officer}", dossier=dossier, officer=officer, **told)


def _before(case: CaseRef) -> list[str]:
    """Return who handles it now: before it is opened, who registered the clue."""
    return list(case.handlers) or sorted(case.subject.officers)


def _unfit(joined: list[Snapshot], organ: str) -> list[str]:
    if not joined:
        return []
    handlers = {one.id for one in officers_in(organ, role=Role.HANDLER)}
    return [one.name for one in joined if one.id not in handlers or not one.valid]
