"""One authorisation: what `can` says of one case, the list says of all; sealed words reach nobody they should not."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuhen.kernel.errors import NotFoundError
from liuhen.people.officers import Officer
from liuhen.people.roles import POWERS, Role
from liuhen.people.scope import Scope, can, scope
from liuhen.process.case.models import Case, CaseOfficer
from liuhen.process.case.reference import case_ref
from liuhen.queries.case import case_page
from liuhen.queries.cases import cases
from liuhen.queries.scoped import cases_for, within
from process.bureau import AT, ORGAN, Play

PEOPLE = ["p-1", "p-2", "p-3"]
ORGANS = ["organ-a", "organ-b"]
UNITS = ["基金监管处", "政策法规处"]
ACTS = sorted({act for powers in POWERS.values() for act in powers})

officers = st.builds(
    Officer,
    id=st.sampled_from(PEOPLE),
    organ=st.sampled_from(ORGANS),
    name=st.just("某某"),
    department=st.sampled_from(UNITS),
    account=st.just("some"),
    roles=st.frozensets(st.sampled_from(Role)),
)
rows = st.lists(
    st.tuples(
        st.sampled_from(ORGANS),
        st.sampled_from(UNITS),
        st.frozensets(st.sampled_from(PEOPLE)),
        st.booleans(),
        st.booleans(),
    ),
    max_size=6,
)


def put(number: int, organ: str, department: str, named: frozenset[str], *, submitted: bool, closed: bool) -> None:
    """Write a case row as its projector would."""
    Case.objects.create(
        id=f"d-{number}",
        dossier=f"d-{number}",
        organ=organ,
        ref=f"2026-{number:04d}",
        clue_no=f"线索 2026-{number:04d}",
        title="某案",
        department=department,
        officers=sorted(named),
        handlers=[],
        submitted=submitted,
        closed=closed,
        archived=False,
        stopped=False,
        last_at=AT,
        last_seq=1,
    )
    for one in named:
        CaseOfficer.objects.create(key=f"d-{number}:{one}", dossier=f"d-{number}", officer=one)


@pytest.mark.django_db
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(by=officers, act=st.sampled_from(ACTS), held=rows)
def test_the_filter_lets_through_exactly_what_can_allows(
    by: Officer, act: str, held: list[tuple[str, str, frozenset[str], bool, bool]]
) -> None:
    with transaction.atomic():
        for number, (organ, department, named, submitted, closed) in enumerate(held, start=1):
            put(number, organ, department, named, submitted=submitted, closed=closed)
        listed = set(cases_for(by, act).values_list("id", flat=True))
        assert listed == {row.id for row in Case.objects.all() if can(by, act, case_ref(row).subject)}
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_an_empty_scope_lets_nothing_through() -> None:
    put(1, "organ-a", UNITS[0], frozenset(PEOPLE), submitted=True, closed=True)
    assert not Case.objects.filter(within(Scope("p-1", "organ-a", UNITS[0], frozenset()))).exists()


def test_a_person_without_roles_may_nothing(people: dict[str, Officer]) -> None:
    nobody = replace(people["zhou"], roles=frozenset())
    assert [act for act in ACTS if scope(nobody, act).reaches] == []


@pytest.mark.parametrize(
    ("account", "seen"),
    {"zhou": 3, "he": 2, "ding": 0, "qian": 3, "sun": 3, "chen": 3, "wu": 1, "zheng": 1, "feng": 0, "shen": 0}.items(),
)
def test_everyone_lists_what_he_may_see(played: Callable[..., Play], account: str, seen: int) -> None:
    first, *_ = [played(kind) for kind in ("clue.registered", "case.opened", "closing.approved")]
    assert cases(first.people[account]).total == seen


def test_a_case_is_opened_by_who_sees_it_only(case: Play) -> None:
    case.to("case.opened")
    assert case_page(case.people["chen"], case.ref or "").number == "江医保案〔2026〕1号"
    for account in ("ding", "wu", "zheng", "feng"):
        with pytest.raises(NotFoundError):
            case_page(case.people[account], case.ref or "")


def test_the_same_reference_of_another_organ_is_another_case(case: Play, foreign: dict[str, Officer]) -> None:
    case.to("case.opened")
    with pytest.raises(NotFoundError):
        case_page(foreign["chen"], case.ref or "")
    assert {row.organ for row in cases_for(case.people["chen"])} == {ORGAN}
