"""Officers as they stood on the day; accounts and tokens."""

from datetime import date, timedelta

import pytest

from liuhen.kernel import clock
from liuhen.kernel.errors import NotAllowedError, NotFoundError
from liuhen.people.models import Account, Token
from liuhen.people.officers import Officer, officer, officer_of_account, officers_in, snapshot
from liuhen.people.roles import Role
from liuhen.people.tokens import LASTS, close_token, officer_of_token, open_token
from process.bureau import AT, ORGAN, PASSWORD, TODAY, certify

People = dict[str, Officer]


def valid_on(one: Officer, day: date) -> bool:
    return snapshot([one.id], organ=ORGAN, on=day)[0].valid


def test_a_certificate_is_valid_from_its_first_to_its_last_day(people: People) -> None:
    certify(people["ding"], first=TODAY, last=TODAY + timedelta(days=1))
    days = [valid_on(people["ding"], TODAY + timedelta(days=shift)) for shift in (-1, 0, 1, 2)]
    assert days == [False, True, True, False]


def test_a_renewed_certificate_goes_on_and_its_number_is_taken(people: People) -> None:
    certify(people["ding"], last=TODAY, number="old")
    certify(people["ding"], first=TODAY + timedelta(days=1), number="new")
    now, later = (snapshot([people["ding"].id], organ=ORGAN, on=TODAY + timedelta(days=shift))[0] for shift in (0, 1))
    assert [(one.certificate, one.valid) for one in (now, later)] == [("old", True), ("new", True)]


def test_between_two_certificates_nobody_is_certified(people: People) -> None:
    certify(people["ding"], last=TODAY - timedelta(days=1), number="old")
    certify(people["ding"], first=TODAY + timedelta(days=1), number="new")
    assert not valid_on(people["ding"], TODAY)


def test_who_never_had_a_certificate_has_no_number(people: People) -> None:
    one = snapshot([people["ding"].id], organ=ORGAN, on=AT)[0]
    assert (one.certificate, one.valid, one.valid_to) == ("", False, None)


def test_officers_are_listed_by_role(people: People) -> None:
    assert {one.name for one in officers_in(ORGAN, role=Role.REVIEWER)} == {"吴思齐", "许航"}
    assert len(officers_in(ORGAN)) == len(people)


def test_an_unknown_person_is_not_found(people: People) -> None:
    for ask in (lambda: officer("p-unknown"), lambda: officer_of_account("nobody")):
        with pytest.raises(NotFoundError, match="没有找到这名人员"):
            ask()
    assert officer(people["zhou"].id) == people["zhou"]


def test_a_token_is_kept_as_a_digest_only(people: People) -> None:
    token = open_token("zhou", PASSWORD)
    assert officer_of_token(token) == people["zhou"]
    assert token not in str(list(Token.objects.values_list("digest", flat=True)))


def test_a_token_ends_after_a_working_day(people: People) -> None:
    token = open_token("zhou", PASSWORD)
    with clock.at(AT + LASTS - timedelta(seconds=1)):
        assert officer_of_token(token) is not None
    with clock.at(AT + LASTS):
        assert officer_of_token(token) is None


def test_a_token_is_closed_once_and_for_all(people: People) -> None:
    token = open_token("zhou", PASSWORD)
    close_token(token)
    close_token(token)
    assert officer_of_token(token) is None


def test_a_closed_account_signs_in_no_more(people: People) -> None:
    token = open_token("zhou", PASSWORD)
    Account.objects.filter(account="zhou").update(is_active=False)
    assert officer_of_token(token) is None
    with pytest.raises(NotAllowedError, match="账号或者密码不对"):
        open_token("zhou", PASSWORD)


def test_accounts_and_tokens_print_as_what_they_are(people: People) -> None:
    open_token("zhou", PASSWORD)
    assert str(Account.objects.get(account="zhou")) == "zhou"
    assert str(AT.year) in str(Token.objects.get())
