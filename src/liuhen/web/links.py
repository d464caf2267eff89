"""Where things stand: addresses of acts, and the entries of the rail. Only pages that exist are linked."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from liuhen.process.case.approval import MATTERS
from liuhen.queries.shapes import ActLink, Viewer

APPROVING: Final = frozenset({"review.opinion"}).union(*({one.endorsed, one.approved} for one in MATTERS))
"""Acts that are done on the approval page, where the request and the earlier opinions stand."""

RETURNING: Final = frozenset(one.returned for one in MATTERS)
"""Acts that send a request back; their form stands beside the approving one."""

BEGINNING: Final = "clue.registered"


@dataclass(frozen=True, slots=True)
class NavLink:
    """An entry of the rail."""

    place: str
    label: str
    url: str
    count: int = 0


def act_address(ref: str, act: ActLink) -> str:
    """Return the address of the form of an act."""
    if act.kind == BEGINNING:
        return reverse("begin")
    name = "approval" if act.kind in APPROVING else "act"
    asked = {"of": act.of_seq, "form": act.form}
    query = urlencode([*((key, value) for key, value in asked.items() if value is not None), *act.picked])
    return reverse(name, args=[ref] if name == "approval" else [ref, act.kind]) + (f"?{query}" if query else "")


def rail(
    viewer: Viewer, *, may_verify: bool, may_see_office: bool, may_see_system: bool, may_audit: bool
) -> tuple[NavLink, ...]:
    """Return the entries of the rail that `viewer` has a use for."""
    links = [NavLink("desk", "工作台", reverse("desk"), viewer.owed + viewer.approvals)]
    if viewer.sees_cases:
        links.append(NavLink("cases", "案件", reverse("cases")))
    links.append(NavLink("regulations", "规程", reverse("regulations")))
    if may_see_office:
        links.append(NavLink("office", "单位", reverse("office")))
    if may_audit:
        links.append(NavLink("journal", "调阅日志", reverse("journal")))
    if may_verify:
        links.append(NavLink("verification", "校验", reverse("verification")))
    if may_see_system:
        links.append(NavLink("system", "系统状态", reverse("system")))
    return tuple(links)
