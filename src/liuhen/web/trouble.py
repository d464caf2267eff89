"""An error beside the form it belongs to: what happened, why, what to do, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from liuhen.duties.errors import RuleBrokenError
from liuhen.kernel.errors import (
    BadInputError,
    LiuhenError,
    NotAllowedError,
    OutOfOrderError,
    StalePageError,
    UnusableError,
)
from liuhen.rulebook import Finding
from liuhen.web.forms import ActForm

_TITLES: Final = (
    (RuleBrokenError, "依照规定，现在不能办"),
    (StalePageError, "有人先记了一步"),
    (BadInputError, "还要改一下"),
    (OutOfOrderError, "还没到这一步"),
    (NotAllowedError, "没有权限"),
    (UnusableError, "系统暂时不能记入"),
)
_FIRST: Final = "请先补齐所列事项，再办这一步。"
_OTHERWISE: Final = "请按所列规定更改所填的内容，或者改由合乎规定的人办理。"


@dataclass(frozen=True, slots=True)
class Item:
    """One point of a trouble; `target` is the element of the page it is about."""

    text: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the error box of a page says."""

    title: str
    message: str
    why: str
    remedy: str
    items: tuple[Item, ...] = ()


def trouble_of(err: LiuhenError, *, form: ActForm | None = None) -> Trouble:
    """Return the box for `err`; a form names its fields at fault."""
    title = next((words for kind, words in _TITLES if isinstance(err, kind)), "没有记入")
    faults = form.faults() if form else []
    if isinstance(err, RuleBrokenError):
        items = tuple(Item(f"{one.rule.cited}：{one.rule.asks}{_lacking(one.missing)}") for one in err.findings)
        return Trouble(title, err.message, "", _FIRST if any(map(_comes_first, err.findings)) else _OTHERWISE, items)
    return Trouble(
        title=title,
        message=err.message,
        why=err.why,
        remedy=err.remedy,
        items=tuple(Item(text, target) for target, text in faults),
    )


def _comes_first(finding: Finding) -> bool:
    """Say whether another act would settle it; otherwise what was entered is itself what the rule refuses."""
    own = finding.trigger.kind if finding.trigger else ""
    return any(kind != own for kind in finding.settle_kinds)


def _lacking(missing: Sequence[str]) -> str:
    return f"（{'、'.join(missing)}）" if missing else ""
