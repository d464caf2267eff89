"""One authorisation: what `can` says of one case, the list says of all; sealed words reach nobody they should not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuhen.kernel.errors import NotFoundError
from liuhen.people.officers import Mandate, Officer
from liuhen.people.roles import POWERS, Role
from liuhen.people.scope import Scope, can, scope
from liuhen.process.case.models import Case, CaseOfficer
from liuhen.process.case.reference import case_ref
from liuhen.queries.case import case_page
from liuhen.queries.cases import cases, every_case
from liuhen.queries.narrowing import Narrowing
from liuhen.queries.scoped import case_for, cases_for, within
from process.bureau import AT, ORGAN, Play

PEOPLE = ["p-1", "p-2", "p-3"]
ORGANS = ["organ-a", "organ-b"]
UNITS = ["基金监管处", "政策法规处"]
ACTS = sorted({act for powers in POWERS.values() for act in powers})

mandates = st.builds(
    Mandate,
    giver=st.sampled_from(PEOPLE),
    name=st.just("某某"),
    department=st.sampled_from(UNITS),
    roles=st.frozensets(st.sampled_from(Role), min_size=1, max_size=3),
    first=st.just(AT.date()),
    last=st.just(AT.date()),
)
officers = st.builds(
    Officer,
    id=st.sampled_from(PEOPLE),
    organ=st.sampled_from(ORGANS),
    name=st.just("某某"),
    department=st.sampled_from(UNITS),
    account=st.just("some"),
    roles=st.frozensets(st.sampled_from(Role)),
    mandates=st.lists(mandates, max_size=2).map(tuple),
)


@dataclass(frozen=True)
class Held:
    """A case as far as permission looks at it."""

    organ: str
    department: str
    officers: frozenset[str]
    former: frozenset[str]
    submitted: bool
    closed: bool
    title: str = "某案"


rows = st.lists(
    st.builds(
        Held,
        organ=st.sampled_from(ORGANS),
        department=st.sampled_from(UNITS),
        officers=st.frozensets(st.sampled_from(PEOPLE)),
        former=st.frozensets(st.sampled_from(PEOPLE), max_size=1),
        submitted=st.booleans(),
        closed=st.booleans(),
        title=st.sampled_from(["青禾药店案", "云杉门诊部案"]),
    ),
    max_size=6,
)


def put(number: int, held: Held) -> None:
    """Write a case row as its projector would."""
    former = held.former - held.officers
    Case.objects.create(
        id=f"d-{number}",
        dossier=f"d-{number}",
        organ=held.organ,
        ref=f"2026-{number:04d}",
        clue_no=f"线索 2026-{number:04d}",
        title=held.title,
        department=held.department,
        officers=sorted(held.officers),
        former=sorted(former),
        handlers=[],
        submitted=held.submitted,
        closed=held.closed,
        archived=False,
        stopped=False,
        last_at=AT,
        last_seq=1,
    )
    for left, people in ((False, held.officers), (True, former)):
        for one in people:
            CaseOfficer.objects.create(key=f"d-{number}:{one}", dossier=f"d-{number}", officer=one, left=left)


@contextmanager
def cases_held(held: list[Held]) -> Iterator[None]:
    with transaction.atomic():
        for number, one in enumerate(held, start=1):
            put(number, one)
        yield
        transaction.set_rollback(True)


_SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.django_db
@_SETTINGS
@given(by=officers, act=st.sampled_from(ACTS), held=rows)
def test_the_filter_lets_through_exactly_what_can_allows(by: Officer, act: str, held: list[Held]) -> None:
    with cases_held(held):
        listed = set(cases_for(by, act).values_list("id", flat=True))
        assert listed == {row.id for row in Case.objects.all() if can(by, act, case_ref(row).subject)}


@pytest.mark.django_db
@_SETTINGS
@given(by=officers, held=rows, text=st.sampled_from(["", "青禾", "门诊", "2026-0001", "没有"]))
def test_list_search_count_and_export_show_exactly_what_can_allows(by: Officer, held: list[Held], text: str) -> None:
    with cases_held(held):
        seen = {row.ref for row in Case.objects.all() if can(by, "case.view", case_ref(row).subject)}
        found = {row.ref for row in Case.objects.all() if text in row.title or text in row.clue_no}
        asked = Narrowing(text=text)
        page, exported = cases(by, asked=asked), [row.ref for row in every_case(by, asked)]
        assert {row.ref for row in page.rows} == set(exported) == seen & found
        assert page.total == len(exported) == len(seen & found)


@pytest.mark.django_db
@_SETTINGS
@given(by=officers, held=rows)
def test_a_case_opens_exactly_where_the_list_has_it(by: Officer, held: list[Held]) -> None:
    with cases_held(held):
        for row in Case.objects.all():
            try:
                opened = case_for(by, row.ref)[0].id == row.id
            except NotFoundError:
                opened = False
            assert opened == can(by, "case.view", case_ref(row).subject)


@pytest.mark.django_db
def test_an_empty_scope_lets_nothing_through() -> None:
    put(1, Held("organ-a", UNITS[0], frozenset(PEOPLE), frozenset(), submitted=True, closed=True))
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
