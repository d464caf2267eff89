"""Attacks by files and by their names: tricks with paths, headers, and other people's uploads; markup in titles."""

import re
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from liuhen.process.case.models import Recording, Upload
from liuhen.process.case.uploads import receive
from permissions.standings import Bureau, Standing, undone, whole_bureau
from process.bureau import Play, page

__all__ = ["whole_bureau"]

pytestmark = pytest.mark.django_db

OWN: Final = Standing("handler", "own")
PATHS: Final = (
    "../../etc/passwd",
    "..\\..\\windows\\system32\\drivers\\etc\\hosts",
    "/etc/shadow",
    "C:\\boot.ini",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "..",
    ".",
    "~/.ssh/id_rsa",
    "CON",
    "NUL.pdf",
    "aux.pdf ",
    "a\x00.pdf",
    "a\r\nSet-Cookie: x=1\r\n.pdf",
    "决定\u202efdp.exe",
    "签名\u200b页.pdf",
    "长" * 300 + ".pdf",
    "a.pdf:stream",
    "file:///etc/passwd",
    "`id`;$(id)|id.pdf",
    '"; filename="evil.html',
    "<img src=x onerror=alert(1)>.pdf",
    "=HYPERLINK(1).pdf",
    "",
)
UNREADABLE: Final = ("\x00", "\r", "\u202e", "\u200b", "/", "\\")


def text(answer: Any) -> str:
    return str(answer.content.decode("utf-8", "replace"))


def outside(folder: Path) -> set[Path]:
    """Everything below the data folder that is no store of digests."""
    kept = {"originals", "papers", "derived", "keys"}
    return {one for one in folder.rglob("*") if one.is_file() and one.relative_to(folder).parts[0] not in kept}


@pytest.mark.parametrize("name", PATHS)
def test_attack_path_trick_in_the_name_of_an_upload_over_the_api(whole_bureau: Bureau, name: str) -> None:
    data = page(f"一页 {name!r}")
    before = outside(settings.LIUHEN_DATA)
    with undone():
        answer = whole_bureau.client(None).generic(
            "POST", "/api/uploads", data, content_type="application/octet-stream", query_params={"name": name},
            headers={"Authorization": f"Bearer {whole_bureau.token(OWN)}"},
        )  # fmt: skip
        assert answer.status_code in (200, 422)
        readable = name and len(name) <= 200 and not any(sign in name for sign in UNREADABLE)
        assert (answer.status_code == 200) == bool(readable)
        assert outside(settings.LIUHEN_DATA) == before
        if readable:
            assert Upload.objects.get(sha256=sha256(data).hexdigest()).name == name
            stored = settings.LIUHEN_ORIGINALS / sha256(data).hexdigest()[:2]
            assert all(re.fullmatch("[0-9a-f]{64}", one.name) for one in stored.iterdir())


@pytest.mark.parametrize("name", [one for one in PATHS if one])
def test_attack_path_trick_in_the_name_of_an_upload_by_a_form(whole_bureau: Bureau, name: str) -> None:
    case = whole_bureau.cases["early"]
    data, before = page(f"页 {name!r}"), outside(settings.LIUHEN_DATA)
    with undone():
        sent = SimpleUploadedFile("a.pdf", data, content_type="application/pdf")
        sent._name = name  # the name as a hostile browser sends it, not as Django would tidy it
        answer = whole_bureau.client(OWN).post(
            f"/cases/{case.ref}/acts/paper.signed", {"file-of": "scan", "scan": sent, "key": "k" * 20}
        )
        assert answer.status_code == 200, text(answer)
        assert outside(settings.LIUHEN_DATA) == before
        for row in Upload.objects.filter(sha256=sha256(data).hexdigest()):
            assert not any(sign in row.name for sign in UNREADABLE)


@pytest.mark.parametrize("name", [one for one in PATHS if one and not any(sign in one for sign in UNREADABLE)])
def test_attack_header_injection_by_the_name_of_a_file(whole_bureau: Bureau, name: str) -> None:
    case = whole_bureau.cases["early"]
    with undone():
        Recording.objects.filter(dossier__isnull=False, seq=case.recording).update(name=name[:200])
        answer = whole_bureau.client(OWN).get(f"/cases/{case.ref}/recordings/{case.recording}/file?download=1")
        told = answer.headers["Content-Disposition"]
        answer.close()
    assert told.startswith("attachment; ")
    assert told.isascii()
    assert not any(sign in told for sign in "\r\n\x00")
    assert "Set-Cookie" not in answer.headers
    assert told.count('filename="') <= 1 or '\\"' in told


def test_attack_claim_of_anothers_upload_by_its_digest_is_refused(whole_bureau: Bureau) -> None:
    case, data = whole_bureau.cases["early"], page("别人的一页")
    with undone():
        taken = receive([data], name="别人.pdf", by=whole_bureau.people["he"], size=len(data)).sha256
        form = {"paper_seq": case.paper, "role": "leader", "signer": "某领导", "scan": taken}
        told = {"content_type": "application/json", "headers": {"Authorization": f"Bearer {whole_bureau.token(OWN)}"}}
        path = f"/api/cases/{case.ref}/acts/paper.signed"
        others = whole_bureau.client(None).post(path, {"form": form, "key": "k" * 20}, **told)
        missing = whole_bureau.client(None).post(path, {"form": {**form, "scan": "0" * 64}, "key": "m" * 20}, **told)
        assert (others.status_code, "文件没有收到" in others.json()["message"]) == (422, True)
        assert (others.status_code, others.content) == (missing.status_code, missing.content)


def test_attack_claim_of_an_original_of_another_case_by_its_digest_is_refused(whole_bureau: Bureau) -> None:
    case = whole_bureau.cases["early"]
    form = {"file": whole_bureau.sha256, "started": "2026-11-20T01:00:00Z", "device": "A-07"}
    told = {"content_type": "application/json", "headers": {"Authorization": f"Bearer {whole_bureau.token(OWN)}"}}
    with undone():
        path = f"/api/cases/{case.ref}/acts/recording.stored"
        answer = whole_bureau.client(None).post(path, {"form": form, "key": "k" * 20}, **told)
        assert (answer.status_code, "文件没有收到" in answer.json()["message"]) == (422, True)


@pytest.mark.parametrize(
    "ref",
    [
        "../2026-0001",
        "2026-0001%00",
        "2026-0001'--",
        "2026-0001 OR 1=1",
        "%",
        "2026-000_",
        "２０２６-0001",
        "-1",
        "1e9",
    ],
)
def test_attack_id_guessing_odd_references_find_nothing(whole_bureau: Bureau, ref: str) -> None:
    with undone():
        assert whole_bureau.client(OWN).get(f"/cases/{ref}").status_code == 404
        headers = {"Authorization": f"Bearer {whole_bureau.token(OWN)}"}
        assert whole_bureau.client(None).get(f"/api/cases/{ref}", headers=headers).status_code in (404, 422)


@pytest.mark.parametrize("seq", ["0", "00", "999999999999999999999", "1e1", "-1", "１"])
def test_attack_id_guessing_odd_numbers_find_nothing(whole_bureau: Bureau, seq: str) -> None:
    case = whole_bureau.cases["early"]
    with undone():
        for part in (
            "entries/{}",
            "papers/{}",
            "papers/{}/file",
            "scans/{}/file",
            "recordings/{}",
            "recordings/{}/file",
        ):
            answer = whole_bureau.client(OWN).get(f"/cases/{case.ref}/{part.format(seq)}")
            assert answer.status_code == 404, part


EVIL: Final = "<script>alert(1)</script>\"'><img src=x>"


def test_attack_markup_in_what_is_typed_stays_text_on_every_page(whole_bureau: Bureau) -> None:
    case = Play(whole_bureau.people)
    with undone():
        party = {"name": EVIL, "kind": "organisation", "address": EVIL, "representative": EVIL}
        case.usual("clue.registered", summary=EVIL, violation=EVIL, party=party)
        case.usual("clue.checked", finding=EVIL)
        case.usual("opening.requested", case_title=EVIL, cause=EVIL, party=party, facts=EVIL, opinion=EVIL)
        handler, head = case.people["zhou"], case.people["qian"]
        pages = ["/", "/cases", f"/cases?text={EVIL}", f"/cases/{case.ref}", f"/cases/{case.ref}/deadlines"]
        pages += [f"/cases/{case.ref}/entries/{seq}" for seq in (1, 2, 3)]
        seen = [
            (by, path)
            for by, paths in ((handler, pages), (head, [*pages, f"/cases/{case.ref}/approval"]))
            for path in paths
        ]
        for by, path in seen:
            answer = whole_bureau.open(by, path)
            assert answer.status_code == 200, path
            assert "<script>alert(1)" not in text(answer), path
            assert "<img src=x>" not in text(answer), path
        assert "&lt;script&gt;alert(1)" in text(whole_bureau.open(handler, "/cases"))


def test_attack_markup_in_an_address_comes_back_as_text(whole_bureau: Bureau) -> None:
    with undone():
        for path in (f"/cases/{EVIL}", f"/{EVIL}", f"/sign-in?next={EVIL}", f"/office/{EVIL}"):
            assert "<script>alert(1)" not in text(whole_bureau.client(OWN).get(path))
