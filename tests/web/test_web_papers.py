"""The page where a paper is made: what the case fills, what is typed, what is still missing, and how it looks."""

import re
from typing import Any

from django.test import Client

from liuhen.papers import every_form
from liuhen.people.models import Account
from liuhen.process.case.models import Paper
from liuhen.process.case.papers import FinaliseForm
from liuhen.web.forms.paper import PaperForm
from process.bureau import Play, at_ten, bureau, case, house, people
from web.clients import Desk

__all__ = ["at_ten", "bureau", "case", "house", "people"]


def at(case: Play, account: str) -> Desk:
    client = Client()
    client.force_login(Account.objects.get(account=account))
    desk = Desk(client)
    desk.ref = case.ref or ""
    return desk


def opened(case: Play) -> Desk:
    return at(case.to("case.opened"), "zhou")


def new(desk: Desk, form: str = "opening-approval", more: str = "") -> str:
    return f"/cases/{desk.ref}/papers/new/{form}{more}"


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_what_the_records_owe_in_paper_is_listed_with_a_button_each(case: Play) -> None:
    page = opened(case).page("/papers")
    assert "立案审批表" in page
    assert re.search(r'href="/cases/[^"]+/papers/new/opening-approval\?source=\d+"', page)


def test_the_case_leads_to_its_papers_and_the_general_form_to_the_page_of_one(case: Play) -> None:
    desk = opened(case)
    assert f'href="/cases/{desk.ref}/papers"' in desk.page()
    turned: Any = desk.get(f"/cases/{desk.ref}/acts/paper.finalised?form=opening-approval&of=6")
    assert turned.url == new(desk, more="?source=6")


def test_what_the_case_fills_stands_there_with_where_it_comes_from_beside_how_it_looks(case: Play) -> None:
    desk = opened(case)
    answer = desk.get(new(desk))
    page = said(answer)
    assert "由案件记录带出" in page
    assert "青禾药店（示例）" in page
    assert "data:image/png;base64," in page
    assert "img-src 'self' data:" in answer.headers["Content-Security-Policy"]


def test_a_preview_is_drawn_and_kept_nowhere(case: Play) -> None:
    desk = opened(case)
    answer = desk.client.post(new(desk, more="/preview"), {})
    assert "data:image/png;base64," in said(answer)
    assert "各栏齐全" in said(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert Paper.objects.count() == 0


def test_a_paper_is_finalised_from_its_page(case: Play) -> None:
    desk = opened(case)
    answer = desk.send(new(desk), {})
    assert re.fullmatch(rf"/cases/{desk.ref}/papers/\d+", answer.url), said(answer)
    assert Paper.objects.get().form == "opening-approval"
    assert "重新制作" in desk.page("/papers")


def test_one_request_makes_one_paper_and_an_old_page_is_told_what_happened_meanwhile(case: Play) -> None:
    desk = opened(case)
    hidden = desk.hidden(new(desk))
    answers = [desk.send(new(desk), {}, **hidden) for _ in range(2)]
    assert ([one.status_code for one in answers], Paper.objects.count()) == ([302, 302], 1)
    late = desk.send(new(desk), {}, **{**hidden, "key": "another-key-of-this-test"})
    assert late.status_code == 409
    assert "又记了 1 条" in said(late)


def test_who_may_not_make_a_paper_sees_no_preview_of_it(case: Play) -> None:
    desk = opened(case)
    chief = at(case, "chen")
    assert chief.get(new(desk)).status_code == 403
    assert chief.client.post(new(desk, more="/preview"), {}).status_code == 403
    assert at(case, "wu").get(new(desk)).status_code == 404


def test_what_was_typed_is_kept_and_comes_back(case: Play) -> None:
    desk = opened(case)
    path = re.search(r'action="([^"]+)"', desk.get(new(desk)).content.decode().split('id="entered"')[1])
    assert path is not None
    typed = {**desk.hidden(new(desk)), "late_reason": "补制这份文书"}
    assert desk.client.post(path[1], {**typed, "draft": "auto"}).json()["saved"]
    assert "已恢复草稿" in said(desk.get(path[1]))
    assert "补制这份文书" in said(desk.get(path[1]))
    assert f'href="{path[1]}"' in desk.get("/").content.decode()
    desk.client.post(path[1], {"draft": "drop"})
    assert "已恢复草稿" not in said(desk.get(path[1]))


def test_what_is_missing_is_named_with_its_article_and_what_was_typed_of_it_stays(case: Play) -> None:
    desk = at(case.to("archive.filed"), "zheng")
    page = said(desk.get(new(desk, "file-note")))
    assert "还缺" in page
    refused = desk.send(new(desk, "file-note"), {"entered.checker": "陈国栋"})
    assert refused.status_code == 422
    assert 'value="陈国栋"' in said(refused)
    wanting = next(one for one in every_form()["file-note"].fields if one.name == "missing")
    assert f"“{wanting.label}”没有填写（{wanting.article}）" in said(refused)
    rest = {"entered.checker": "陈国栋", "entered.missing": "无缺页。", "entered.state": "材料齐全。"}
    assert desk.send(new(desk, "file-note"), rest).status_code == 302
    assert Paper.objects.get().form == "file-note"


def test_every_paper_of_the_catalogue_can_be_filled_in_by_hand() -> None:
    for one in every_form().values():
        form = PaperForm.opened(one.fields, FinaliseForm.model_construct(form=one.id), expect=1)
        assert [node.path for node in form.fields] == [f"entered.{field.name}" for field in one.fields]
        assert form.sheet() == {}
