"""The page of a case asks the database as often for a long case as for a short one."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuhen.queries.case import case_page
from process.bureau import Play

MOST = 15


def asked(ask: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as caught:
        ask()
    return [one["sql"] for one in caught.captured_queries]


def page_of(case: Play) -> Callable[[], object]:
    return lambda: case_page(case.people["zhou"], case.ref or "")


@pytest.mark.parametrize("kind", ["clue.registered", "inspection.made", "decision.made", "service.made"])
def test_a_case_page_asks_at_most_fifteen_times(case: Play, kind: str) -> None:
    told = asked(page_of(case.to(kind)))
    assert len(told) <= MOST, "\n".join(told)
