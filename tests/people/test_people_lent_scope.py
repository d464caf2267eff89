"""What others lend is in the one authorisation, too: lists let through what `can` allows, and what waits is in them."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuhen.people.acts import APPROVALS
from liuhen.people.officers import Mandate, Officer
from liuhen.people.roles import DELEGABLE, POWERS, Role
from liuhen.people.scope import can, capacities
from liuhen.process.case.models import Case, CaseOfficer
from liuhen.process.case.reference import case_ref, joined
from liuhen.process.case.standing import Standing, Step
from liuhen.queries.awaited import awaiting, capacity_in
from liuhen.queries.scoped import cases_for
from process.bureau import AT

PEOPLE = ["p-1", "p-2", "p-3"]
ORGANS = ["organ-a", "organ-b"]
UNITS = ["基金监管处", "政策法规处"]
APPROVING = [Role.UNIT_HEAD, Role.REVIEWER, Role.DEPUTY, Role.CHIEF]
ACTS = sorted({act for powers in POWERS.values() for act in powers})
DAY = date(2026, 11, 20)

mandates = st.builds(
    Mandate,
    giver=st.sampled_from(PEOPLE),
    name=st.just("委托人"),
    department=st.sampled_from(UNITS),
    roles=st.frozensets(st.sampled_from(Role), min_size=1),
    first=st.just(DAY),
    last=st.just(DAY),
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
steps = st.lists(
    st.builds(Step, roles=st.lists(st.sampled_from(APPROVING), min_size=1, unique=True), joint=st.booleans()),
    min_size=1,
    max_size=2,
)
rows = st.lists(
    st.tuples(
        st.sampled_from(ORGANS),
        st.sampled_from(UNITS),
        st.frozensets(st.sampled_from(PEOPLE)),
        st.frozensets(st.sampled_from(PEOPLE)),
        st.booleans(),
        st.booleans(),
        steps,
        st.booleans(),
    ),
    max_size=4,
)
Row = tuple[str, str, frozenset[str], frozenset[str], bool, bool, list[Step], bool]


def put(number: int, row: Row) -> None:
    """Write a case before its approvers, as its projectors would."""
    organ, unit, now, before, submitted, closed, asked, signed = row
    standing = Standing(tuple(asked))
    if signed and asked[0].joint and len(asked[0].roles) > 1:
        standing = standing.after(asked[0].roles[0], "p-1")
    Case.objects.create(
        id=f"d-{number}", dossier=f"d-{number}", organ=organ, ref=f"2026-{number:04d}", clue_no="线索", title="某案",
        department=unit, officers=sorted(now), former=sorted(before - now), handlers=[], submitted=submitted,
        closed=closed, archived=False, stopped=False, last_at=AT, last_seq=1, awaiting_since=AT,
        awaiting="decision.made" if standing.final else "decision.endorsed", asked=standing.written(),
        awaiting_roles=joined(standing.owed), signed_by=joined(standing.signers),
    )  # fmt: skip
    for one in now | before:
        key = f"d-{number}:{one}"
        CaseOfficer.objects.create(key=key, dossier=f"d-{number}", officer=one, left=one not in now)


@pytest.mark.django_db
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(by=officers, act=st.sampled_from(ACTS), held=rows)
def test_the_filter_lets_through_exactly_what_can_allows(by: Officer, act: str, held: list[Row]) -> None:
    with transaction.atomic():
        for number, row in enumerate(held, start=1):
            put(number, row)
        listed = set(cases_for(by, act).values_list("id", flat=True))
        subjects = {row.id: case_ref(row).subject for row in Case.objects.all()}
        assert listed == {name for name, subject in subjects.items() if can(by, act, subject)}
        assert listed == {name for name, subject in subjects.items() if capacities(by, act, subject)}
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(by=officers, held=rows)
def test_what_waits_for_somebody_is_what_he_may_sign(by: Officer, held: list[Row]) -> None:
    with transaction.atomic():
        for number, row in enumerate(held, start=1):
            put(number, row)
        listed = set(awaiting(by).values_list("id", flat=True))
        assert listed == {row.id for row in cases_for(by) if capacity_in(row, by) is not None}
        transaction.set_rollback(True)


def test_what_is_lent_is_work_in_cases_and_not_that_of_handlers() -> None:
    assert DELEGABLE & set(POWERS[Role.HANDLER]) == {"case.view", "recording.play", "paper.read"}
    assert APPROVALS <= DELEGABLE
