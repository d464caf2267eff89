"""What a bureau settles about its people, as tests need it: orders of approval, delegations, leaving, certificates."""

from datetime import date
from itertools import count
from typing import Any

from liuhen.office.guard import perform
from liuhen.office.registry import office_act_type
from liuhen.people.models import Delegation
from liuhen.people.officers import Officer, officer
from process.bureau import TODAY, Play

_keys = (f"staffing-{number}" for number in count(1))
Step = tuple[tuple[str, ...], bool]


def settle(by: Officer, kind: str, **entered: Any) -> None:
    """Let somebody do an act on the bureau."""
    form = office_act_type(kind).form.model_validate(entered)
    perform(kind, form, by=by, key=next(_keys), channel="web")


def order(people: dict[str, Officer], matter: str, *steps: str | tuple[str, ...]) -> None:
    """Set the bureau's own order of a matter; several roles of a step sign jointly."""
    told = [{"roles": [one] if isinstance(one, str) else list(one), "joint": not isinstance(one, str)} for one in steps]
    settle(people["wu"], "chain.set", matter=matter, steps=told, basis="本局审批权限规定（示例）")


def lend(giver: Officer, taker: Officer, *roles: str, first: date = TODAY, last: date = TODAY) -> Officer:
    """Let `giver` delegate roles; return the taker as he signs in next."""
    told = {"taker": taker.id, "roles": list(roles), "first": first, "last": last, "reason": "外出学习"}
    settle(giver, "delegation.given", **told)
    return officer(taker.id)


def recall(giver: Officer) -> None:
    """Let `giver` end his only delegation."""
    key = Delegation.objects.get(giver=giver.id, ended_on=None).key
    settle(giver, "delegation.ended", delegation=key, reason="提前返回")


def leave(people: dict[str, Officer], who: Officer, on: date = TODAY) -> Officer:
    """Let somebody leave the bureau; return him as he is read next."""
    settle(people["jiang"], "officer.left", officer=who.id, on=on, why="transferred", reason="调动通知（示例）")
    return officer(who.id)


def replace_handlers(case: Play, *people: Officer, who: str = "qian", **told: Any) -> None:
    """Let the head of unit name who handles the case from now on."""
    case.do(who, "handlers.changed", officer_ids=[one.id for one in people], reason="工作需要。", **told)
