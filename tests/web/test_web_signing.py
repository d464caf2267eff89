"""The page where a paper is signed: whose turn it is, one signature or refusal at a time, the seal last."""

import json
from typing import Any

from liuhen.process.case.models import Paper
from process.bureau import Play, at_ten, bureau, case, house, people
from process.test_process_signing import DRAWN, made, ready, row
from web.test_web_papers import at, said

__all__ = ["at_ten", "bureau", "case", "house", "people", "ready"]

DRAWING = {"role": "party", "signer": "许某", "way": "glass", "strokes": DRAWN, "sign": "1"}


def on(case: Play, form: str, entry: str) -> tuple[Any, str, int]:
    """The handler at the page where a new paper is signed."""
    paper = made(case.to(entry), form)
    desk = at(case, "zhou")
    return desk, f"/cases/{desk.ref}/papers/{paper}/sign", paper


def test_the_page_says_whose_turn_it_is_by_which_article_and_what_a_signature_is_worth(ready: Play) -> None:
    desk, path, paper = on(ready, "interview", "interview.made")
    page = said(desk.get(path))
    assert page.index("被询问人") < page.index("现在签") < page.index("待签")
    assert "国家医疗保障局令第4号第二十四条" in page
    assert "没有经过第三方认证" in page
    assert path in said(desk.get(f"/cases/{desk.ref}/papers/{paper}"))


def test_a_drawn_signature_is_sealed_and_the_next_one_is_due(ready: Play) -> None:
    desk, path, paper = on(ready, "interview", "interview.made")
    answer = desk.send(path, DRAWING)
    assert answer.status_code == 302
    assert [one["way"] for one in row(ready, paper).revisions] == ["glass"]
    assert "询问人签名" in said(desk.get(path))
    file = desk.get(f"/cases/{desk.ref}/papers/{paper}/file")
    assert len(b"".join(file.streaming_content)) == row(ready, paper).revisions[-1]["size"]


def test_the_same_request_sent_twice_signs_once(ready: Play) -> None:
    desk, path, paper = on(ready, "interview", "interview.made")
    hidden = desk.hidden(path)
    for _ in range(2):
        desk.send(path, DRAWING, **hidden)
    assert len(row(ready, paper).signatures) == 1


def test_a_refused_signature_keeps_what_was_drawn_and_says_why(ready: Play) -> None:
    desk, path, paper = on(ready, "interview", "interview.made")
    answer = desk.send(path, {**DRAWING, "role": "officer", "signer": "周明远"})
    assert answer.status_code == 422
    page = said(answer)
    assert "按顺序还缺" in page
    assert json.loads(DRAWN)["lines"][1][0] == [80, 30, 2000]
    assert "[80, 30, 2000]" in page
    assert Paper.objects.get(dossier=ready.case.dossier, seq=paper).signatures == []


def test_a_refusal_is_taken_down_with_its_witness(ready: Play) -> None:
    desk, path, paper = on(ready, "interview", "interview.made")
    told = {
        "role": "party",
        "signer": "许某",
        "way": "glass",
        "refuse": "1",
        "refusal": "不签。",
        "witness": "见证人某",
    }
    assert desk.send(path, told).status_code == 302
    assert row(ready, paper).signatures[0]["refused"] is True


def test_the_keeper_sets_the_seal_and_nobody_else_is_offered_it(ready: Play) -> None:
    desk, path, paper = on(ready, "decision", "decision.made")
    assert "加盖电子印章</button>" not in said(at(ready, "he").get(path))
    assert "加盖电子印章</button>" in said(desk.get(path))
    assert desk.send(path, {"seal": "1"}).status_code == 302
    assert row(ready, paper).revisions[-1]["way"] == "seal"
    assert "应签的都已签" in said(desk.get(path))


def test_a_paper_that_everybody_signed_asks_nobody_to_sign(ready: Play) -> None:
    desk, path, _ = on(ready, "decision", "decision.made")
    page = path.removesuffix("/sign")
    assert "签名、盖章</a>" in said(desk.get(page))
    desk.send(path, {"seal": "1"})
    assert "签名、盖章</a>" not in said(desk.get(page))
    assert "签名情况</a>" in said(desk.get(page))


def test_the_bureau_lists_certificates_with_who_vouches_for_them(ready: Play) -> None:
    page = said(at(ready, "jiang").get("/office/numbering"))
    assert "未经第三方认证" in page
    assert "电子印章保管人" in page
