"""An organ's own form as PDF by the real LibreOffice, where it is; elsewhere the product says that it is not there.

LibreOffice is larger than all that the tests ask of a machine, so `make test` does not install it. Without it the other
half is tested for real: the page and the refusal say so. Tried with LibreOffice 7.4 (Debian 12).
"""

import io

import pikepdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from liuhen.kernel.errors import UnusableError
from liuhen.papers import docx_pdf, form
from liuhen.papers.docx import filled
from papers.reading import fonts_of, text_of
from papers.sheets import INTERVIEW


def own(face: str) -> bytes:
    """A form as a clerk writes it in Word: a face that no server has, a table, questions one below another."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = face, Pt(16)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), face)
    for line in ("被询问人：{{ subject_name }}", "{%p for one in questions %}", "问：{{ one.q }}", "答：{{ one.a }}"):
        document.add_paragraph(line)
    document.add_paragraph("{%p endfor %}")
    document.add_table(rows=1, cols=1).cell(0, 0).text = "单位：{{ organ }}"
    out = io.BytesIO()
    document.save(out)
    return filled(out.getvalue(), form("interview"), {**INTERVIEW, "subject_name": "林喆镕"})


def converted_or_refused(face: str) -> bytes | None:
    """The PDF, or None where LibreOffice is not there and that was said."""
    content = own(face)
    if docx_pdf.can_convert():
        return docx_pdf.converted(content)
    with pytest.raises(UnusableError, match="没有做成 PDF") as refused:
        docx_pdf.converted(content)
    assert "没有安装 LibreOffice" in refused.value.why
    return None


@pytest.mark.parametrize(
    ("face", "drawn"), [("仿宋_GB2312", "FandolFang"), ("方正小标宋简体", "FandolSong"), ("楷体", "FandolKai")]
)
def test_an_own_form_is_a_chinese_pdf_in_the_faces_of_the_papers(face: str, drawn: str) -> None:
    made = converted_or_refused(face)
    if made is None:
        return
    told = text_of(made)
    assert "被询问人：林喆镕" in told
    assert told.count("问：") == len(INTERVIEW["questions"])  # type: ignore[arg-type]
    assert "单位：江汉湖区医疗保障局（示例）" in told
    faces = fonts_of(made)
    assert any(drawn in name for name, _ in faces)
    assert all(embedded for _, embedded in faces)
    assert not [name for name, _ in faces if "Sans" in name]  # what a server draws rare signs with by itself


def test_it_says_that_it_is_pdf_a_2b() -> None:
    made = converted_or_refused("宋体")
    if made is None:
        return
    with pikepdf.open(io.BytesIO(made)) as document, document.open_metadata() as told:
        assert told.pdfa_status == "2B"
