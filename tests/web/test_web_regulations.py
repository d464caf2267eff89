"""规程 as a person at a browser meets it: the shelf, rules beside articles, clashes, the calendar, a rule on a case."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuhen.office.models import CalendarYear, History
from liuhen.rulebook.place import ids, shelves
from web.clients import Desk

Sits = Callable[[str], Desk]
EVERYBODY = ("zhoumingyuan", "qianlixin", "chenguodong", "wusiqi", "zhengxiaoyu", "fengyiming", "jiangning")
TEXT = "示例文本\n第一章 总则\n第十二条　自拟的示例条文，专供查找琉璃二字。\n第二十六条　存储。"
YEAR = """种类,名称,首日,末日
年份,2027,,
依据,《示例通知》,,
放假,元旦,2027-01-01,2027-01-03
上班,,2027-01-09,
"""


def words(answer: Any) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())


def read(desk: Desk, path: str, status: int = 200) -> str:
    answer = desk.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return words(answer)


def test_everybody_reads_the_library(sits: Sits) -> None:
    for desk in map(sits, EVERYBODY):
        for path in ("/regulations", "/regulations/wuhan-ybj", "/regulations/clashes", "/regulations/calendar"):
            assert "规程" in read(desk, path)


def test_nobody_reads_it_without_signing_in(sits: Sits) -> None:
    del sits
    from django.test import Client  # noqa: PLC0415

    assert Client().get("/regulations").status_code == 302


def test_every_pack_on_the_shelf_opens_and_shows_no_programmers_word(sits: Sits) -> None:
    desk = sits("zhoumingyuan")
    for pack in ids(shelves()):
        told = read(desk, f"/regulations/{pack}")
        assert not re.search(r"\b[a-z]+_[a-z]+\b|\b[a-z]+\.[a-z]+\b", told), pack


def test_every_rule_has_a_page_of_its_own(sits: Sits) -> None:
    desk = sits("zhoumingyuan")
    page = desk.get("/regulations/wuhan-ybj").content.decode()
    links = dict.fromkeys(re.findall(r'href="(/regulations/wuhan-ybj/rules/[^"?]+)"', page))
    assert len(links) > 20
    assert {desk.get(link).status_code for link in list(links)[::4]} == {200}


def test_rules_stand_in_the_order_of_their_articles(sits: Sits) -> None:
    page = sits("zhoumingyuan").get("/regulations/wuhan-ybj").content.decode()
    found = re.findall(r'<h2 id="article-\d+">([^<]+)</h2>', page)
    assert found.index("第三条") < found.index("第十二条") < found.index("第二十六条")


def test_what_another_rule_overrides_says_so_and_why(sits: Sits) -> None:
    told = read(sits("zhoumingyuan"), "/regulations/wuhan-ybj/rules/W3-1")
    assert "改写" in told and "令第4号第三十五条" in told


def test_two_characters_find_a_rule(sits: Sits) -> None:
    desk = sits("zhoumingyuan")
    searched = {text: read(desk, f"/regulations?text={text}") for text in ("立案", "琉璃", "第二十六条")}
    found = [text for text, told in searched.items() if "没有找到" not in told]
    assert found == ["立案", "第二十六条"]


def test_rules_are_narrowed_by_kind_and_holder(sits: Sits) -> None:
    told = read(sits("zhoumingyuan"), "/regulations/wuhan-ybj?form=deadline&holder=承办人")
    assert "中找到" in told and "武汉办法第三条" not in told


def test_no_pack_and_no_rule_are_said_to_be_missing(sits: Sits) -> None:
    desk = sits("zhoumingyuan")
    for path in ("/regulations/nowhere", "/regulations/wuhan-ybj/rules/W99-9", "/regulations/nhsa-order-4/rules/W12-1"):
        read(desk, path, 404)
    read(desk, "/regulations/wuhan-ybj/difference?with=nowhere", 404)


def test_a_pack_with_a_fault_is_named_with_file_and_line_and_is_not_half_read(
    sits: Sits, settings: LazySettings, tmp_path: Path
) -> None:
    folder = tmp_path / "packs" / "broken-pack"
    folder.mkdir(parents=True)
    head = "id: broken-pack\ntitle: 示例办法\nshort: 示例\nversion: 1.0.0\nrank: normative_document\n"
    (folder / "pack.yaml").write_text(head, "utf-8")
    (folder / "rules.yaml").write_text("- id: Q1-1\n  form: recrod\n  article: 第一条\n  asks: 登记\n", "utf-8")
    settings.LIUHEN_PACKS = [tmp_path / "packs"]
    desk = sits("zhoumingyuan")
    told = read(desk, "/regulations")
    assert "broken-pack/rules.yaml第2行" in told and str(tmp_path) not in told
    assert "broken-pack/rules.yaml" in read(desk, "/regulations/broken-pack", 503)


def test_an_official_text_stands_beside_the_rules_and_is_found(sits: Sits) -> None:
    desk = sits("wusiqi")
    path = "/office/acts/official_text.attached?of=wuhan-ybj"
    told = {"pack": "wuhan-ybj", "name": "示例文本", "reason": "自拟"}
    answer = desk.send(path, {**told, "file": SimpleUploadedFile("办法.txt", TEXT.encode())})
    assert answer.status_code == 302, words(answer)
    assert "琉璃" in read(desk, "/regulations/wuhan-ybj") and "已附正式文本" in read(desk, "/regulations")
    assert "没有找到" not in read(desk, "/regulations?text=琉璃")
    assert "琉璃" in read(desk, "/regulations/wuhan-ybj/rules/W12-2")


def test_only_legal_review_is_offered_to_attach(sits: Sits) -> None:
    offered = [sits(who).get("/regulations/wuhan-ybj").content.decode() for who in ("wusiqi", "zhoumingyuan")]
    assert ["official_text.attached" in page for page in offered] == [True, False]


def test_a_reading_shows_who_picked_it_and_why(sits: Sits) -> None:
    desk = sits("wusiqi")
    page = desk.get("/regulations/clashes").content.decode()
    link = re.search(r'href="(/office/acts/choice.picked\?of=[^"]+)"', page)
    assert link is not None
    picked = link[1].split("of=")[1].replace("%2F", "/")
    assert desk.send(link[1], {"picked": picked, "reason": "集体研究决定"}).status_code == 302
    told = read(desk, "/regulations/clashes")
    assert "吴思齐" in told and "集体研究决定" in told


def test_a_pack_is_held_against_what_it_stands_on_and_against_another(sits: Sits) -> None:
    desk = sits("zhoumingyuan")
    assert "说法不同" in read(desk, "/regulations/wuhan-ybj/difference")
    assert "逐条对照" in read(desk, "/regulations/wuhan-ybj/difference?with=dongxihu-wlj")
    assert "没有（它不依据其他规程）" in read(desk, "/regulations/base-penalty-law/difference")


def test_a_version_once_adopted_can_be_held_against_the_present_one(sits: Sits) -> None:
    desk = sits("wusiqi")
    seq = History.objects.filter(kind="packs.adopted").values_list("seq", flat=True)[0]
    told = read(desk, f"/regulations/wuhan-ybj/difference?with=@{seq}")
    assert "两者没有不同" in told and "启用的版本" in told


def test_the_calendar_shows_what_is_arranged_and_says_what_is_not(sits: Sits) -> None:
    desk = sits("zhoumingyuan")
    told = read(desk, "/regulations/calendar/2026")
    assert "春节" in told and "随系统提供" in told and "248 个工作日" in told
    assert "还没有录入" in read(desk, "/regulations/calendar/2031")
    read(desk, "/regulations/calendar/1900", 404)


TERMS = (
    ("start=2026-02-13&time=16:00&count=2&unit=workdays", "最后一日：2026年2月24日"),
    ("start=2026-02-13&count=2&unit=workdays&spans=2026-02-24 至 2026-02-25", "最后一日：2026年2月26日"),
    ("start=2026-03-02&time=08:30&count=24&unit=hours", "期限届满：2026年3月3日08:30"),
    ("start=2026-09-26&count=5&unit=days&roll=none", "最后一日：2026年10月1日"),
    ("start=2026-12-30&count=9&unit=workdays", "尚未公布"),
)
UNREADABLE = (
    "start=&count=2",
    "start=2026-02-30&count=2",
    "start=2026-02-13&count=x",
    "start=2026-02-13&count=2&unit=weeks",
    "start=2026-02-13&count=99999999",
    "start=2026-02-13&count=2&roll=never",
    "start=2026-02-13&count=2&spans=某日",
    "start=2026-02-13&count=2&spans=2026-02-25 至 2026-02-24",
    "start=9999-02-13&count=2",
)


def test_a_term_is_counted_with_its_sums(sits: Sits) -> None:
    desk = sits("zhoumingyuan")
    for asked, said in TERMS:
        assert said in read(desk, f"/regulations/calendar/2026?{asked}"), asked


def test_a_term_that_cannot_be_read_is_said_to_be_so_beside_its_field(sits: Sits) -> None:
    desk = sits("zhoumingyuan")
    for asked in UNREADABLE:
        answer = desk.get(f"/regulations/calendar/2026?{asked}")
        assert answer.status_code == 422 and 'aria-invalid="true"' in answer.content.decode(), asked


def sent(desk: Desk, text: str) -> Any:
    return desk.client.post("/regulations/calendar/import", {"file": SimpleUploadedFile("2027.csv", text.encode())})


def hidden(answer: Any) -> dict[str, str]:
    page = answer.content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("key", "told")}  # type: ignore[index]


def test_a_years_arrangement_is_looked_at_first_and_then_entered(sits: Sits) -> None:
    desk = sits("wusiqi")
    looked = sent(desk, YEAR)
    assert "核对无误" in words(looked) and not CalendarYear.objects.exists()
    done = desk.client.post("/regulations/calendar/import", {**hidden(looked), "enter": "1"})
    assert done.status_code == 302
    assert "本单位录入" in read(desk, "/regulations/calendar/2027")


def test_the_faults_of_an_arrangement_are_named_by_line(sits: Sits) -> None:
    answer = sent(sits("wusiqi"), YEAR.replace("2027-01-09", "2027-01-11"))
    assert answer.status_code == 422 and "第 5 行" in words(answer) and 'name="told"' not in answer.content.decode()


def test_an_arrangement_is_entered_by_legal_review_alone(sits: Sits) -> None:
    assert sits("zhoumingyuan").get("/regulations/calendar/import").status_code == 403
    desk = sits("wusiqi")
    told = hidden(sent(desk, YEAR))
    told["told"] = told["told"][:-2] + "xx"
    assert desk.client.post("/regulations/calendar/import", {**told, "enter": "1"}).status_code == 422
    assert desk.client.post("/regulations/calendar/import", {}).status_code == 422


def test_a_rule_is_tried_on_a_case_with_its_sums(handler: Desk) -> None:
    told = read(handler, f"/regulations/nhsa-order-4/rules/L4-14?case={handler.ref}")
    assert "怎么算的" in told and "起算" in told and "第 1 条" in told


def test_a_rule_that_does_not_apply_says_why(handler: Desk) -> None:
    told = read(handler, f"/regulations/wuhan-ybj/rules/W26-2?case={handler.ref}")
    assert "不适用" in told and "没有引起本条的记录" in told
    assert "不就单个案件下结论" in read(handler, f"/regulations/wuhan-ybj/rules/W3-1?case={handler.ref}")


def test_a_rule_that_the_organ_does_not_work_by_is_tried_as_its_pack_says(handler: Desk) -> None:
    told = read(handler, f"/regulations/dongxihu-wlj/rules/D12-1?case={handler.ref}")
    assert "没有启用这部规程" in told


def test_who_sees_no_case_is_offered_none_to_try(sits: Sits, handler: Desk) -> None:
    told = read(sits("fengyiming"), "/regulations/nhsa-order-4/rules/L4-14")
    assert "没有您可以看的案件" in told and handler.ref not in told


def test_a_case_is_held_against_every_rule(handler: Desk) -> None:
    told = read(handler, f"/cases/{handler.ref}/rules")
    assert "不适用" in told and "没有引起本条的记录" in told and "应记" in told


def test_a_case_of_others_is_not_there_to_try(sits: Sits, handler: Desk) -> None:
    other = sits("wusiqi")
    read(other, f"/regulations/nhsa-order-4/rules/L4-14?case={handler.ref}", 404)
    read(other, f"/cases/{handler.ref}/rules", 404)
    assert handler.ref not in other.get("/regulations/nhsa-order-4/rules/L4-14").content.decode()


def test_pages_ask_the_database_as_often_for_many_rules_as_for_few(handler: Desk) -> None:
    def asked(path: str) -> int:
        handler.get(path)
        with CaptureQueriesContext(connection) as caught:
            assert handler.get(path).status_code == 200
        return len(caught)

    small, large = asked("/regulations/crime-transfer"), asked("/regulations/wuhan-ybj")
    assert small == large <= 25
    assert asked("/regulations") <= 25 and asked("/regulations/clashes") <= 25
