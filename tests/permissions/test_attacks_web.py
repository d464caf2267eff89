"""Attacks on the doors, one test named after each: forged requests, hosts, redirects, methods, ranges, forms."""

from typing import Any, Final

import pytest
from django.test import Client

from liuhen.access.models import JournalRow
from liuhen.ledger.models import Head
from liuhen.people.models import Account
from permissions.asking import address
from permissions.expected import Row, rows
from permissions.standings import Bureau, Standing, undone, whole_bureau
from process.bureau import ORGAN

__all__ = ["whole_bureau"]

pytestmark = pytest.mark.django_db

POSTS: Final = tuple(
    row for row in rows() if row.method == "POST" and not row.path.startswith(("/api/", "/check/")) and not row.gone
)  # who compares a file at /check has no account, no cookie and writes nothing
OWN: Final = Standing("handler", "own")
CHIEF: Final = Standing("chief", "department")


def strict(bureau: Bureau, who: Standing) -> Client:
    """A browser whose requests are held against the token of its pages, as outside of tests."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(Account.objects.get(account=who.account))
    return client


def text(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode("utf-8", "replace"))


@pytest.mark.parametrize("row", POSTS, ids=str)
def test_attack_csrf_a_form_of_another_site_does_nothing(whole_bureau: Bureau, row: Row) -> None:
    who = next(
        (one for one in (OWN, CHIEF, Standing("security", "department")) if row.due(one, "early") == "let in"), OWN
    )
    with undone():
        client, before = strict(whole_bureau, who), Head.objects.count()
        path = address(whole_bureau, row, "early", who=who)
        for headers in ({}, {"Origin": "https://elsewhere.example"}, {"Referer": "https://elsewhere.example/x"}):
            answer = client.post(path, {"opinion": "同意。"}, headers=headers)
            assert (answer.status_code, "安全标记" in text(answer)) == (403, True)
        assert Head.objects.count() == before


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "[::1", ""])
def test_attack_host_header_another_host_is_not_served(whole_bureau: Bureau, host: str) -> None:
    answer = whole_bureau.client(OWN).get("/sign-in", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in text(answer)


def test_attack_host_header_forwarded_host_is_not_believed(whole_bureau: Bureau) -> None:
    answer = whole_bureau.client(None).get("/cases", headers={"X-Forwarded-Host": "evil.example"})
    assert answer.status_code == 302
    assert "evil" not in answer.headers["Location"]


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "///evil.example",
        "javascript:alert(1)", "http:evil.example", "https:///evil.example", "/\t/evil.example", "data:text/html,x",
        "https://127.0.0.1@evil.example/", "%2f%2fevil.example",
    ],
)  # fmt: skip
def test_attack_open_redirect_next_leads_nowhere_else(whole_bureau: Bureau, target: str) -> None:
    with undone():
        answer = whole_bureau.client(OWN).get("/sign-in", {"next": target})
    assert answer.status_code == 302
    assert answer.headers["Location"] in ("/", "%2f%2fevil.example")  # the last is a name below this very page


def test_attack_open_redirect_a_referer_does_not_lead_out_after_sign_in(whole_bureau: Bureau) -> None:
    ref = whole_bureau.cases["early"].ref
    answer = whole_bureau.client(None).post(f"/cases/{ref}/package/file", headers={"Referer": "https://evil.example/"})
    shown = whole_bureau.client(None).get(answer.headers["Location"])
    assert 'name="next" value="https://evil' not in text(shown)


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_attack_method_override_a_get_stays_a_get(whole_bureau: Bureau, header: str) -> None:
    ref, before = whole_bureau.cases["early"].ref, Head.objects.count()
    with undone():
        for query in ("", "?_method=POST"):
            answer = whole_bureau.client(OWN).get(f"/sign-out{query}", headers={header: "POST"})
            assert answer.status_code == 405
        answer = whole_bureau.client(OWN).get(
            f"/cases/{ref}/acts/rights.told", {"_method": "POST"}, headers={header: "POST"}
        )
        assert (answer.status_code, Head.objects.count()) == (200, before)


@pytest.mark.parametrize("stretch", ["bytes=10-", "bytes=-5", "bytes=3-4", "bytes=1-2,5-9", "BYTES = 7-"])
def test_attack_range_a_paper_read_from_its_middle_leaves_a_trace(whole_bureau: Bureau, stretch: str) -> None:
    case = whole_bureau.cases["early"]
    with undone():
        before = JournalRow.objects.count()
        client = whole_bureau.client(OWN)
        for _ in range(3):
            answer = client.get(f"/cases/{case.ref}/papers/{case.paper}/file", headers={"Range": stretch})
            assert answer.status_code in (200, 206)
            answer.close()
        assert JournalRow.objects.count() - before == 1


def test_attack_range_each_new_look_at_a_paper_leaves_its_own_trace(whole_bureau: Bureau) -> None:
    case = whole_bureau.cases["early"]
    paths = (f"/cases/{case.ref}/papers/{case.paper}/file", f"/cases/{case.ref}/scans/{case.scan}/file")
    with undone():
        before = JournalRow.objects.count()
        client = whole_bureau.client(OWN)
        for path in (*paths, *paths):
            for stretch in ("", "bytes=100-", "bytes=200-300"):
                client.get(path, headers={"Range": stretch} if stretch else {}).close()
        assert JournalRow.objects.count() - before == 4


def test_attack_range_another_session_of_the_same_person_is_another_look(whole_bureau: Bureau) -> None:
    case = whole_bureau.cases["early"]
    path = f"/cases/{case.ref}/papers/{case.paper}/file"
    with undone():
        before = JournalRow.objects.count()
        for client in (strict(whole_bureau, OWN), strict(whole_bureau, OWN)):
            client.get(path, headers={"Range": "bytes=5-"}).close()
        assert JournalRow.objects.count() - before == 2


@pytest.mark.parametrize(
    "more",
    [
        {"organ": "yunhuwan"}, {"by": "p-other"}, {"dossier": "d-other"}, {"seq": "1"}, {"case_no": "江医保案九十九号"},
        {"recorded": "2020-01-01T00:00:00Z"}, {"channel": "seed"}, {"is_superuser": "1"}, {"roles": "chief"},
    ],
)  # fmt: skip
def test_attack_mass_assignment_fields_that_no_form_has_change_nothing(
    whole_bureau: Bureau, more: dict[str, str]
) -> None:
    case, client = whole_bureau.cases["early"], whole_bureau.client(OWN)
    fields = {"rights": ["陈述", "申辩"], "way": "当面", "receiver": "许某", "signed": "yes", "key": "k" * 20, **more}
    with undone():
        answer = client.post(f"/cases/{case.ref}/acts/rights.told", fields)
        assert answer.status_code == 302, text(answer)
        last = Head.objects.filter(organ=ORGAN).latest("organ_seq")
        head = bytes(last.head).decode()
        assert (last.organ, last.kind) == (ORGAN, "rights.told")
        assert whole_bureau.officer(OWN).id in head
        assert not any(value in head for value in more.values() if len(value) > 4)
        assert Account.objects.get(account=OWN.account).is_active


def test_attack_mass_assignment_the_api_refuses_what_the_form_does_not_have(whole_bureau: Bureau) -> None:
    case = whole_bureau.cases["early"]
    form = {"rights": ["陈述", "申辩"], "receiver": "许某", "signed": True, "organ": "yunhuwan", "by": "p-other"}
    told = {"content_type": "application/json", "headers": {"Authorization": f"Bearer {whole_bureau.token(OWN)}"}}
    with undone():
        client, before = whole_bureau.client(None), Head.objects.count()
        body = {"form": form, "key": "k" * 20}
        answer = client.post(f"/api/cases/{case.ref}/acts/rights.told", body, **told)
        assert (answer.status_code, set(answer.json()["fields"])) == (422, {"form.organ", "form.by"})
        assert Head.objects.count() == before


def test_attack_borrowed_session_of_another_organ_opens_no_case(whole_bureau: Bureau) -> None:
    ref = whole_bureau.cases["early"].ref
    with undone():
        client = strict(whole_bureau, Standing("chief", "foreign"))
        assert client.get(f"/cases/{ref}").status_code == 404
        assert ref not in text(client.get("/cases"))


def test_attack_token_in_place_of_a_session_opens_no_page(whole_bureau: Bureau) -> None:
    headers = {"Authorization": f"Bearer {whole_bureau.token(CHIEF)}"}
    assert whole_bureau.client(None).get("/cases", headers=headers).status_code == 302
    assert whole_bureau.client(CHIEF).get("/api/cases").status_code == 401
