"""What is another's and what is not there are answered alike, to the byte; each asking leaves one row behind."""

import re

import pytest

from permissions.asking import MISSING, Answer, asked
from permissions.expected import HIDDEN, Row, rows
from permissions.standings import Bureau, Standing, whole_bureau

__all__ = ["whole_bureau"]

pytestmark = pytest.mark.django_db

OF_CASES = tuple(row for row in rows() if row.of_a_case)
OUTSIDERS = (Standing("handler", "elsewhere"), Standing("chief", "foreign"), Standing("auditor", "department"))
OWN_TO_THE_REQUEST = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|"key" value="[^"]*"')
HEADERS = frozenset({"Set-Cookie", "Expires", "Date"})


def told(answer: Answer, ref: str) -> tuple[object, ...]:
    """What an outsider could compare; the reference that he sent himself says nothing new."""
    content = OWN_TO_THE_REQUEST.sub(b"", answer.content).replace(ref.encode(), b"REF")
    headers = {name: value for name, value in answer.headers.items() if name not in HEADERS}
    return answer.status, content, headers, answer.journal, answer.entries


@pytest.mark.parametrize("who", OUTSIDERS, ids=str)
@pytest.mark.parametrize("row", OF_CASES, ids=str)
def test_a_foreign_and_a_missing_case_are_answered_alike(whole_bureau: Bureau, row: Row, who: Standing) -> None:
    ref = whole_bureau.cases["early"].ref
    foreign = asked(whole_bureau, row, who, "early")
    missing = asked(whole_bureau, row, who, "early", ref=MISSING)
    assert foreign.word == HIDDEN
    assert told(foreign, ref) == told(missing, MISSING)
    assert foreign.journal == [("missing", False)]


@pytest.mark.parametrize("row", [row for row in OF_CASES if "{seq}" in row.path], ids=str)
def test_a_part_that_is_not_there_is_not_found_even_in_ones_own_case(whole_bureau: Bureau, row: Row) -> None:
    who = Standing("handler", "own")
    path = Row(row.path.replace("{seq}", "99"), row.method, row.reached, row.seen, places=row.places[1:])
    answer = asked(whole_bureau, path, who, "early")
    assert answer.word == HIDDEN
    assert answer.journal == [("missing", False)]


def test_the_number_of_a_case_opens_no_more_than_its_reference(whole_bureau: Bureau) -> None:
    row = next(one for one in OF_CASES if one.path == "/api/cases/{no}")
    for who in OUTSIDERS:
        assert asked(whole_bureau, row, who, "early", ref="江医保案〔2026〕1号").word == HIDDEN
    assert asked(whole_bureau, row, Standing("handler", "own"), "early", ref="江医保案〔2026〕1号").status == 200
