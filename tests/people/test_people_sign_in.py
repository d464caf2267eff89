"""Who is let in: rules of passwords, codes for a first sign-in, lock-out, second factors, sessions and their end."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.core.exceptions import ValidationError

from liuhen.kernel import clock
from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import BadInputError, NotAllowedError, UnusableError
from liuhen.ledger.vault import keys_folder
from liuhen.people import accounts, locking, passwords, second_factors, sessions
from liuhen.people.accounts import Step
from liuhen.people.doors import Door, agent_words
from liuhen.people.errors import DemoElsewhereError, TooManyTriesError, WrongCodeError, WrongProofError
from liuhen.people.models import Account, FormerPassword, Organ, SignIn, Token
from liuhen.people.officers import Officer
from liuhen.people.policy import policy_of
from liuhen.people.roles import KEEPERS, Role
from liuhen.people.tokens import officer_of_token, open_token
from people.proving import GOOD, initial_code_of, with_app
from people.totp import code_of
from process.bureau import AT, PASSWORD

People = dict[str, Officer]
HERE = Door("127.0.0.1", "Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537")
AWAY = Door("10.8.0.7")


@pytest.fixture
def real(people: People) -> Iterator[People]:
    """The same bureau, were it no demo."""
    Organ.objects.update(demo=False)
    yield people


def fail(account: str, times: int, door: Door = HERE) -> None:
    for _ in range(times):
        with pytest.raises(WrongProofError):
            accounts.prove(account, "wrong", door)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("Ab1!", "至少 10 个字符"),
        ("abcdefghij1", "至少含三类"),
        ("aaaaaaaaaaaaaaaaaa", "不同的字符"),
        ("zhou-Zhou-2026", "账号或者姓名"),
        ("Password123!", "太常见"),
        ("P@ssw0rd2026", "太常见"),
        ("Admin@123456", "太常见"),
        ("Qwerty12345", "太常见"),
        ("liuhen-demo", "示例"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(people: People, password: str, words: str) -> None:
    with pytest.raises(BadInputError) as refused:
        passwords.change(Account.objects.get(account="zhou"), password, name="周明远")
    assert words in refused.value.fields["password"]


@pytest.mark.parametrize(
    "password", [GOOD, "中华人民共和国Abc1", "correct horse battery staple", "四月的风吹过江汉湖面去买青禾药草"]
)
def test_a_good_password_is_taken(people: People, password: str) -> None:
    accounts.set_password("zhou", password)
    assert accounts.prove("zhou", password, HERE).account == "zhou"


def test_the_rules_are_those_that_django_asks_too() -> None:
    passwords.OwnRules().validate(GOOD)
    assert "至少 10 个字符" in passwords.OwnRules().get_help_text()
    with pytest.raises(ValidationError):
        passwords.OwnRules().validate("short")


def test_the_last_five_passwords_are_not_taken_again(people: People) -> None:
    used = [f"{GOOD}-{number}" for number in range(7)]
    for one in used:
        accounts.set_password("zhou", one)
    for one in used[-5:]:
        with pytest.raises(BadInputError, match="不能用"):
            accounts.set_password("zhou", one)
    accounts.set_password("zhou", used[0])
    assert FormerPassword.objects.filter(account__account="zhou").count() == passwords.REMEMBERED - 1


def test_a_first_sign_in_with_a_code_owes_a_password_of_its_own(people: People) -> None:
    code = initial_code_of("zhou")
    proven = accounts.prove("zhou", code, HERE)
    assert accounts.next_step(proven) is Step.PASSWORD
    with pytest.raises(NotAllowedError, match="还没有完成"):
        accounts.let_in(proven, HERE)
    chosen = accounts.choose_password(proven, GOOD)
    assert accounts.let_in(chosen, HERE)[1] == people["zhou"]


def test_attack_an_initial_code_is_used_again(people: People) -> None:
    code = initial_code_of("zhou")
    accounts.choose_password(accounts.prove("zhou", code, HERE), GOOD)
    with pytest.raises(WrongProofError):
        accounts.prove("zhou", code, HERE)


def test_an_initial_code_lasts_seven_days(people: People) -> None:
    code = initial_code_of("zhou")
    with clock.at(AT + timedelta(days=7)), pytest.raises(WrongProofError):
        accounts.prove("zhou", code, HERE)


def test_attack_what_was_proven_does_not_outlive_the_password(people: People) -> None:
    proven = accounts.prove("zhou", PASSWORD, HERE)
    accounts.set_password("zhou", GOOD)
    with pytest.raises(NotAllowedError, match="重新登录"):
        accounts.next_step(proven)


def test_an_old_password_has_to_be_changed(real: People) -> None:
    proven = accounts.prove("zhou", PASSWORD, HERE)
    assert accounts.next_step(proven) is Step.IN
    with clock.at(AT + timedelta(days=181)):
        assert accounts.next_step(proven) is Step.PASSWORD


def test_keepers_of_a_real_organ_must_have_a_second_factor(real: People) -> None:
    owed = {account: accounts.next_step(accounts.prove(account, PASSWORD, HERE)) for account in ("zhou", "jiang")}
    assert owed == {"zhou": Step.IN, "jiang": Step.ENROL}
    with_app("jiang")
    assert accounts.next_step(accounts.prove("jiang", PASSWORD, HERE)) is Step.FACTOR


def test_a_demo_asks_for_neither(people: People) -> None:
    with clock.at(AT + timedelta(days=400)):
        assert accounts.next_step(accounts.prove("jiang", PASSWORD, HERE)) is Step.IN


def test_attack_brute_force_closes_an_account_for_a_quarter_of_an_hour(people: People) -> None:
    fail("zhou", 5)
    with pytest.raises(TooManyTriesError, match="15 分钟"):
        accounts.prove("zhou", PASSWORD, HERE)
    with pytest.raises(TooManyTriesError):
        accounts.prove("zhou", PASSWORD, Door("127.0.0.2"))
    with clock.at(AT + timedelta(minutes=15)):
        assert accounts.prove("zhou", PASSWORD, HERE)


def test_attack_brute_force_over_many_accounts_closes_the_address(people: People) -> None:
    for account in ("zhou", "he", "ding", "qian", "sun"):
        fail(account, 1)
    with pytest.raises(TooManyTriesError):
        accounts.prove("chen", PASSWORD, HERE)


def test_every_further_failure_doubles_the_lock(people: People) -> None:
    fail("zhou", 5)
    at, lengths = AT, []
    for _ in range(6):
        until = next(one.until for one in locking.locks(frozenset({"zhou"})) if one.account)
        lengths.append(until - at)
        at = until
        with clock.at(at):
            fail("zhou", 1)
    assert [b / a for a, b in pairwise(lengths[:5])] == [2.0] * 4
    assert lengths[-1] == locking.LONGEST


def test_what_failed_from_an_address_is_forgotten_after_an_hour(people: People) -> None:
    for account in ("one", "two", "three", "four"):
        fail(account, 1)
    with clock.at(AT + timedelta(minutes=61)):
        fail("five", 1)
        assert accounts.prove("zhou", PASSWORD, HERE)


def test_attack_ones_own_sign_in_does_not_wash_away_guesses_at_another(people: People) -> None:
    fail("he", 4)
    accounts.let_in(accounts.prove("zhou", PASSWORD, HERE), HERE)
    fail("he", 1)
    with pytest.raises(TooManyTriesError):
        accounts.prove("he", PASSWORD, Door("127.0.0.2"))


def test_a_sign_in_in_full_forgets_ones_own_failures(people: People) -> None:
    fail("zhou", 4)
    accounts.let_in(accounts.prove("zhou", PASSWORD, HERE), HERE)
    fail("zhou", 4)
    assert accounts.prove("zhou", PASSWORD, HERE)


def test_attack_a_right_password_does_not_reset_the_count_of_wrong_codes(people: People) -> None:
    with_app("zhou")
    for _ in range(5):
        proven = accounts.prove("zhou", PASSWORD, HERE)
        with pytest.raises(WrongCodeError):
            accounts.prove_factor(proven, "000000", HERE)
    with pytest.raises(TooManyTriesError):
        accounts.prove("zhou", PASSWORD, HERE)


def test_attack_an_unknown_account_is_answered_like_a_known_one(people: People) -> None:
    told = []
    for account in ("zhou", "nobody"):
        for _ in range(6):
            with pytest.raises(NotAllowedError) as refused:
                accounts.prove(account, "wrong", Door(f"127.0.0.{len(account)}"))
            told.append((account, str(refused.value)))
    assert [words for account, words in told if account == "zhou"] == [
        words for account, words in told if account == "nobody"
    ]


def test_a_mistyped_account_is_kept_as_a_digest(people: People) -> None:
    fail("My-Secret-Password", 1)
    assert "My-Secret" not in str(list(AccessAttempt.objects.values()))


def test_the_security_officer_lifts_a_lock(people: People) -> None:
    fail("zhou", 5)
    shut = locking.locks(frozenset({"zhou"}))
    assert [(one.account, one.address) for one in shut] == [("", "127.0.0.1"), ("zhou", "")]
    locking.lift(account="zhou")
    assert accounts.prove("zhou", PASSWORD, Door("127.0.0.2"))


def test_a_demo_is_entered_from_the_machine_itself_only(people: People) -> None:
    for door in (AWAY, Door("127.0.0.1", passed_on=True)):
        with pytest.raises(DemoElsewhereError, match="只能在本机登录"):
            accounts.prove("zhou", PASSWORD, door)
    assert accounts.prove("zhou", PASSWORD, Door("::1"))


def test_no_real_account_is_entered_by_the_demos_password(real: People) -> None:
    row = Account.objects.get(account="zhou")
    row.set_password(passwords.DEMO)
    row.save()
    with pytest.raises(WrongProofError):
        accounts.prove("zhou", passwords.DEMO, HERE)


def test_a_code_of_the_app_proves_the_second_factor(people: People) -> None:
    secret = with_app("zhou")
    proven = accounts.prove("zhou", PASSWORD, HERE)
    assert accounts.next_step(proven) is Step.FACTOR
    assert accounts.next_step(accounts.prove_factor(proven, code_of(secret), HERE)) is Step.IN


def test_attack_a_code_of_the_app_is_used_again(people: People) -> None:
    secret = with_app("zhou")
    proven = accounts.prove("zhou", PASSWORD, HERE)
    code = code_of(secret)
    accounts.prove_factor(proven, code, HERE)
    for again in (code, f"{code[:3]} {code[3:]}", code_of(secret, shift=-1)):
        with pytest.raises(WrongCodeError):
            accounts.prove_factor(proven, again, HERE)


def test_attack_a_recovery_code_is_used_again(people: People) -> None:
    with_app("zhou")
    first, second, *_ = second_factors.new_recovery_codes("zhou")
    proven = accounts.prove("zhou", PASSWORD, HERE)
    assert accounts.prove_factor(proven, first, HERE).factor
    with pytest.raises(WrongCodeError):
        accounts.prove_factor(proven, first, HERE)
    assert accounts.prove_factor(proven, second.replace("-", ""), HERE).factor
    assert [one.left for one in second_factors.factors_of("zhou")] == [0, 8]


def test_fresh_recovery_codes_make_the_old_ones_void(people: People) -> None:
    with_app("zhou")
    old = second_factors.new_recovery_codes("zhou")
    second_factors.new_recovery_codes("zhou")
    with pytest.raises(WrongCodeError):
        accounts.prove_factor(accounts.prove("zhou", PASSWORD, HERE), old[0], HERE)


def test_a_secret_is_kept_encrypted(people: People) -> None:
    secret = with_app("zhou")
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))
    (keys_folder() / "factors.key").write_bytes(b"x" * 32)
    with pytest.raises(UnusableError, match="密钥与数据不符"):
        second_factors.check_code("zhou", code_of(secret))


def test_who_must_have_a_second_factor_keeps_the_last_one(people: People) -> None:
    with_app("jiang")
    second_factors.new_recovery_codes("jiang")
    factor = second_factors.factors_of("jiang")[0].id
    with pytest.raises(BadInputError, match="不能全部停用"):
        second_factors.remove_factor("jiang", factor, must_have=True)
    second_factors.remove_factor("jiang", factor, must_have=False)
    assert second_factors.factors_of("jiang") == []


def test_a_wrong_first_code_adds_no_app(people: People) -> None:
    secret = second_factors.offer("zhou").secret
    with pytest.raises(WrongCodeError):
        second_factors.add_totp("zhou", secret, "000000" if code_of(secret) != "000000" else "111111")
    assert not second_factors.has_factor("zhou")


def test_a_program_needs_the_code_too(people: People) -> None:
    secret = with_app("zhou")
    with pytest.raises(NotAllowedError, match="还需要动态口令"):
        open_token("zhou", PASSWORD)
    assert officer_of_token(open_token("zhou", PASSWORD, otp=code_of(secret))) == people["zhou"]


@pytest.mark.parametrize("account", ["jiang", "feng", "shen"])
def test_attack_a_program_does_not_slip_past_what_is_owed(real: People, account: str) -> None:
    with pytest.raises(NotAllowedError, match="第二重验证"):
        open_token(account, PASSWORD)
    with pytest.raises(NotAllowedError, match="密码需要先更换"):
        open_token("zhou", initial_code_of("zhou"))


def test_attack_an_old_token_after_the_password_was_changed(people: People) -> None:
    token = open_token("zhou", PASSWORD)
    accounts.set_password("zhou", GOOD)
    assert officer_of_token(token) is None


def test_who_left_is_signed_out_everywhere(people: People) -> None:
    token = open_token("zhou", PASSWORD)
    accounts.close_account("zhou")
    assert officer_of_token(token) is None
    assert not Token.objects.exists()
    with pytest.raises(WrongProofError):
        accounts.prove("zhou", PASSWORD, HERE)


def test_an_account_without_a_person_is_not_let_in(people: People) -> None:
    Account.objects.open("ghost", GOOD)
    with pytest.raises(NotAllowedError, match="在册人员"):
        open_token("ghost", GOOD)
    Token.objects.create(digest=Digests.of(b"t").sha256, account=whose("ghost"), until=AT + timedelta(days=1))
    assert officer_of_token("t") is None


def test_a_code_is_sent_again_only_to_who_never_set_a_password(people: People) -> None:
    with pytest.raises(BadInputError, match="已经设过自己的密码"):
        accounts.renew_code("zhou")
    first = initial_code_of("zhou")
    second = accounts.renew_code("zhou")
    with pytest.raises(WrongProofError):
        accounts.prove("zhou", first, HERE)
    assert accounts.prove("zhou", second, HERE)


def test_an_account_is_opened_once(people: People) -> None:
    with pytest.raises(BadInputError, match="已经用过"):
        accounts.open_account("zhou")


def sitting(account: str, **told: object) -> SignIn:
    row = {"began": clock.now(), "seen": clock.now(), "address": "127.0.0.1", "agent": "", **told}
    return SignIn.objects.create(id=f"s-{account}-{SignIn.objects.count()}", account=whose(account), **row)


def whose(account: str) -> Account:
    return Account.objects.get(account=account)


@pytest.mark.parametrize(("minutes", "holds"), [(29, True), (30, False)])
def test_who_stays_away_half_an_hour_signs_in_again(people: People, minutes: int, holds: bool) -> None:
    row, policy = sitting("zhou"), policy_of("jianghanhu")
    with clock.at(AT + timedelta(minutes=minutes)):
        assert sessions.alive(row.id, "zhou", policy) is holds


def test_who_works_on_signs_in_again_after_eight_hours(people: People) -> None:
    row, policy = sitting("zhou"), policy_of("jianghanhu")
    for minutes in range(20, 480, 20):
        with clock.at(AT + timedelta(minutes=minutes)):
            assert sessions.alive(row.id, "zhou", policy)
    with clock.at(AT + timedelta(hours=8)):
        assert not sessions.alive(row.id, "zhou", policy)


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(people: People) -> None:
    row, policy = sitting("zhou"), policy_of("jianghanhu")
    with clock.at(AT + timedelta(minutes=20)):
        assert sessions.alive(row.id, "zhou", policy, active=False)
    with clock.at(AT + timedelta(minutes=31)):
        assert not sessions.alive(row.id, "zhou", policy)


def test_a_full_disk_shuts_no_reader_out(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    row, token = sitting("zhou"), open_token("zhou", PASSWORD)

    def full(*_: object, **__: object) -> None:
        raise UnusableError("没有写入。")

    monkeypatch.setattr("django.db.models.query.QuerySet.update", full)
    with clock.at(AT + timedelta(minutes=5)):
        assert sessions.alive(row.id, "zhou", policy_of("jianghanhu"))
        assert officer_of_token(token) == people["zhou"]


def test_attack_the_handle_of_another_opens_nothing(people: People) -> None:
    row = sitting("zhou")
    assert not sessions.alive(row.id, "he", policy_of("jianghanhu"))


def test_sign_ins_are_listed_and_ended_one_by_one(people: People) -> None:
    here, _ = sitting("zhou", agent=HERE.agent), sitting("he")
    open_token("zhou", PASSWORD)
    told = sessions.sittings(["zhou"], mine=here.id)
    assert [(one.program, one.mine) for one in told if not one.program] == [(False, True)]
    assert {one.agent for one in told} == {"Windows 上的 Chrome", "其他程序"}
    assert sessions.end_sitting(here.id, among=["he"]) is None
    assert sessions.end_sitting(here.id, among=["zhou"]) == "zhou"
    assert sessions.end_all("zhou") == 1


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17) MicroMessenger/8 Safari", "iPhone 上的 微信"),
        ("Mozilla/5.0 (X11; Linux) Firefox/140", "Linux 上的 Firefox"),
        ("curl/8", "其他程序"),
        ("", "其他程序"),
    ],
)
def test_a_browser_is_named_in_plain_words(agent: str, words: str) -> None:
    assert agent_words(agent) == words


def test_a_door_believes_nothing_but_its_peer(settings: object) -> None:
    told = {"REMOTE_ADDR": "10.8.0.7", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}
    assert (Door.of(told).address, Door.of(told).at_the_machine) == ("10.8.0.7", False)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # type: ignore[attr-defined]
    behind = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1, 10.9.9.9"}
    assert Door.of(behind).address == "10.9.9.9"
    assert Door.of({"REMOTE_ADDR": "nonsense"}).address == "0.0.0.0"  # noqa: S104  # an address nobody has


def test_keepers_are_those_who_must_have_a_second_factor_by_default(real: People) -> None:
    assert policy_of("jianghanhu").second_factor == KEEPERS
    assert Role.HANDLER not in policy_of("jianghanhu").second_factor
