"""How the page of a case grows with the case: one of twenty entries and one of five hundred, looked at in turn."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from math import ceil
from pathlib import Path
from time import perf_counter
from typing import Final

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liuhen.bench.figure import AT_MOST, Figure, Goal, absolute, compared
from liuhen.bench.installation import Bureau
from liuhen.kernel import clock
from liuhen.kernel.errors import UnusableError
from liuhen.people.models import Account
from liuhen.people.officers import Officer
from liuhen.queries.case import LISTED, case_page

_READ: Final = Goal(12, "case.read", "读取并推算案件页面，500 条记录与 20 条记录相比，百分之九十五不超过", 2.0, AT_MOST)
_PAGE: Final = Goal(
    12, "case.page", "打开案件页面（连同排版），500 条记录与 20 条记录相比，百分之九十五不超过", 2.0, AT_MOST
)
_ASKED: Final = Goal(12, "case.queries", "案件页面读取数据库的次数，500 条记录", 15, AT_MOST)
SHORT, LONG, QUICK = 20, 500, 60  # entries
_LOOKS: Final = 40
_AGAINST: Final = "同一机关 20 条记录的案件，两件轮流打开"


def measure(*, runs: int, quick: bool, folder: Path) -> list[Figure]:
    """Return how much longer the page of a long case takes than that of a short one, at the 95th percentile."""
    del folder
    bureau = Bureau()
    now, (short, long) = bureau.grown(SHORT, QUICK if quick else LONG)
    by, looks = bureau.handler, 5 if quick else _LOOKS
    with clock.at(now):
        reading = [_in_turn(_reads(by, short), _reads(by, long), looks) for _ in range(runs)]
        client = _signed_in(by.account)
        pages = [_in_turn(_opens(client, short), _opens(client, long), looks) for _ in range(runs)]
        with CaptureQueriesContext(connection) as told:
            case_page(by, long, most=LISTED)
    return [
        _grown(_READ, reading),
        _grown(_PAGE, pages),
        absolute(_ASKED, [float(len(told))], unit="次", note="不论案件多长，次数相同"),
    ]


def _signed_in(account: str) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(Account.objects.get(account=account))
    return client


def _opens(client: Client, ref: str) -> Callable[[], None]:
    def opened() -> None:
        answer = client.get(f"/cases/{ref}")
        if answer.status_code != HTTPStatus.OK:
            raise UnusableError(f"案件页面没有打开（{answer.status_code}），测量无效。")

    return opened


def _reads(by: Officer, ref: str) -> Callable[[], object]:
    return lambda: case_page(by, ref, most=LISTED)


def _in_turn(short: Callable[[], object], long: Callable[[], object], looks: int) -> tuple[list[float], list[float]]:
    """Return the seconds of each look at both, one after the other: both meet the same machine."""
    short(), long()  # the rules are read, the tables are warm
    return tuple(zip(*((_seconds(short), _seconds(long)) for _ in range(looks)), strict=True))  # type: ignore[return-value]


def _seconds(look: Callable[[], object]) -> float:
    began = perf_counter()
    look()
    return perf_counter() - began


def _grown(goal: Goal, rounds: list[tuple[list[float], list[float]]]) -> Figure:
    few, many = [_p95(short) for short, _ in rounds], [_p95(long) for _, long in rounds]
    told = {"ours_ms": min(many) * 1000, "against_ms": min(few) * 1000}
    return compared(goal, ours=many, peer=few, against=_AGAINST, faster=False, extra=told)


def _p95(seconds: Sequence[float]) -> float:
    return sorted(seconds)[max(0, ceil(len(seconds) * 0.95) - 1)]
