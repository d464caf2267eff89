"""查验: what anybody may know of a paper, and nothing else."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liuhen.people.models import Account
from liuhen.process.case.models import Paper
from liuhen.process.case.papers.codes import new_code
from liuhen.web.rationing import Ration
from process.bureau import Play, at_ten, bureau, case, house, people
from process.test_process_corrections import correct

__all__ = ["at_ten", "bureau", "case", "house", "people"]
SECRET = ("青禾药店", "周明远", "串换", "许某", "立案号")


@pytest.fixture
def paper(case: Play) -> Paper:
    case.to("opening.approved").do("zhou", "paper.finalised", form="opening-approval")
    return Paper.objects.get()


def bytes_of(paper: Paper, settings: LazySettings) -> bytes:
    return (Path(settings.LIUHEN_PAPERS) / paper.sha256[:2] / paper.sha256).read_bytes()


def shown(path: str, status: int = 200, **sent: Any) -> str:
    """Ask as a stranger; nothing is set in his browser."""
    client = Client(enforce_csrf_checks=True)
    answer = client.post(path, sent) if sent else client.get(path)
    assert (answer.status_code, dict(answer.cookies)) == (status, {}), answer.content.decode()
    assert answer["X-Robots-Tag"].startswith("noindex")
    return str(answer.content.decode())


def visible(page: str) -> set[str]:
    return {one.split('"')[1] for one in page.split("data-verdict=")[1:] if " hidden" not in one.split(">")[0]}


def test_a_stranger_sees_organ_kind_time_and_digests_and_nothing_of_the_case(paper: Paper, case: Play) -> None:
    page = shown(f"/check/{paper.code}")
    assert all(word in page for word in (paper.title, paper.sha256, paper.sm3, "本机关出具", "医疗保障局"))
    told = (*SECRET, str(case.ref), case.case.clue_no)
    assert [word for word in told if word in page.replace(paper.title, "")] == []


def test_a_code_typed_carelessly_leads_there_and_a_slip_is_named(paper: Paper) -> None:
    typed = paper.code.lower().replace("-", " ").replace("0", "o")
    answer = Client().get("/check", {"code": typed})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/check/{paper.code}")
    slip = paper.code[:-1] + ("2" if paper.code[-1] != "2" else "3")
    assert "各位对不上" in shown(f"/check/{slip}", 422)
    assert "校验码有误" in shown("/check?code=<script>", 422)


def test_an_unknown_code_and_one_of_a_destroyed_case_are_answered_alike(paper: Paper) -> None:
    unknown, destroyed = new_code(), paper.code
    Paper.objects.all().delete()
    assert shown(f"/check/{unknown}", 404).replace(unknown, "") == shown(f"/check/{destroyed}", 404).replace(
        destroyed, ""
    )


def test_the_file_itself_is_recognised_and_one_changed_byte_is_not(paper: Paper, settings: LazySettings) -> None:
    pdf = bytes_of(paper, settings)
    brought = {"same": pdf, "changed": pdf[:-9] + bytes([pdf[-9] ^ 1]) + pdf[-8:]}
    for word, content in brought.items():
        page = shown(f"/check/{paper.code}", file=SimpleUploadedFile("收到的.pdf", content))
        assert visible(page) == {word}
    assert not list(Path(settings.LIUHEN_DATA).rglob("*.upload*"))


def test_a_signed_revision_is_recognised_and_the_earlier_one_told_apart(paper: Paper, settings: LazySettings) -> None:
    signed = SimpleUploadedFile("签.pdf", b"%PDF-signed")
    told = {"seq": 9, "sha256": sha256(b"%PDF-signed").hexdigest(), "sm3": "0" * 64, "size": 11, "way": "glass"}
    Paper.objects.update(revisions=[{**told, "at": paper.made.isoformat()}])
    assert visible(shown(f"/check/{paper.code}", file=signed)) == {"same"}
    before = SimpleUploadedFile("原.pdf", bytes_of(paper, settings))
    assert visible(shown(f"/check/{paper.code}", file=before)) == {"older"}


def test_what_is_no_pdf_or_too_large_is_refused_in_words(paper: Paper) -> None:
    assert "不是 PDF" in shown(f"/check/{paper.code}", 422, file=SimpleUploadedFile("a.txt", b"text"))
    assert "没有收到文件" in shown(f"/check/{paper.code}", 422, other="x")
    large = Client().post(f"/check/{paper.code}", {"file": ""}, headers={"Content-Length": str(65 * 1024 * 1024)})
    assert "文件太大" in large.content.decode()


def test_a_voided_and_a_replaced_paper_say_so_and_not_why(paper: Paper, case: Play) -> None:
    case.do("zhou", "paper.finalised", form=paper.form)
    assert "已经更正" in shown(f"/check/{paper.code}")
    again = Paper.objects.order_by("seq").last()
    assert again is not None
    case.do("zhou", "paper.voided", paper_seq=again.seq, reason="许某的姓名写错。")
    page = shown(f"/check/{again.code}")
    assert "已撤回（作废）" in page
    assert "许某" not in page


def test_who_asks_too_often_waits_and_his_neighbour_does_not() -> None:
    ration = Ration(3, seconds=60)
    waits = [ration.wait("2001:db8::1") for _ in range(3)] + [ration.wait("2001:db8::ffff"), ration.wait("2001:db9::1")]
    assert [bool(one) for one in waits] == [False, False, False, True, False]


def test_the_page_of_a_paper_shows_what_replaced_it_and_what_differs(case: Play) -> None:
    first = case.to("inspection.made").entries[-1].dossier_seq or 0
    old = case.do("zhou", "paper.finalised", form="inspection").seq
    correct(case, "inspection.made", first, "份数写错。", findings="复制记录 32 份。")
    new = case.do("zhou", "paper.finalised", form="inspection").seq
    zhou = Client()
    zhou.force_login(Account.objects.get(account="zhou"))
    pages = [zhou.get(f"/cases/{case.ref}/papers/{seq}").content.decode() for seq in (old, new)]
    assert f'已经重新制作，以新的一份为准：<a href="/cases/{case.ref}/papers/{new}">' in pages[0]
    assert "<del>复制记录 19 份。</del>" in pages[1]
    assert "<ins>复制记录 32 份。</ins>" in pages[1]
    assert Paper.objects.get(seq=new).replaces == old


def test_a_revoked_decision_takes_its_paper_with_it(case: Play) -> None:
    case.to("decision.made").do("zhou", "paper.finalised", form="decision")
    row = Paper.objects.get(form="decision")
    told = {"of": row.source_seq, "by_whom": "organ", "effect": "revoked", "ground": "认定事实有误。"}
    asked = case.do("zhou", "decision.revocation_requested", **told).seq
    case.do("qian", "approval.endorsed", request=asked, opinion="同意。")
    case.do("chen", "decision.revoked", request=asked, opinion="同意撤销。")
    page = shown(f"/check/{row.code}")
    assert "已撤回（作废）" in page
    assert "认定事实" not in page
