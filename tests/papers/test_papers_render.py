import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pikepdf
import pytest

from liuhen.kernel.canonical import canonical
from liuhen.kernel.digests import Digests, sha256
from liuhen.kernel.errors import NotFoundError
from liuhen.papers import form, render
from papers.reading import fonts_of, pages_of, squeezed, text_of
from papers.sheets import ALL, DECISION, INTERVIEW, MOMENT, OPENING, RECEIPT

every_form = pytest.mark.parametrize("form_id", sorted(ALL))


def leaves(value):
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from leaves(inner)


@every_form
def test_the_same_sheet_and_moment_give_the_same_bytes(form_id):
    first, second = (render(form_id, ALL[form_id], moment=MOMENT) for _ in range(2))
    assert first == second
    assert first.digests == Digests.of(first.pdf)
    assert first.fields_sha256 == sha256(canonical(ALL[form_id])).hex()


def test_another_process_gives_the_same_bytes_too():
    program = (
        "from papers.sheets import DECISION, MOMENT; from liuhen.papers import render; import sys;"
        "sys.stdout.write(render('decision', DECISION, moment=MOMENT).digests.sha256)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd="tests", capture_output=True, text=True, check=True)
    assert done.stdout == render("decision", DECISION, moment=MOMENT).digests.sha256


def test_another_moment_changes_the_document_date_and_nothing_on_the_page():
    now, later = (render("decision", DECISION, moment=MOMENT + timedelta(days=d)) for d in (0, 1))
    assert now.digests != later.digests
    assert text_of(now.pdf) == text_of(later.pdf)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="时区"):
        render("decision", DECISION, moment=datetime(2026, 11, 17))  # noqa: DTZ001


def test_an_unknown_form_is_refused():
    with pytest.raises(NotFoundError, match="文书目录"):
        render("fine-print", DECISION, moment=MOMENT)


@every_form
def test_every_text_of_the_sheet_is_on_the_paper(form_id):
    text = text_of(render(form_id, ALL[form_id], moment=MOMENT).pdf)
    names = {name for field in form(form_id).fields for name in field.options}
    absent = [one for one in leaves(ALL[form_id]) if one not in names and not one.startswith("2026-")]
    assert [one for one in absent if any(squeezed(line) not in text for line in one.splitlines())] == []


@every_form
def test_a_paper_says_that_it_is_pdf_a_2b_and_carries_what_that_asks(form_id):
    with pikepdf.open(io.BytesIO(render(form_id, ALL[form_id], moment=MOMENT).pdf)) as document:
        with document.open_metadata() as metadata:
            assert metadata.pdfa_status == "2B"
            assert metadata["xmp:CreateDate"].startswith("2026-11-17T07:20:00")
        assert "/DestOutputProfile" in document.Root.OutputIntents[0]
        assert not document.is_encrypted
        assert "/JavaScript" not in document.Root.get("/Names", {})


@every_form
def test_every_face_is_embedded_and_comes_from_our_folder(form_id):
    fonts = fonts_of(render(form_id, ALL[form_id], moment=MOMENT).pdf)
    assert all(embedded for _, embedded in fonts)
    assert all(any(ours in name for ours in ("Fandol", "Noto", "HanaMin")) for name, _ in fonts)


@every_form
def test_pages_are_numbered_and_carry_the_check_code(form_id):
    paper = render(form_id, ALL[form_id], moment=MOMENT, check_code="7Q4K-92MD-XF")
    pages = pages_of(paper.pdf)
    assert len(pages) == paper.pages
    for number, page in enumerate(pages, start=1):
        assert f"第{number}页共{paper.pages}页" in page
        assert "校验码7Q4K-92MD-XF" in page


def test_without_a_check_code_the_foot_does_not_promise_one():
    assert "校验码" not in text_of(render("decision", DECISION, moment=MOMENT).pdf)


def test_amounts_stand_in_figures_and_in_capitals():
    text = text_of(render("decision", {**DECISION, "fine_fen": 2_000_001}, moment=MOMENT).pdf)
    assert "罚款：人民币贰万元零壹分（¥20,000.01）" in text


def test_no_fine_is_printed_where_there_is_none():
    text = text_of(render("decision", {**DECISION, "fine_fen": 0}, moment=MOMENT).pdf)
    assert "（二）责令退回医疗保障基金" in text
    assert "（三）" not in text
    assert "罚款缴纳期限" not in text


def test_a_decision_without_penalty_has_its_own_name():
    sheet = {**DECISION, "result": "none", "correction": None, "how": "", "fine_fen": None, "refund_fen": None}
    assert "不予行政处罚决定书" in text_of(render("decision", sheet, moment=MOMENT).pdf)


def test_moments_are_written_in_beijing_time():
    assert "2026年11月17日15时20分" in text_of(render("service-receipt", RECEIPT, moment=MOMENT).pdf)
    late = {**RECEIPT, "served_at": "2026-11-17T16:05:00Z"}
    assert "2026年11月18日0时05分" in text_of(render("service-receipt", late, moment=MOMENT).pdf)


def test_the_opening_approval_shows_every_opinion_with_name_and_date():
    text = text_of(render("opening-approval", OPENING, moment=MOMENT).pdf)
    signed = (
        ("许嘉", "2026年9月4日"),
        ("吴思齐", "2026年9月4日"),
        ("孙曼（受方平委托）", "2026年9月7日"),
        ("顾岚", "2026年9月8日"),
    )
    for name, day in signed:
        assert f"签名：{name}{day}" in text


def test_every_page_of_a_long_interview_has_a_line_to_sign():
    questions = [{"q": f"第{n}个问题，请说明。", "a": "我的回答如下，没有补充。" * 5} for n in range(60)]
    paper = render("interview", {**INTERVIEW, "questions": questions}, moment=MOMENT)
    assert paper.pages > 4
    assert all("被询问人（逐页签名）：" in page for page in pages_of(paper.pdf))


def test_an_interview_in_which_no_certificate_was_shown_does_not_claim_it():
    text = text_of(render("interview", {**INTERVIEW, "certificate_shown": False}, moment=MOMENT).pdf)
    assert "说明身份并出示执法证件" not in text


def test_threads_share_the_compiler_and_keep_their_sheets_apart():
    sheets = [{**RECEIPT, "remark": f"第{number}份备注"} for number in range(24)]
    with ThreadPoolExecutor(6) as pool:
        papers = list(pool.map(lambda sheet: render("service-receipt", sheet, moment=MOMENT), sheets))
    assert all(f"第{number}份备注" in text_of(paper.pdf) for number, paper in enumerate(papers))


def test_a_moment_with_microseconds_dates_the_paper_to_its_second():
    exact = MOMENT.replace(microsecond=0)
    given = render("decision", DECISION, moment=exact.replace(microsecond=123_456))
    assert given.pdf == render("decision", DECISION, moment=exact).pdf
