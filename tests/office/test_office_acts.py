"""Acts on the bureau itself: each one entry in the organ's chain, and what is in force follows from them."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.ledger import BodyDestroyedError, Entry, body_of, entries
from liuhen.office import actions as office
from liuhen.office.in_force import in_force, one_law, threshold
from liuhen.office.models import Picked
from liuhen.people.models import Account, Organ, Person
from liuhen.people.officers import Officer
from liuhen.people.roles import KEEPERS, Role
from process.bureau import ORGAN, PASSWORD, REVIEW_FEN, Play, appoint, set_review

People = dict[str, Officer]


def own_entries() -> list[Entry]:
    return list(entries(organ=ORGAN, dossier=""))


def test_the_first_entry_founds_the_organ_and_says_demo(people: People) -> None:
    first = own_entries()[0]
    assert (first.kind, first.organ_seq, first.by.id) == ("organ.established", 1, "liuhen")
    assert getattr(body_of(first), "public_key", "")
    assert Organ.objects.get(id=ORGAN).demo


def test_an_appointment_is_one_entry_a_person_and_an_account(people: People) -> None:
    before = len(own_entries())
    one = appoint("lin", "林小满", "基金监管处", (Role.HANDLER,))
    assert len(own_entries()) == before + 1
    assert own_entries()[-1].kind == "officer.appointed"
    assert Account.objects.get(account="lin").check_password(PASSWORD)
    assert (one.name, one.roles, one.role_words) == ("林小满", {Role.HANDLER}, "承办人")


def test_the_password_is_in_no_entry(people: People) -> None:
    assert all(PASSWORD not in str(body_of(entry)) for entry in own_entries())


def test_an_account_is_never_used_again(people: People) -> None:
    before = len(own_entries())
    with pytest.raises(BadInputError, match="已经用过") as caught:
        appoint("zhou", "另一人", "办公室", (Role.HANDLER,))
    assert list(caught.value.fields) == ["account"]
    assert len(own_entries()) == before


@pytest.mark.parametrize("keeper", sorted(KEEPERS))
@pytest.mark.parametrize("other", sorted(set(Role)))
def test_a_keeper_holds_no_second_role(people: People, keeper: Role, other: Role) -> None:
    if other is keeper:
        assert appoint("single", "某某", "信息中心", (keeper, other)).roles == {keeper}
        return
    with pytest.raises(BadInputError, match="三人分任"):
        appoint("double", "某某", "信息中心", (keeper, other))
    assert not Person.objects.filter(account="double").exists()
    assert not Account.objects.filter(account="double").exists()


def test_a_certificate_does_not_end_before_it_begins(people: People) -> None:
    with pytest.raises(ValidationError, match="有效期止早于有效期起"):
        office.certify(
            ORGAN,
            officer=people["ding"].id,
            number="x",
            valid_from=date(2026, 2, 1),
            valid_to=date(2026, 1, 31),
            by=office.SYSTEM,
            key="k",
        )


def test_the_latest_amount_is_in_force(people: People) -> None:
    assert threshold(ORGAN, "legal_review") == REVIEW_FEN
    set_review(5)
    assert threshold(ORGAN, "legal_review") == 5
    assert threshold(ORGAN, "another matter") is None


def test_without_an_adopted_regulation_nothing_is_in_force(people: People) -> None:
    with pytest.raises(UnusableError, match="没有启用任何规程"):
        in_force("an organ without packs")


def test_a_pick_is_kept_with_its_reason_and_changes_the_terms(people: People) -> None:
    before = in_force(ORGAN).terms
    office.pick(ORGAN, choice="K24", reading="go_ahead", reason="局务会议定。", by=office.SYSTEM, key="pick")
    row = Picked.objects.get()
    assert (row.choice, row.reading, row.reason, row.by) == ("K24", "go_ahead", "局务会议定。", "留痕系统")
    assert in_force(ORGAN).choices == {"K24": "go_ahead"}
    assert (before.choices, in_force(ORGAN).terms.choices) == (None, in_force(ORGAN).terms.choices)


def test_every_act_of_a_case_names_the_law_in_force(case: Play) -> None:
    head = case.to("clue.registered").entries[0]
    assert "wuhan-ybj" in head.head.decode()


def test_asked_once_the_law_is_the_same_inside(people: People) -> None:
    with one_law(ORGAN) as force:
        assert in_force(ORGAN) is force
        with pytest.raises(UnusableError):
            in_force("another organ")
    assert in_force(ORGAN) is not force


def test_the_same_act_sent_again_is_one_entry(people: People) -> None:
    before = len(own_entries())
    set_review(7)
    set_review(7)
    assert len(own_entries()) == before + 1


def test_projections_follow_from_the_entries(people: People) -> None:
    kinds = [entry.kind for entry in own_entries()]
    assert kinds.count("officer.appointed") == Person.objects.filter(organ=ORGAN).count()
    assert BodyDestroyedError


def test_an_empty_name_is_no_appointment(people: People) -> None:
    told: dict[str, Any] = {"department": "办公室", "roles": (Role.HANDLER,)}
    with pytest.raises(ValidationError):
        appoint("nameless", "", **told)
