"""Signing in at the page: step by step, with nothing typed lost and nothing shown to who is half-way."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.test import Client

from liuhen.access.models import JournalRow
from liuhen.demo.people import PASSWORD
from liuhen.kernel import clock
from liuhen.people import accounts, second_factors
from liuhen.people.models import Account, Organ, Person, SignIn
from people.proving import GOOD, initial_code_of, with_app
from people.totp import code_of
from web.clients import CHECKED, Desk

Sits = Callable[[str], Desk]
OTHER = "Lake-9930-wind"


@pytest.fixture
def real(bureau: None) -> None:
    """The bureau, were it no demo; its keepers then owe a second factor. The demo's password opens nothing."""
    Organ.objects.update(demo=False)
    for row in Account.objects.all():
        row.set_password(GOOD)
        row.save()


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def give(client: Client, account: str = "zhoumingyuan", password: str = PASSWORD, **more: str) -> Any:
    return client.post("/sign-in", {"username": account, "password": password, **more})


def step(client: Client, name: str, **told: str) -> Any:
    return client.post("/sign-in/next", {"step": name, **told})


def cookie(client: Client) -> str:
    return client.cookies["sessionid"].value


def shut_out(client: Client) -> bool:
    answer = client.get("/")
    return bool(answer.status_code == 302 and answer.url.startswith("/sign-in"))


# --- the steps


def test_a_second_factor_is_asked_after_the_password(bureau: None) -> None:
    secret, client = with_app("zhoumingyuan"), Client()
    answer = give(client, next="/cases?text=a")
    assert "动态口令，或者备用码" in text_of(answer)
    assert step(client, "factor", code=code_of(secret), next="/cases?text=a").url == "/cases?text=a"
    assert client.get("/").status_code == 200


def test_a_wrong_code_is_said_and_leads_nowhere(bureau: None) -> None:
    with_app("zhoumingyuan")
    client = Client()
    give(client)
    answer = step(client, "factor", code="000000")
    assert (answer.status_code, "验证码不对" in text_of(answer)) == (422, True)
    assert shut_out(client)


def test_a_first_sign_in_sets_a_password_before_anything_else(bureau: None) -> None:
    code, client = initial_code_of("zhoumingyuan"), Client()
    assert "设置自己的密码" in text_of(give(client, password=code))
    assert "两次输入的密码不一样" in text_of(step(client, "password", password=GOOD, again=OTHER))
    assert "至少 10 个字符" in text_of(step(client, "password", password="short", again="short"))
    assert step(client, "password", password=GOOD, again=GOOD).url == "/"
    assert client.get("/").status_code == 200


def test_a_keeper_enrols_before_he_is_let_in_and_sees_recovery_codes_once(real: None) -> None:
    client = Client()
    page = text_of(give(client, "jiangning", GOOD))
    assert "启用第二重验证" in page
    assert "<svg" in page
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page)
    assert secret
    codes = re.findall(r"<code>(\d{4}-\d{4})</code>", text_of(step(client, "enrol", code=code_of(secret[1]))))
    assert len(codes) == 10
    assert client.get("/").status_code == 200
    again = Client()
    give(again, "jiangning", GOOD)
    assert step(again, "factor", code=codes[0]).url == "/"


def test_what_was_typed_travels_through_every_step(handler: Desk) -> None:
    secret = with_app("zhoumingyuan")
    path = f"/cases/{handler.ref}/acts/clue.checked"
    hidden, late = handler.hidden(path), Client()
    typed_by = Person.objects.get(account="zhoumingyuan").id
    asked = late.post(path, {**CHECKED, "finding": "写了一上午", "typed_by": typed_by, **hidden})
    for _ in range(2):
        found = re.search(r'name="held" value="([^"]+)"', text_of(asked))
        assert found
        held = found[1].replace("&amp;", "&")
        asked = give(late, next=path, held=held)
    assert step(late, "factor", code=code_of(secret), next=path, held=held).url == path
    assert "写了一上午" in text_of(late.get(path))


def test_a_form_typed_through_an_idle_time_out_comes_back(handler: Desk) -> None:
    path = f"/cases/{handler.ref}/acts/clue.checked"
    hidden = handler.hidden(path)
    typed = {**CHECKED, "finding": "想了很久", "typed_by": Person.objects.get(account="zhoumingyuan").id, **hidden}
    with clock.at(clock.now() + timedelta(minutes=31)):
        asked = handler.client.post(path, typed)
        assert "一个字也没有丢" in text_of(asked)
        found = re.search(r'name="held" value="([^"]+)"', text_of(asked))
        assert found
        assert give(handler.client, next=path, held=found[1].replace("&amp;", "&")).url == path
        assert "想了很久" in text_of(handler.get(path))


def test_the_steps_wait_ten_minutes(bureau: None) -> None:
    secret, client = with_app("zhoumingyuan"), Client()
    give(client)
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert "登录放得太久" in text_of(step(client, "factor", code=code_of(secret)))
    assert shut_out(client)


def test_a_step_without_a_password_before_it_begins_at_the_beginning(bureau: None) -> None:
    assert 'name="password"' in text_of(Client().get("/sign-in/next"))
    assert 'name="username"' in text_of(step(Client(), "factor", code="123456"))


# --- attacks


@pytest.mark.parametrize(
    "path", ["/", "/cases", "/security", "/office", "/cases/new", "/verification", "/security/app"]
)
def test_attack_a_half_signed_in_session_reaches_a_page(bureau: None, path: str) -> None:
    with_app("zhoumingyuan")
    client = Client()
    give(client)
    assert client.get(path).url.startswith("/sign-in?next=")


@pytest.mark.parametrize("path", ["/security/password", "/security/codes", "/security/sessions", "/cases/new"])
def test_attack_a_half_signed_in_session_changes_something(bureau: None, path: str) -> None:
    with_app("zhoumingyuan")
    client = Client()
    give(client)
    answer = client.post(path, {"current": PASSWORD, "password": GOOD, "again": GOOD})
    assert answer.url.startswith("/sign-in?next=")
    assert accounts.prove("zhoumingyuan", PASSWORD, here())


def here() -> Any:
    return accounts.Door("127.0.0.3")


def test_attack_a_half_signed_in_session_reaches_the_api(bureau: None) -> None:
    with_app("zhoumingyuan")
    client = Client()
    give(client)
    assert client.get("/api/cases").status_code == 401


@pytest.mark.parametrize("claimed", ["in", "enrol", "password", ""])
def test_attack_the_form_claims_another_step_than_is_owed(bureau: None, claimed: str) -> None:
    with_app("zhoumingyuan")
    client = Client()
    give(client)
    step(client, claimed, password=GOOD, again=GOOD, code="123456")
    assert shut_out(client)
    assert accounts.prove("zhoumingyuan", PASSWORD, here())


def test_attack_the_steps_of_one_are_finished_for_another(bureau: None) -> None:
    secret = with_app("hejing")
    with_app("zhoumingyuan")
    client = Client()
    give(client, "zhoumingyuan")
    step(client, "factor", code=code_of(secret), username="hejing", account="hejing")
    assert shut_out(client)


def test_attack_brute_force_at_the_page(bureau: None) -> None:
    client = Client()
    told = [text_of(give(client, password="wrong")) for _ in range(5)]
    assert all("账号或者密码不对" in one for one in told)
    assert "连续输错的次数太多，请过 15 分钟再试" in text_of(give(client))


def test_attack_brute_force_at_the_api(bureau: None) -> None:
    def ask(password: str) -> Any:
        body = {"account": "zhoumingyuan", "password": password}
        return Client().post("/api/token", body, content_type="application/json")

    assert {ask("wrong").status_code for _ in range(5)} == {403}
    assert "连续输错的次数太多" in ask(PASSWORD).json()["message"]
    assert "连续输错的次数太多" in text_of(give(Client()))


def test_attack_brute_force_of_codes(bureau: None) -> None:
    secret, client = with_app("zhoumingyuan"), Client()
    give(client)
    for _ in range(5):
        step(client, "factor", code="000000")
    assert "连续输错的次数太多" in text_of(step(client, "factor", code=code_of(secret)))
    assert "连续输错的次数太多" in text_of(give(client))


@pytest.mark.parametrize("tries", [1, 6])
def test_attack_telling_accounts_apart_by_the_answer(bureau: None, tries: int) -> None:
    told = []
    for number, account in enumerate(("zhoumingyuan", "nobody123456")):
        client = Client(REMOTE_ADDR=f"127.0.1.{number}")
        for _ in range(tries):
            answer = give(client, account, "wrong")
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text_of(answer)).replace(
            f'value="{account}"', ""
        )
        told.append((answer.status_code, page))
    assert told[0] == told[1]


def test_attack_the_hasher_is_not_asked_for_an_unknown_account_less_often(
    bureau: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    plain = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *told: asked.append("") or plain(*told))
    counts = []
    for account in ("zhoumingyuan", "nobody"):
        asked.clear()
        give(Client(), account, "wrong")
        counts.append(len(asked))
    assert counts[0] == counts[1] > 0


def test_attack_session_fixation(bureau: None) -> None:
    secret, client = with_app("zhoumingyuan"), Client()
    client.get("/sign-in")
    planted = client.session
    planted["planted"] = True
    planted.save()
    client.cookies["sessionid"] = planted.session_key
    keys = [cookie(client)]
    give(client)
    keys.append(cookie(client))
    step(client, "factor", code=code_of(secret))
    keys.append(cookie(client))
    assert len(set(keys)) == 3
    for old in keys[:2]:
        thief = Client()
        thief.cookies["sessionid"] = old
        assert shut_out(thief)


def test_attack_session_theft_after_logout(bureau: None) -> None:
    client, thief = Client(), Client()
    give(client)
    thief.cookies["sessionid"] = cookie(client)
    assert not shut_out(thief)
    thief.cookies["sessionid"] = stolen = cookie(client)
    client.post("/sign-out")
    assert shut_out(thief)
    assert not Session.objects.filter(session_key=stolen).exists()
    assert not SignIn.objects.exists()


def test_attack_a_stolen_session_after_the_password_was_changed(bureau: None) -> None:
    client, thief = Client(), Client()
    give(client)
    give(thief)
    answer = client.post("/security/password", {"current": PASSWORD, "password": GOOD, "again": GOOD})
    assert answer.url == "/security"
    assert shut_out(thief)
    assert client.get("/").status_code == 200


def test_attack_a_stolen_session_after_ending_all_others(bureau: None) -> None:
    client, thief = Client(), Client()
    give(client)
    give(thief)
    client.post("/security/sessions")
    assert (shut_out(thief), shut_out(client)) == (True, False)


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/next", "/sign-out", "/security/password", "/security/sessions"])
def test_attack_csrf(bureau: None, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.get(account="zhoumingyuan"))
    told = {"username": "hejing", "password": PASSWORD, "current": PASSWORD, "again": GOOD}
    assert client.post(path, told).status_code == 403
    assert accounts.prove("zhoumingyuan", PASSWORD, here())


def test_attack_a_demo_over_the_network(bureau: None) -> None:
    away = Client(REMOTE_ADDR="10.8.0.7")
    page = text_of(give(away))
    assert "只能在本机登录" in page
    assert "zhoumingyuan" not in text_of(away.get("/sign-in"))
    body = {"account": "zhoumingyuan", "password": PASSWORD}
    answer = away.post("/api/token", body, content_type="application/json")
    assert (answer.status_code, "只能在本机登录" in answer.json()["message"]) == (403, True)


def test_attack_a_demos_session_carried_away_over_the_network(bureau: None) -> None:
    client, away = Client(), Client(REMOTE_ADDR="10.8.0.7")
    give(client)
    away.cookies["sessionid"] = cookie(client)
    assert shut_out(away)


def test_attack_a_demos_token_carried_away_over_the_network(bureau: None) -> None:
    body = {"account": "zhoumingyuan", "password": PASSWORD}
    told = {"HTTP_AUTHORIZATION": f"Bearer {Client().post('/api/token', body, 'application/json').json()['token']}"}
    statuses = [Client(REMOTE_ADDR=one, **told).delete("/api/token").status_code for one in ("10.8.0.7", "127.0.0.1")]
    assert statuses == [401, 204]


def test_attack_the_demos_password_on_a_real_organ(bureau: None) -> None:
    Organ.objects.update(demo=False)
    assert "账号或者密码不对" in text_of(give(Client()))


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/", "/accounts/email/", "/login/", "/signup/"])
def test_no_page_of_the_library_can_be_reached(sits: Sits, path: str) -> None:
    assert Client().get(path).status_code == 404
    assert sits("hejing").get(path).status_code == 404


# --- 登录与会话


def test_one_sees_where_one_is_signed_in_and_ends_another(sits: Sits) -> None:
    desk, other = sits("hejing"), Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari")
    give(other, "hejing")
    page = text_of(desk.get("/security"))
    assert "iPhone 上的 Safari" in page
    end = re.search(r'action="(/security/sessions/\w+)"', page)
    assert end
    assert desk.client.post(end[1]).url == "/security"
    assert shut_out(other)


def test_attack_ending_a_session_of_somebody_else(sits: Sits) -> None:
    sits("hejing")
    handle = SignIn.objects.get().id
    told = [sits("dingwei").client.post(f"/security/sessions/{one}") for one in (handle, "nothing")]
    assert [one.status_code for one in told] == [404, 404]
    assert told[0].content == told[1].content
    assert SignIn.objects.filter(id=handle).exists()


def test_the_security_officer_sees_and_ends_everybodys(sits: Sits) -> None:
    desk, keeper = sits("hejing"), sits("jiangning")
    page = text_of(keeper.get("/sign-ins"))
    assert "何静" in page
    handle = SignIn.objects.get(account__account="hejing").id
    keeper.client.post(f"/sign-ins/sessions/{handle}")
    assert shut_out(desk.client)
    assert JournalRow.objects.get(act="sessions.ended").subject == "何静"


def test_the_security_officer_lifts_a_lock(sits: Sits) -> None:
    for _ in range(5):
        give(Client(REMOTE_ADDR="127.0.9.9"), "hejing", "wrong")
    keeper = sits("jiangning")
    assert "何静（hejing）" in text_of(keeper.get("/sign-ins"))
    keeper.client.post("/sign-ins/locks", {"account": "hejing", "address": ""})
    keeper.client.post("/sign-ins/locks", {"account": "", "address": "不是地址"})
    assert list(JournalRow.objects.filter(act="lock.lifted").values_list("subject", flat=True)) == ["何静"]
    assert give(Client(), "hejing").url == "/"


@pytest.mark.parametrize("account", ["hejing", "chenguodong", "fengyiming", "shenmoyan"])
def test_nobody_else_sees_everybodys(sits: Sits, account: str) -> None:
    desk = sits(account)
    assert desk.get("/sign-ins").status_code == 403
    assert desk.client.post("/sign-ins/sessions/x").status_code == 403
    assert desk.client.post("/sign-ins/locks", {"account": "hejing"}).status_code == 403


def test_an_app_is_added_with_the_password_and_taken_away_again(sits: Sits) -> None:
    desk = sits("hejing")
    secret = re.search(r'class="secret">([A-Z2-7]+)<', text_of(desk.get("/security/app")))
    assert secret
    wrong = desk.client.post("/security/app", {"code": code_of(secret[1]), "current": "wrong"})
    assert "当前密码不对" in text_of(wrong)
    assert "备用码" in text_of(desk.client.post("/security/app", {"code": code_of(secret[1]), "current": PASSWORD}))
    factor = second_factors.factors_of("hejing")[0].id
    assert desk.client.post(f"/security/factors/{factor}", {"current": PASSWORD}).url == "/security"
    assert second_factors.factors_of("hejing") == []


def test_attack_taking_away_the_factor_of_somebody_else(sits: Sits) -> None:
    with_app("hejing")
    factor = second_factors.factors_of("hejing")[0].id
    answer = sits("dingwei").client.post(f"/security/factors/{factor}", {"current": PASSWORD})
    assert (answer.status_code, "没有这一项验证方式" in text_of(answer)) == (422, True)
    assert second_factors.has_factor("hejing")


def test_recovery_codes_are_made_anew_with_the_password(sits: Sits) -> None:
    with_app("hejing")
    desk = sits("hejing")
    assert "当前密码不对" in text_of(desk.client.post("/security/codes", {"current": "wrong"}))
    page = text_of(desk.client.post("/security/codes", {"current": PASSWORD}))
    assert len(re.findall(r"<code>\d{4}-\d{4}</code>", page)) == 10


def test_the_present_password_is_not_guessed_without_end(sits: Sits) -> None:
    desk = sits("hejing")
    for _ in range(5):
        desk.client.post("/security/codes", {"current": "wrong"})
    assert "连续输错的次数太多" in text_of(desk.client.post("/security/codes", {"current": PASSWORD}))


def test_a_security_key_is_not_offered_under_a_bare_address(sits: Sits) -> None:
    desk = sits("hejing")
    assert 'data-asked=""' in text_of(desk.client.get("/security/key", HTTP_HOST="127.0.0.1:8110"))
    assert "publicKey" in text_of(desk.client.get("/security/key", HTTP_HOST="localhost:8110"))


@pytest.mark.parametrize(
    "told", ["", "nonsense", "[]", '{"id": 1}', '{"response": {}}', '{"rawId": "x", "response": 7}']
)
def test_a_key_that_answers_nonsense_is_refused_kindly(sits: Sits, told: str) -> None:
    desk = sits("hejing")
    desk.client.get("/security/key", HTTP_HOST="localhost")
    answer = desk.client.post("/security/key", {"credential": told, "current": PASSWORD}, HTTP_HOST="localhost")
    assert answer.status_code == 422
    assert not second_factors.has_factor("hejing")


# --- the journal


def test_the_journal_tells_of_signing_in_and_names_no_stranger(bureau: None) -> None:
    client = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows) Edg/120")
    give(client, password="wrong")
    give(client, "nobody-known", "wrong")
    give(client)
    client.post("/sign-out")
    told = list(JournalRow.objects.order_by("seq").values_list("name", "act", "allowed"))
    assert told == [
        ("周明远", "sign_in.failed", False),
        ("周明远", "sign_in", True),
        ("周明远", "sign_out", True),
    ]
    assert JournalRow.objects.filter(subject="127.0.0.1，Windows 上的 Edge").count() == 3
    assert "nobody-known" not in str(list(JournalRow.objects.values()))


def test_the_journal_tells_of_a_lock_once(bureau: None) -> None:
    for _ in range(7):
        give(Client(), password="wrong")
    assert JournalRow.objects.filter(act="sign_in.failed").count() == 5
    assert JournalRow.objects.filter(act="sign_in.locked").count() == 1


def test_nobody_is_let_in_where_the_journal_cannot_be_written(bureau: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("disk")

    monkeypatch.setattr("liuhen.access.signing_in.note", broken)
    client = Client(raise_request_exception=False)
    assert give(client).status_code == 500
    assert shut_out(client)
