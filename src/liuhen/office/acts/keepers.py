"""三员 are made and replaced by two of them together."""

import secrets
from typing import Any

from liuhen.kernel.errors import BadInputError, NotAllowedError
from liuhen.office.acts.roll import present, require_department, require_new_account
from liuhen.office.models import Proposal
from liuhen.office.payloads import KeeperConfirmed, KeeperProposed
from liuhen.office.payloads.keepers import ConfirmForm, KeeperForm
from liuhen.office.registry import Doing, Once, office_act
from liuhen.people.accounts import close_account, open_account
from liuhen.people.models import Person
from liuhen.people.officers import Officer


def _proposal(by: Officer, of: str) -> dict[str, Any]:
    del by
    return {"proposal": of}


@office_act(
    KeeperProposed,
    section="keepers",
    label="提名三员",
    verb="提名",
    help="由三员之一提名，另一员确认后生效；被接替的人不能自己确认。",
)
def propose(form: KeeperForm, doing: Doing) -> KeeperProposed:
    """Name somebody for one of the three offices."""
    require_department(doing.organ, form.department)
    require_new_account(form.account)
    replaced = present(doing.organ, form.replaces, on=doing.today, field="replaces") if form.replaces else None
    if replaced is not None and form.role not in replaced.roles:
        raise BadInputError(
            f"{replaced.name}不担任这个岗位。", fields={"replaces": "岗位不符"}, remedy="请选择现任该岗位的人员。"
        )
    return KeeperProposed(replaced_name=replaced.name if replaced else "", **dict(form))


def _changed(body: KeeperConfirmed, doing: Doing) -> tuple[Once, ...]:
    del doing
    if body.replaces:
        close_account(Person.objects.values_list("account", flat=True).get(id=body.replaces))
    return (Once(f"{body.name}（账号 {body.account}）的初始口令", open_account(body.account)),)


@office_act(
    KeeperConfirmed,
    section="keepers",
    label="确认三员",
    verb="确认",
    help="确认后显示一次初始口令，请当面交给本人。",
    after=_changed,
    prefill=_proposal,
)
def confirm(form: ConfirmForm, doing: Doing) -> KeeperConfirmed:
    """Agree to what another keeper proposed."""
    row = Proposal.objects.filter(key=f"{doing.organ}:{form.proposal}", confirmed=False).first()
    if row is None:
        raise BadInputError(
            "没有这件提名，或者已经确认。", fields={"proposal": "请从名单中选择"}, remedy="请刷新页面。"
        )
    told = row.told
    if doing.by.id in (row.by, told.get("replaces")):
        raise NotAllowedError(
            "您不能确认这件提名。",
            why="提名和确认须由两人办理，被接替的人也不能确认。",
            remedy="请由三员中的另一人确认。",
        )
    require_new_account(told["account"])
    kept = ("role", "name", "department", "account", "replaces", "replaced_name")
    return KeeperConfirmed(
        proposal=row.seq,
        id=f"p-{secrets.token_hex(6)}",
        reason=form.reason,
        **{name: told[name] for name in kept if name in told},
    )
