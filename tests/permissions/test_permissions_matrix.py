"""Every role before every address with every method: let in, refused, not even told, or asked to sign in.

What is due stands in `matrix.yaml`, written by hand. What is there is read from the product. Neither may hold more.
"""

import inspect
from collections.abc import Iterator
from typing import Final

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.urls import path

from liuhen.office.registry import OFFICE_ACTS, SECTIONS
from liuhen.process.case.registry import ACTS
from permissions.asking import Answer, asked
from permissions.expected import FORBIDDEN, HIDDEN, IN, TOLD, Row, rows
from permissions.routes import METHODS, beside_operations, operations, pages
from permissions.standings import STANDINGS, Bureau, Standing, whole_bureau

__all__ = ["whole_bureau"]

pytestmark = pytest.mark.django_db

ROWS = tuple(rows())


@pytest.fixture(autouse=True)
def _scratch_allowed(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the whole ledger be checked, which makes a scratch database of a name that no test can foresee."""
    guarded = inspect.getclosurevars(BaseDatabaseWrapper.ensure_connection).nonlocals
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", guarded["real_ensure_connection"])


NO_OPERATIONS = frozenset({"/api/"})
"""Of the API, what answers nothing: the place below which its operations stand."""


STATES_MATTER: Final = frozenset({"reviewer", "archivist"})
"""Roles that reach a case once it has come to a state. For forms only they are asked again: the API asks everybody."""


def cells(row: Row) -> Iterator[tuple[Standing | None, str]]:
    """Give who asks, and how far the case has come: near and far at first, from far in the later states."""
    yield None, "early"
    form = bool(row.kind) and not row.path.startswith("/api/")
    for who in STANDINGS if row.reached is not None else STANDINGS[:1]:
        if row.of_a_case or who.near in ("department", "foreign"):
            yield who, "early"
        if row.of_a_case and (who.role in STATES_MATTER or not form):
            later = {"own": ("submitted",), "elsewhere": ("submitted", "closed")}.get(who.near, ())
            yield from ((who, state) for state in later)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everybody_is_answered_as_the_matrix_says(whole_bureau: Bureau, row: Row) -> None:
    wrong = []
    for who, state in cells(row):
        answer = asked(whole_bureau, row, who, state)
        due = row.due(who, state)
        if answer.word != due:
            wrong.append(f"{who} / {state}: {answer.word} ({answer.status}), {due} is due")
        elif journal_faults := faults(row, answer, due):
            wrong.append(f"{who} / {state}: {journal_faults}")
    assert wrong == []


def faults(row: Row, answer: Answer, due: str) -> str:
    """Say what the access journal has and should not have, or the other way round."""
    if row.reached is None:
        return ""
    wanted = [("denied", False)] if due == FORBIDDEN else [("missing", False)] if due == HIDDEN else []
    if due == IN and row.leaves and answer.status < 400:
        wanted = [(row.leaves, True)]
    return "" if answer.journal == wanted else f"the journal has {answer.journal}, not {wanted}"


def test_every_page_has_a_row() -> None:
    assert sorted(set(pages()) - set(TOLD["pages"])) == []


def test_every_row_of_the_pages_has_a_page() -> None:
    assert sorted(set(TOLD["pages"]) - set(pages())) == []


def test_every_operation_of_the_api_has_a_row_and_every_row_an_operation() -> None:
    told = {(row.method, row.path.replace("{kind}", row.kind)) for row in ROWS if row.path.startswith("/api/")}
    beside = {("GET", one) for one in beside_operations() - NO_OPERATIONS}
    assert sorted(set(operations()) | beside) == sorted(told)


def test_every_kind_of_act_has_a_row_and_every_row_a_kind() -> None:
    assert set(ACTS) == {*TOLD["acts"], *TOLD["beginning"]}
    assert set(OFFICE_ACTS) == set(TOLD["office_acts"])
    assert set(SECTIONS) == set(TOLD["sections"])
    assert {kind for kind, act in ACTS.items() if act.starts_dossier} == set(TOLD["beginning"])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("address", sorted(TOLD["pages"]))
def test_a_method_without_a_row_is_refused_and_leaves_nothing(whole_bureau: Bureau, address: str, method: str) -> None:
    offered = {row.method for row in ROWS if row.path == address}
    row = next(row for row in ROWS if row.path == address)
    who = next(one for one in STANDINGS if row.reached is None or row.due(one, "early") == IN or one is STANDINGS[-1])
    answer = asked(whole_bureau, row, who, "early", method=method)
    assert (answer.status == 405) == (method not in offered), answer.status
    assert method in offered or (answer.journal, answer.entries) == ([], 0)


def test_an_address_that_is_in_no_row_is_found() -> None:
    more = [path("cases/<str:ref>/everything", lambda request: None, name="everything")]
    assert set(pages(more)) - set(TOLD["pages"]) == {"/cases/{ref}/everything"}


def test_an_operation_that_is_in_no_row_is_found() -> None:
    from ninja import NinjaAPI  # noqa: PLC0415

    more = NinjaAPI(urls_namespace="more")
    more.delete("/cases/{no}")(lambda request, no: None)
    told = {(row.method, row.path) for row in ROWS}
    assert set(operations(more)) - told == {("DELETE", "/api/cases/{no}")}


def test_no_cell_of_the_matrix_lets_a_keeper_of_the_system_see_a_case() -> None:
    of_cases = [row for row in ROWS if row.of_a_case]
    keepers = [one for one in STANDINGS if one.role in ("sysadmin", "security", "auditor", "none")]
    assert [str(row) for row in of_cases for one in keepers if row.due(one, "closed") != HIDDEN] == []
