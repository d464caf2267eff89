"""An entry that names another says which one in words, never a bare number."""

import pytest

from liuhen.queries.entries import plain


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        (["case.opened"], "第 5 条（立案）"),
        (["case.opened", "clue.checked"], "第 5 条"),
        (["*"], "第 5 条"),
    ],
)
def test_a_reference_is_told_as_an_entry(kinds: list[str], told: str) -> None:
    assert plain(5, {"widget": "entry", "kinds": kinds}) == told


def test_a_reference_to_a_request_too() -> None:
    assert plain(12, {"widget": "number"}) == "第 12 条"
