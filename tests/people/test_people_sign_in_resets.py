"""A password is reset by two keepers together, each with half of the code; never by one, never by its owner."""

from itertools import count
from typing import Any

import pytest
from django.db import connection

from liuhen.kernel.errors import BadInputError, LiuhenError, NotAllowedError, OutOfOrderError
from liuhen.ledger import body_of, entries
from liuhen.office.guard import perform
from liuhen.office.payloads.persons import GrantForm
from liuhen.office.payloads.signing import AgreeForm, CodeForm, PolicyForm, ResetForm
from liuhen.people import accounts, second_factors
from liuhen.people.accounts import Step
from liuhen.people.doors import Door
from liuhen.people.errors import WrongProofError
from liuhen.people.models import Account, Organ, PasswordReset
from liuhen.people.officers import Officer
from liuhen.people.policy import policy_of
from liuhen.people.roles import KEEPERS, Role
from liuhen.people.tokens import officer_of_token, open_token
from people.proving import GOOD, initial_code_of, with_app
from process.bureau import ORGAN, PASSWORD

People = dict[str, Officer]
HERE = Door("127.0.0.1")
_keys = count(1)


def ask(people: People, who: str, *, by: str = "jiang", factors: bool = False) -> str:
    form = ResetForm(officer=people[who].id, factors=factors, reason="忘记密码，当面提出")
    return done("password.reset_requested", form, by=people[by])


def agree(people: People, who: str, *, by: str = "shen") -> str:
    form = AgreeForm(officer=people[who].id, reason="已核对身份")
    return done("password.reset_confirmed", form, by=people[by])


def done(kind: str, form: Any, *, by: Officer) -> str:
    """Do an act; return what it shows once."""
    made = perform(kind, form, by=by, key=f"request-{next(_keys)}", channel="web")
    return made.once[0].text if made.once else ""


def test_two_halves_together_open_the_account_for_a_new_password(people: People) -> None:
    code = f"{ask(people, 'zhou')}-{agree(people, 'zhou')}"
    proven = accounts.prove("zhou", code, HERE)
    assert accounts.next_step(proven) is Step.PASSWORD
    accounts.let_in(accounts.choose_password(proven, GOOD), HERE)
    with pytest.raises(WrongProofError):
        accounts.prove("zhou", code, HERE)


def test_attack_one_half_alone_opens_nothing(people: People) -> None:
    first = ask(people, "zhou")
    for half in (first, f"{first}-", f"{first}-{first}"):
        with pytest.raises(WrongProofError):
            accounts.prove("zhou", half, HERE)
    second = agree(people, "zhou")
    with pytest.raises(WrongProofError):
        accounts.prove("zhou", second, Door("127.0.0.2"))


def test_a_request_alone_changes_nothing(people: People) -> None:
    token = open_token("zhou", PASSWORD)
    ask(people, "zhou")
    assert officer_of_token(token) is not None
    assert accounts.next_step(accounts.prove("zhou", PASSWORD, HERE)) is Step.IN


def test_a_confirmed_reset_ends_every_sign_in_and_the_old_password(people: People) -> None:
    token = open_token("zhou", PASSWORD)
    ask(people, "zhou")
    agree(people, "zhou")
    assert officer_of_token(token) is None
    with pytest.raises(WrongProofError):
        accounts.prove("zhou", PASSWORD, HERE)


@pytest.mark.parametrize(
    ("who", "by", "words"),
    [
        ("jiang", "jiang", "您不能给自己办理"),
        ("zhou", "shen", "您不能申请重置密码"),
        ("zhou", "zhou", "您不能申请重置密码"),
        ("zhou", "feng", "您只能为安全员申请"),
    ],
)
def test_who_may_not_ask_is_refused(people: People, who: str, by: str, words: str) -> None:
    with pytest.raises(NotAllowedError, match=words):
        ask(people, who, by=by)
    assert not PasswordReset.objects.exists()


@pytest.mark.parametrize(
    ("who", "by", "words"),
    [
        ("zhou", "jiang", "您不能确认重置密码"),
        ("zhou", "zhou", "您不能确认重置密码"),
        ("shen", "shen", "您不能给自己办理"),
        ("feng", "feng", "您不能给自己办理"),
    ],
)
def test_who_may_not_confirm_is_refused(people: People, who: str, by: str, words: str) -> None:
    ask(people, who)
    with pytest.raises(NotAllowedError, match=words):
        agree(people, who, by=by)
    assert accounts.prove(who, PASSWORD, HERE)


def test_attack_the_same_keeper_asks_and_confirms(people: People) -> None:
    ask(people, "jiang", by="feng")
    with pytest.raises(NotAllowedError, match="您不能确认自己提出的申请"):
        agree(people, "jiang", by="feng")
    assert agree(people, "jiang", by="shen")


def test_nothing_is_confirmed_that_was_not_asked_for(people: People) -> None:
    with pytest.raises(OutOfOrderError, match="没有等待确认"):
        agree(people, "zhou")


def test_second_factors_go_only_where_it_was_asked(people: People) -> None:
    for who, factors in (("zhou", False), ("he", True)):
        with_app(who)
        ask(people, who, factors=factors)
        agree(people, who)
    assert [second_factors.has_factor(who) for who in ("zhou", "he")] == [True, False]


def test_the_entries_name_who_and_why_and_no_secret(people: People) -> None:
    halves = ask(people, "zhou"), agree(people, "zhou")
    told = [body_of(one) for one in entries(organ=ORGAN, dossier="")][-2:]
    assert [(one.name, one.reason) for one in told] == [("周明远", "忘记密码，当面提出"), ("周明远", "已核对身份")]
    assert (told[1].requester, told[1].requested_by) == ("蒋宁", people["jiang"].id)
    assert not any(half in str(one) for half in halves for one in told)


def test_no_half_lies_readable_in_the_database(people: People) -> None:
    half = ask(people, "zhou")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_passwordreset")
        assert half not in str(cursor.fetchall())


def test_the_same_request_again_shows_nothing_again(people: People) -> None:
    form = ResetForm(officer=people["zhou"].id, factors=False, reason="忘记")
    told = [
        perform("password.reset_requested", form, by=people["jiang"], key="again", channel="web").once for _ in range(2)
    ]
    assert [len(one) for one in told] == [1, 0]


def test_a_code_for_a_first_sign_in_is_sent_again_but_never_a_keepers(people: People) -> None:
    initial_code_of("zhou")
    initial_code_of("feng")
    assert done("sign_in.code_renewed", CodeForm(officer=people["zhou"].id, reason="过期"), by=people["jiang"])
    with pytest.raises(NotAllowedError, match="三员的口令"):
        done("sign_in.code_renewed", CodeForm(officer=people["feng"].id, reason="过期"), by=people["jiang"])


def test_attack_one_keeper_renews_the_code_that_two_have_made(people: People) -> None:
    ask(people, "zhou")
    agree(people, "zhou")
    with pytest.raises(BadInputError, match="已经设过自己的密码"):
        done("sign_in.code_renewed", CodeForm(officer=people["zhou"].id, reason="过期"), by=people["jiang"])


def test_a_closed_account_is_not_reset(people: People) -> None:
    accounts.close_account("zhou")
    with pytest.raises(BadInputError, match="已经停用"):
        ask(people, "zhou")


def policy(people: People, *roles: Role, by: str = "jiang") -> None:
    form = PolicyForm(idle_minutes=15, password_days=90, second_factor=[str(one) for one in roles], reason="等保要求")
    done("sign_in.policy_set", form, by=people[by])


def test_the_security_officer_says_how_people_sign_in(people: People) -> None:
    policy(people, Role.CHIEF, *KEEPERS)
    told = policy_of(ORGAN)
    assert (told.idle_minutes, told.password_days, told.second_factor) == (15, 90, {Role.CHIEF, *KEEPERS})
    assert accounts.next_step(accounts.prove("chen", PASSWORD, HERE)) is Step.ENROL


def test_keepers_of_a_real_organ_are_never_let_off_the_second_factor(people: People) -> None:
    Organ.objects.update(demo=False)
    with pytest.raises(BadInputError, match="三员必须有第二重验证"):
        policy(people, Role.SYSADMIN, Role.AUDITOR)


@pytest.mark.parametrize("by", ["feng", "shen", "chen", "zhou"])
def test_nobody_else_says_how_people_sign_in(people: People, by: str) -> None:
    with pytest.raises(NotAllowedError):
        policy(people, *KEEPERS, by=by)


def test_attack_a_role_taken_away_lives_on_in_an_open_session(people: People) -> None:
    token = open_token("xu", PASSWORD)
    form = GrantForm(officer=people["xu"].id, roles=["handler"], reason="调整分工")
    done("role.granted", form, by=people["jiang"])
    assert officer_of_token(token) is None


def test_a_refusal_is_an_error_of_ours(people: People) -> None:
    Account.objects.filter(account="zhou").delete()
    with pytest.raises(LiuhenError):
        ask(people, "zhou")
