"""When an act happened, held against what it stands on: nothing is answered before it was asked."""

from datetime import datetime
from typing import Final

from liuhen.duties.facts import events
from liuhen.kernel.clock import BEIJING, When, beijing_date
from liuhen.kernel.errors import BadInputError
from liuhen.process.case.order import needed
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import ACTS, ActType

_MAY_COME_FIRST: Final = frozenset({"clue.registered", "case.opened", "paper.finalised", "recording.stored"})
"""What is often written down after the work itself has begun: urgent starts, papers signed on the spot."""


def require_after(case: CaseRef, chosen: ActType, happened: When, *, named: str) -> None:
    """Let the act pass unless it happened before the first entry of a kind that it stands on.

    Args:
        named: the field that says when it happened.

    Raises:
        BadInputError: for instance a defence that was heard before the notice was given.
    """
    kinds = [kind for kind in needed(case, chosen) if kind not in _MAY_COME_FIRST]
    first: dict[str, When] = {}
    for event in events(case.dossier, kinds=kinds):
        first.setdefault(event.kind, event.happened)
    for kind, before in first.items():
        if _earlier(happened, before):
            raise BadInputError(
                "发生时间有误。",
                fields={named: f"早于{ACTS[kind].label}（{_words(before)}）"},
                why=f"{chosen.label}以{ACTS[kind].label}为前提，不能发生在它以前。",
                remedy="请核对日期和时间；前一步的时间记错了的，请先更正。",
            )


def _earlier(one: When, other: When) -> bool:
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    return beijing_date(one) < beijing_date(other)


def _words(when: When) -> str:
    if isinstance(when, datetime):
        return f"{when.astimezone(BEIJING):%Y年%-m月%-d日 %H:%M}"
    return f"{when:%Y年%-m月%-d日}"
