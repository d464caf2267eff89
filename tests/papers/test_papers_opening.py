"""立案审批表 as each regulation asks for it."""

from typing import Any

import pytest

from liuhen.kernel.canonical import Json
from liuhen.papers import form, render, wrong_fields
from papers.reading import pages_of, text_of
from papers.sheets import MOMENT, OPENING

WUHAN = ("base-penalty-law", "nhsa-order-4", "wuhan-ybj")
DONGXIHU = ("base-penalty-law", "dongxihu-wlj")
WENSHANG = ("base-penalty-law", "nhsa-order-4", "wenshang-ybj")
OPINIONS: Any = OPENING["opinions"]
TWO: dict[str, Json] = {**OPENING, "opinions": [OPINIONS[0], OPINIONS[-1]]}


def test_wuhan_asks_for_four_opinions_on_an_opening() -> None:
    assert "第十二条第二款" in wrong_fields(form("opening-approval", WUHAN), TWO)["opinions"]
    assert wrong_fields(form("opening-approval", WUHAN), OPENING) == {}


def test_dongxihu_asks_for_three_and_names_who_gives_them() -> None:
    assert wrong_fields(form("opening-approval", DONGXIHU), TWO) == {}
    told = text_of(render("opening-approval", TWO, moment=MOMENT, packs=DONGXIHU).pdf)
    assert "承办机构意见" in told
    assert "行政机关负责人意见" in told
    assert "处室负责人" not in told


def test_wenshang_asks_besides_for_the_cause_of_the_start_and_the_time() -> None:
    wrong = wrong_fields(form("opening-approval", WENSHANG), TWO)
    assert set(wrong) == {"reason", "started"}
    assert all("汶上县" in said and "第十条第一款" in said for said in wrong.values())


@pytest.mark.parametrize(
    ("packs", "sheet"),
    [
        (WUHAN, OPENING),
        (DONGXIHU, TWO),
        (WENSHANG, {**TWO, "reason": "检查发现疑点。", "started": "2026-09-08T01:15:00Z"}),
    ],
    ids=["wuhan", "dongxihu", "wenshang"],
)
def test_the_approval_of_an_ordinary_case_is_one_page(packs: tuple[str, ...], sheet: dict[str, Json]) -> None:
    assert len(pages_of(render("opening-approval", sheet, moment=MOMENT, packs=packs).pdf)) == 1
