import random
import re

import pytest

from liuhen.kernel.errors import BadInputError
from liuhen.papers import form, render, wrong_fields
from papers.reading import fonts_of, pages_of, squeezed, text_of
from papers.sheets import ALL, DECISION, INTERVIEW, MOMENT, OPENING, RECEIPT

MARKUP = [
    "#panic()",
    "*x* _y_ `z`",
    "$x^2$ = 黑体 <label> @ref",
    "#let a = 1; #a",
    r"\#\*\u{41}",
    "]#panic()[",
    '"); panic("',
    "https://x.invalid // 注",
    "--- ... ~ -?",
]
RARE = "𠮷䶮㙍𬭎𪚥"


@pytest.mark.parametrize("name", MARKUP)
def test_markup_in_a_name_prints_as_it_was_typed(name):
    assert squeezed(name) in text_of(render("decision", {**DECISION, "party_name": name}, moment=MOMENT).pdf)


def test_markup_in_every_field_of_every_form_is_only_text():
    for form_id, sheet in ALL.items():
        texts = {f.name: "#panic() *x*" for f in form(form_id).fields if f.kind in {"text", "paragraphs"}}
        assert "#panic()*x*" in text_of(render(form_id, {**sheet, **texts}, moment=MOMENT).pdf)


def test_rare_characters_print_with_a_fallback_face():
    paper = render("decision", {**DECISION, "party_representative": RARE}, moment=MOMENT)
    assert RARE in text_of(paper.pdf)
    assert any("HanaMin" in name for name, _ in fonts_of(paper.pdf))


@pytest.mark.parametrize("sign", ["￥", "幹", "誠", "準"])
def test_signs_that_fandol_draws_wrongly_come_from_noto(sign):
    plain = {name for name, _ in fonts_of(render("service-receipt", {**RECEIPT, "remark": "岸"}, moment=MOMENT).pdf)}
    paper = render("service-receipt", {**RECEIPT, "remark": sign}, moment=MOMENT)
    assert sign in text_of(paper.pdf)
    fandol = {name for name, _ in fonts_of(paper.pdf) if "Fandol" in name}
    assert fandol <= plain, "the sign added a glyph to a Fandol face"


def test_a_character_in_no_face_is_named_with_its_field():
    questions = [{"q": "请看？", "a": "看了𰀀字招牌。"}]
    with pytest.raises(BadInputError, match=r"U\+30000") as caught:
        render("interview", {**INTERVIEW, "questions": questions}, moment=MOMENT)
    assert list(caught.value.fields) == ["questions.0.a"]


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\u202e", "\u2066", "\ud800"])
def test_characters_that_would_deceive_or_break_are_refused(char):
    wrong = wrong_fields(form("decision"), {**DECISION, "party_name": f"东岸{char}药房"})
    assert "第 3 个字符" in wrong["party_name"]


def test_ten_thousand_characters_of_facts_all_print():
    picked = random.Random(7)
    han = [bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFA)]
    facts = "".join(picked.choices(han, k=10_000))
    paper = render("decision", {**DECISION, "facts": facts}, moment=MOMENT)
    assert paper.pages > 15
    assert facts in text_of(paper.pdf)


def test_a_full_page_holds_22_lines_of_28_characters():
    pages = pages_of(render("decision", {**DECISION, "facts": "字" * 3_000}, moment=MOMENT).pdf)
    assert pages[1].count("字") == pages[2].count("字") == 22 * 28


def test_a_long_opinion_runs_over_the_page_and_loses_nothing():
    *before, last = OPENING["opinions"]
    opinions = [*before, {**last, "text": "同意立案并请依法办理。" * 300}]
    paper = render("opening-approval", {**OPENING, "opinions": opinions}, moment=MOMENT)
    assert paper.pages > 2
    assert text_of(paper.pdf).count("请依法办理") == 300


def test_a_name_of_two_hundred_characters_prints_whole():
    name = "江汉湖区云杉" * 33 + "诊所"
    for form_id, field in (("decision", "party_name"), ("opening-approval", "party_name")):
        paper = render(form_id, {**ALL[form_id], field: name}, moment=MOMENT)
        assert text_of(paper.pdf).count("云杉") == 33


def test_headings_never_end_a_page():
    headings = re.compile(
        r"[一二三四五六七]、(案件事实和证据|陈述申辩和听证|裁量情形|法律依据|决定内容|履行方式和期限|救济途径和期限)第\d页"
    )
    for lines in range(40):
        sheet = {**DECISION, "facts": "\n".join(["事实一行。"] * (lines + 1))}
        assert [page for page in pages_of(render("decision", sheet, moment=MOMENT).pdf) if headings.search(page)] == []


def test_the_seal_never_stands_on_a_page_without_text():
    for lines in range(30):
        sheet = {**DECISION, "facts": "\n".join(["事实一行。"] * (lines + 1))}
        sealed = next(page for page in pages_of(render("decision", sheet, moment=MOMENT).pdf) if "（印章）" in page)
        assert "不停止执行。" in sealed


@pytest.mark.parametrize(
    ("form_id", "field", "sign", "last"),
    [
        ("inspection", "findings", "检查人（周明远）：", "末行。"),
        ("prior-notice", "facts", "接收人签名或者盖章：", "听证的费用由本机关承担。"),
        ("conclusion", "other", "承办人（周明远）：", "末行。"),
        ("rights-notice", "cause", "接收人（林某）：", "告知时间："),
    ],
)
def test_nobody_signs_a_page_without_text(form_id, field, sign, last):
    for lines in range(0, 30, 2):
        text = ("事实一行，" * 4 * lines if field == "cause" else "事实一行。\n" * lines) + "末行。"
        pages = pages_of(
            render(form_id, {**ALL[form_id], field: text[-390:] if field == "cause" else text}, moment=MOMENT).pdf
        )
        assert all(last in page for page in pages if sign in page)


def test_a_notice_of_all_four_rights_fits_one_page():
    sheet = {**ALL["rights-notice"], "rights": ["陈述", "申辩", "回避", "听证"]}
    assert render("rights-notice", sheet, moment=MOMENT).pages == 1


def test_a_right_that_was_not_told_is_not_on_the_notice():
    text = text_of(render("rights-notice", {**ALL["rights-notice"], "rights": ["陈述"]}, moment=MOMENT).pdf)
    assert "（一）陈述" in text
    assert "申请回避" not in text


def test_only_rights_that_exist_can_be_told():
    wrong = wrong_fields(form("rights-notice"), {**ALL["rights-notice"], "rights": ["陈述", "沉默"]})
    assert "不在可选的范围内" in wrong["rights"]
    assert "形式不对" in wrong_fields(form("rights-notice"), {**ALL["rights-notice"], "rights": "陈述"})["rights"]


def test_a_question_stays_with_its_answer():
    for filler in range(25):
        questions = [{"q": "甲？", "a": "乙。\n" * (filler + 1)}, {"q": "末问？", "a": "末答。"}]
        pages = pages_of(render("interview", {**INTERVIEW, "questions": questions}, moment=MOMENT).pdf)
        assert any("问：末问？答：末答。" in page for page in pages)


def test_an_empty_sheet_names_every_field_with_the_article_that_asks():
    with pytest.raises(BadInputError) as caught:
        render("decision", {}, moment=MOMENT)
    assert "行政处罚法第五十九条第一款第二项" in caught.value.fields["facts"]
    asked = {field.name for field in form("decision").fields if field.required}
    assert set(caught.value.fields) == asked


def test_blank_text_counts_as_missing():
    assert "没有填写" in wrong_fields(form("decision"), {**DECISION, "facts": " \n\u3000"})["facts"]


def test_a_penalty_needs_its_correction_order_and_no_penalty_does_not():
    sheet = {**DECISION, "correction": ""}
    assert "第十三条" in wrong_fields(form("decision"), sheet)["correction"]
    assert wrong_fields(form("decision"), {**sheet, "result": "none"}) == {}


def test_an_interview_by_one_officer_is_refused_with_its_article():
    wrong = wrong_fields(form("interview"), {**INTERVIEW, "officers": INTERVIEW["officers"][:1]})
    assert "第四十二条" in wrong["officers"]


def test_an_inner_field_is_named_by_its_path():
    officers = [{"name": "周明远", "certificate": ""}, {"name": "何静", "certificate": "17010031"}]
    assert list(wrong_fields(form("interview"), {**INTERVIEW, "officers": officers})) == ["officers.0.certificate"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("fine_fen", -1),
        ("fine_fen", 10.5),
        ("fine_fen", True),
        ("fine_fen", "100"),
        ("decided_on", "2026-02-30"),
        ("decided_on", "2026-11-13T09:00:00"),
        ("decided_on", 20261113),
        ("result", "fine"),
        ("correction_days", -3),
        ("facts", ["一", "二"]),
        ("facts", "字" * 40_001),
        ("party_name", "名" * 401),
        ("seal", "有"),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_printed(field, value):
    with pytest.raises(BadInputError) as caught:
        render("decision", {**DECISION, field: value}, moment=MOMENT)
    assert list(caught.value.fields) == [field]
