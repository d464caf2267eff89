"""Every act on the bureau, in one table: its kind, its form, where its page stands, and how its body is composed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final, TypeVar

from liuhen.forms.fields import Form
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import NotFoundError
from liuhen.ledger import Body
from liuhen.people.officers import Officer

F = TypeVar("F", bound=Form)

SECTIONS: Final = {
    "organ": "机关",
    "people": "人员与执法证",
    "departments": "处室",
    "delegations": "委托代理",
    "chains": "审批流程",
    "standards": "数额标准与目录",
    "calendar": "工作日历",
    "draws": "双随机抽查",
    "footage": "音像与设备",
    "numbering": "文书编号与印章",
    "packs": "规程与读法",
    "signing": "登录",
    "keepers": "三员",
}


@dataclass(frozen=True, slots=True)
class Doing:
    """The circumstances of an act on the bureau."""

    by: Officer
    happened: datetime

    @property
    def organ(self) -> str:
        """Return the organ it is done to: one's own."""
        return self.by.organ

    @property
    def today(self) -> date:
        """Return the Beijing date on which it is done."""
        return beijing_date(self.happened)


@dataclass(frozen=True, slots=True)
class Once:
    """Something that is shown once, to who did the act, and kept nowhere in plain text: the code of a new account."""

    label: str
    text: str


Compose = Callable[[Any, Doing], Body]
After = Callable[[Any, Doing], tuple[Once, ...]]
Prefill = Callable[[Officer, str], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class OfficeAct:
    """One kind of act that people do to the bureau."""

    kind: str
    label: str
    verb: str
    section: str
    form: type[Form]
    compose: Compose
    help: str = ""
    article: str = ""
    after: After | None = None  # what goes with the entry and is no record: accounts, sessions
    prefill: Prefill | None = None  # what the form opens with; told the place that the link named


_acts: Final[dict[str, OfficeAct]] = {}
OFFICE_ACTS: Final = MappingProxyType(_acts)


def office_act(
    body: type[Body],
    *,
    section: str,
    label: str,
    verb: str,
    help: str = "",  # noqa: A002 - the word the page uses
    article: str = "",
    after: After | None = None,
    prefill: Prefill | None = None,
) -> Callable[[Callable[[F, Doing], Body]], Callable[[F, Doing], Body]]:
    """Enter the decorated function in the table; it composes the body and may refuse, but writes nothing.

    Args:
        after: writes what goes with the entry and is no record, in the same transaction; returns what to show once.
        prefill: officer and the link's `of` -> values with which the form opens.
    """

    def enter(compose: Callable[[F, Doing], Body]) -> Callable[[F, Doing], Body]:
        form = compose.__annotations__["form"]
        _acts[body.kind] = OfficeAct(body.kind, label, verb, section, form, compose, help, article, after, prefill)
        return compose

    return enter


_followers: Final[dict[str, list[Callable[[str], None]]]] = {}


def follow(kinds: Iterable[str], told: Callable[[str], None]) -> None:
    """Let `told` be called with the organ after an act of these kinds, in its transaction: to let a job wait."""
    for kind in kinds:
        _followers.setdefault(kind, []).append(told)


def followers(kind: str) -> tuple[Callable[[str], None], ...]:
    """Return who is told of acts of this kind."""
    return tuple(_followers.get(kind, ()))


def office_act_type(kind: str) -> OfficeAct:
    """Return the act of this kind; raise NotFoundError when no such act exists."""
    if kind not in _acts:
        raise NotFoundError("没有这种事项。", remedy="请从“单位”页面选择要办的事项。")
    return _acts[kind]
