"""调查取证、证据与措施、行政强制: long lists, what a copy of evidence says, and which measure gets which paper."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.conf import settings

from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.papers import form, render, wrong_fields
from liuhen.process.case import papers
from papers.reading import pages_of, squeezed, text_of
from papers.sheets import CASE, MOMENT, OFFICERS
from process.bureau import AT, MINUTE, Play, at_ten, bureau, case, house, people

__all__ = ["at_ten", "bureau", "case", "house", "people"]

THINGS: list[dict[str, Any]] = [
    {"name": f"第{n}种药品（䶮记𠮷号）", "number": f"批号 25{n:04d}", "quantity": n, "unit": "盒", "place": "一号库"}
    for n in range(1, 301)
]
LIST = {
    **CASE,
    "party_name": "青禾药店（示例）",
    "decision_no": "江医保强〔2026〕1号",
    "keeper": "本机关扣押物品库",
    "place": "青禾街 21 号",
    "started": "2026-11-17T01:00:00Z",
    "ended": "2026-11-17T06:00:00Z",
    "officers": [{"name": "周明远"}, {"name": "何静"}],
    "items": THINGS,
    "party_signed": "refused",
    "witness": "社区工作人员梅某",
}
SLIP = {
    **CASE,
    "name": "进销存台账",
    "kind_of": "documentary",
    "origin": "collected",
    "source": "青禾药店（示例）财务室",
    "taken_on": "2026-11-17",
    "original": False,
    "same_as_original": True,
    "provider": "许某",
    "officers": OFFICERS,
}
MADE = {"method": "拷贝", "made_at": "2026-11-17", "maker": "何静"}
ITEMS = [{"name": "进销存账册", "quantity": 3, "unit": "册"}, {"name": "会计凭证", "quantity": 18, "unit": "本"}]
SCENE = {
    "place": "青禾街 21 号",
    "started": AT - 8 * MINUTE,
    "ended": AT - 2 * MINUTE,
    "certificate_shown": True,
    "items": ITEMS,
    "list_signed": True,
}
URGENT = {"object": "账册", "reason": "可能灭失。", "urgent": True, "notice_given": True}


def test_three_hundred_things_stand_in_order_under_a_head_on_every_page() -> None:
    pages = pages_of(render("seizure-list", LIST, moment=MOMENT).pdf)
    text = "".join(pages)
    places = [text.find(squeezed(one["name"])) for one in THINGS]
    assert -1 not in places
    assert places == sorted(places)
    assert [page for page in pages if "编号、规格" not in page and "种药品" in page] == []
    assert "以上共300项，以下空白" in text


def test_nobody_signs_a_list_on_a_page_without_words_of_it() -> None:
    for many in range(8, 26):
        last = pages_of(render("seizure-list", {**LIST, "items": THINGS[:many]}, moment=MOMENT).pdf)[-1]
        assert "当事人拒绝在清单上签名" in last


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "copy"),
        ({"original": True, "same_as_original": None}, "original"),
        ({"kind_of": "electronic", "same_as_original": None, **MADE}, "made"),
        ({"kind_of": "statement", "original": None, "same_as_original": None}, "said"),
    ],
)  # fmt: skip
def test_a_piece_of_evidence_says_what_it_is(told: Mapping[str, Any], said: str) -> None:
    text = text_of(render("evidence-slip", {**SLIP, **told}, moment=MOMENT).pdf)
    texts = form("evidence-slip").texts
    assert [name for name, words in texts.items() if squeezed(words) in text] == [said]


def test_a_copy_whose_maker_is_not_told_names_the_articles() -> None:
    wrong = wrong_fields(form("evidence-slip"), {**SLIP, "kind_of": "electronic"})
    assert wrong.keys() == {"method", "made_at", "maker"}
    assert all("第二十三条" in words for words in wrong.values())


def test_a_witness_has_a_place_to_sign_only_where_there_was_one() -> None:
    short = {**LIST, "items": THINGS[:3]}
    assert "见证人（社区工作人员梅某）" in text_of(render("seizure-list", short, moment=MOMENT).pdf)
    assert "见证人" not in text_of(render("seizure-list", {**short, "witness": None}, moment=MOMENT).pdf)


def test_what_is_decided_of_kept_evidence_is_named_as_on_its_list(case: Play) -> None:
    case.to("case.opened")
    kept = case.do("zhou", "evidence.registered", **SCENE, **URGENT, **both(case)).seq
    settled = {"of": kept, "items": [{"line": 2, "quantity": 7, "result": "returned"}], "reason": "已经复制。"}
    case.do("zhou", "evidence.settled", **settled)
    text = made(case, "registration-settlement")
    assert "会计凭证7本返还当事人" in text
    assert "其余证据继续登记保存" in text


def test_a_sealing_gets_its_own_decision_and_its_list_the_number_of_it(case: Play) -> None:
    case.to("case.opened")
    said = {
        "measure": "seal",
        "party": "青禾药店（示例）",
        "reason": "可能转移。",
        "from_day": AT.date(),
        "items": ITEMS,
    }
    case.do("zhou", "coercion.decided", **said, urgent=True)
    with pytest.raises(OutOfOrderError, match="查封（扣押）决定书"):
        case.do("zhou", "paper.finalised", form="seizure-decision")
    assert "江医保强〔2026〕1号" in made(case, "sealing-decision")
    decided = case.case.events("coercion.decided")[-1].seq
    case.do("zhou", "material.sealed", **SCENE, **both(case), urgent=True, decision_seq=decided)
    assert "江医保强〔2026〕1号" in made(case, "sealing-list")


def test_a_record_of_coercion_is_not_made_without_how_it_went(case: Play) -> None:
    case.to("case.opened").do("zhou", "material.sealed", **SCENE, **both(case), urgent=True)
    with pytest.raises(BadInputError) as caught:
        case.do("zhou", "paper.finalised", form="coercion-record")
    assert "行政强制法第十八条" in caught.value.fields["course"]


def both(case: Play) -> dict[str, list[str]]:
    """Return the two who handle the case, as forms take officers."""
    return {"officer_ids": [case.people["zhou"].id, case.people["he"].id]}


def made(case: Play, name: str) -> str:
    """Finalise a paper; return its text."""
    seq = case.do("zhou", "paper.finalised", form=name).seq
    digest = case.case.at(seq, papers.PaperFinalised)[1].file.sha256
    return text_of((settings.LIUHEN_PAPERS / digest[:2] / digest).read_bytes())
