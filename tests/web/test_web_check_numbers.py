"""文号登记簿: every number is there, with what carries it; whose case it is, only who may see that learns."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

import liuhen
from liuhen.office.guard import perform
from liuhen.office.payloads.organ import SERIES as SERIES_OF_OFFICE
from liuhen.office.payloads.organ import NumberingForm
from liuhen.papers import every_form
from liuhen.people.models import Account
from liuhen.people.officers import Officer
from liuhen.process.case.models import NumberTaken
from liuhen.queries.numbers import register
from process.bureau import PARTY, Play, at_ten, bureau, case, house, people

__all__ = ["at_ten", "bureau", "case", "house", "people"]
SERIES = "检通"
PLAN = {
    "reason": "special",
    "basis": "全市专项检查方案",
    "planned_on": "2026-11-23",
    "party": PARTY,
    "matters": "进销存和结算明细。",
}


def client(who: str) -> Client:
    signed_in = Client()
    signed_in.force_login(Account.objects.get(account=who))
    return signed_in


def notice(case: Play) -> int:
    told = {"legal_basis": "《医疗保障基金使用监督管理条例》第二十七条"}
    return case.do("zhou", "paper.finalised", form="inspection-notice", entered=told, another=True).seq


@pytest.fixture
def planned(case: Play) -> Play:
    """An inspection with two notices; the first was voided."""
    case.do("zhou", "inspection.planned", officer_ids=case.two, **PLAN)
    first = notice(case)
    case.do("zhou", "paper.voided", paper_seq=first, reason="检查日期写错。")
    notice(case)
    return case


def test_the_register_says_what_uses_each_number_and_why_one_is_void(planned: Play) -> None:
    page = client("zhou").get("/numbers", {"series": SERIES, "year": 2026}).content.decode()
    assert page.count("检通〔2026〕1号") == 1
    assert page.count("检通〔2026〕2号") == 2  # the last of its series, too
    assert "日作废：检查日期写错。" in page
    assert "行政检查通知书" in page


def test_who_may_not_see_the_case_learns_that_the_number_is_used_and_no_more(planned: Play) -> None:
    page = client("ding").get("/numbers", {"series": SERIES, "year": 2026}).content.decode()
    assert "检通〔2026〕1号" in page
    assert "他人办理的案件" in page
    assert [word for word in ("检查日期写错", f"/cases/{planned.case.ref}", "青禾") if word in page] == []


def test_a_number_that_nothing_carries_is_found_and_one_before_the_first_is_explained(planned: Play) -> None:
    NumberTaken.objects.filter(series=SERIES, number=1).delete()
    assert [(one.gaps, one.missing[0].skipped) for one in opened(planned)] == [(((1, 1, False),), False)]
    form = NumberingForm(series=SERIES, word="检通", year=2026, first=2, reason="沿用登记簿")
    perform("numbering.set", form, by=planned.people["feng"], key="numbering", channel="web")
    assert [(one.gaps, one.missing[0].skipped) for one in opened(planned)] == [((), True)]


def opened(case: Play) -> list[Any]:
    return [one for one in register(case.people["zhou"], year=2026).series if one.series == SERIES]


def test_the_workbook_has_every_number_and_runs_nothing(planned: Play) -> None:
    seq = notice(planned)
    planned.do("zhou", "paper.voided", paper_seq=seq, reason='=HYPERLINK("x")')
    answer = client("zhou").get("/numbers/file", {"year": 2026})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[7] for row in rows if "检通" in str(row[0])] == ["作废", "使用", "作废"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_an_empty_year_says_so(people: dict[str, Officer]) -> None:
    assert "还没有编出文号" in client("zhou").get("/numbers", {"year": 2019}).content.decode()


def test_every_series_that_the_program_counts_is_known_by_name() -> None:
    source = "".join(file.read_text("utf-8") for file in Path(liuhen.__file__).parent.rglob("*.py"))
    counted = set(re.findall(r'next_number\([^"()]*"([^"]+)"', source)) | set(re.findall(r'series="([^"]+)"', source))
    counted |= {one.numbering for one in every_form().values() if one.numbering}
    assert counted - set(SERIES_OF_OFFICE) == set()
    assert {"罚", "检通"} <= counted
