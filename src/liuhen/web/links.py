"""Where things stand: addresses of acts, and the entries of the rail. Only pages that exist are linked."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from liuhen.process.case.approval import BESIDE, ENDORSED, MATTERS, RETURNED
from liuhen.process.case.registry import ACTS
from liuhen.queries.shapes import ActLink, Viewer

APPROVING: Final = frozenset({"review.opinion"}).union(*({one.endorsed, one.approved} for one in MATTERS))
"""Acts that are done on the approval page, where the request and the earlier opinions stand."""

RETURNING: Final = frozenset(one.returned for one in MATTERS)
"""Acts that send a request back; their form stands beside the approving one."""

BEGINNING: Final = "clue.registered"
"""What `cases/new` opens; other dossiers begin at `cases/new/<kind>`."""


MAKING: Final = "paper.finalised"
"""The act that is done on the page where a paper is made, beside its preview."""


@dataclass(frozen=True, slots=True)
class NavLink:
    """An entry of the rail."""

    place: str
    label: str
    url: str
    count: int = 0


def answering() -> frozenset[str]:
    """Return the acts that approve, endorse or return a request beside the main course; they stand on its page."""
    return frozenset({ENDORSED, RETURNED} | {one.approved for one in BESIDE.values()})


def begin_address(kind: str) -> str:
    """Return the address of the form with which a dossier begins."""
    return reverse("begin") if kind == BEGINNING else reverse("begin-kind", args=[kind])


def act_address(ref: str, act: ActLink) -> str:
    """Return the address of the form of an act."""
    known = ACTS.get(act.kind)
    if known is not None and known.starts_dossier:
        return begin_address(act.kind)
    if act.kind == MAKING:
        return making_address(ref, act.form, act.of_seq)
    if act.kind in answering() and act.of_seq is not None:
        return reverse("approval-of", args=[ref, act.of_seq])
    name = "approval" if act.kind in APPROVING else "act"
    asked = {"of": act.of_seq, "form": act.form}
    query = urlencode([*((key, value) for key, value in asked.items() if value is not None), *act.picked])
    return reverse(name, args=[ref] if name == "approval" else [ref, act.kind]) + (f"?{query}" if query else "")


def making_address(ref: str, form: str | None, source: int | None) -> str:
    """Return the address of the page on which a paper is made, or of those that can be made where none is picked."""
    if not form:
        return reverse("papers", args=[ref])
    return reverse("paper-new", args=[ref, form]) + (f"?source={source}" if source is not None else "")


def rail(
    viewer: Viewer,
    *,
    may_film: bool,
    may_see_footage: bool,
    may_verify: bool,
    may_see_office: bool,
    may_see_system: bool,
    may_audit: bool,
) -> tuple[NavLink, ...]:
    """Return the entries of the rail that `viewer` has a use for."""
    links = [NavLink("desk", "工作台", reverse("desk"), viewer.owed + viewer.approvals)]
    if viewer.sees_cases:
        links.append(NavLink("cases", "案件", reverse("cases")))
        links.append(NavLink("recordings", "音像", reverse("recordings")))
    if may_film:
        links.append(NavLink("capture", "现场采集", reverse("capture")))
    if may_see_footage:
        links.append(NavLink("footage", "音像库", reverse("footage")))
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
