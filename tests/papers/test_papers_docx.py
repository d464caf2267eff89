"""An organ's own .docx form: filled like the paper itself, and refused where it holds what no form needs."""

import io
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from docx import Document

from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.papers import docx_pdf, form
from liuhen.papers.docx import LARGEST, checked, filled
from papers.sheets import INTERVIEW

FORM = form("interview")
TAGS = (
    "被询问人：{{ subject_name }}",
    "{%p for one in questions %}",
    "问：{{ one.q }} 答：{{ one.a }}",
    "{%p endfor %}",
)


def own(*lines: str, **more: bytes) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return with_parts(
        out.getvalue(), {name.replace("__", "/").replace("_dot_", "."): told for name, told in more.items()}
    )


def with_parts(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        for name, told in parts.items():
            package.writestr(name, told)
    return out.getvalue()


def words(content: bytes) -> str:
    return "\n".join(one.text for one in Document(io.BytesIO(content)).paragraphs)


def refusal(content: bytes) -> str:
    with pytest.raises(BadInputError) as refused:
        checked(content, FORM)
    return refused.value.message


def test_an_own_form_is_filled_from_the_sheet_and_the_same_each_time() -> None:
    assert checked(own(*TAGS), FORM) == ("questions", "subject_name")
    made = filled(own(*TAGS), FORM, INTERVIEW)
    assert "被询问人：林某" in words(made)
    assert words(made).count("问：") == len(INTERVIEW["questions"])  # type: ignore[arg-type]
    assert made == filled(own(*TAGS), FORM, INTERVIEW)


def test_words_that_look_like_markup_stay_words() -> None:
    made = filled(own(*TAGS), FORM, {**INTERVIEW, "subject_name": "甲<乙>&{{ place }}"})
    assert "被询问人：甲<乙>&{{ place }}" in words(made)


def test_a_field_that_the_paper_does_not_have_is_named() -> None:
    assert "nobody" in refusal(own("{{ nobody }}"))
    assert "one.x" in refusal(own("{%p for one in questions %}", "{{ one.x }}", "{%p endfor %}"))
    assert "没有一处" in refusal(own("没有标记"))


@pytest.mark.parametrize(
    "tag",
    ["{{ organ.__class__ }}", "{{ cycler() }}", "{{ organ|upper }}", "{% set a = 1 %}{{ organ }}", "{{ organ * 9 }}"],
)
def test_nothing_but_fields_loops_and_conditions_stands_in_a_form(tag: str) -> None:
    assert "不能用" in refusal(own(tag))


def test_a_mark_that_is_not_closed_is_said() -> None:
    assert "标记写得不对" in refusal(own("{% if organ %}"))


@pytest.mark.parametrize(
    ("name", "told", "said"),
    [
        ("word/vbaProject.bin", b"x", "宏"),
        ("word/embeddings/a.xlsx", b"x", "嵌入"),
        ("word/_rels/x.xml.rels", b'<Relationship TargetMode="External" Target="http://x.example/"/>', "外部"),
        ("word/x.xml", b"<w:instrText>INCLUDETEXT c:/x</w:instrText>", "外部"),
        ("word/y.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", "声明"),
        ("docProps/custom.xml", b"<a>{% for a in b %}</a>", "属性"),
        ("word/big.xml", b"0" * 31_000_000, "展开后太大"),
    ],
)
def test_what_no_form_needs_is_refused(name: str, told: bytes, said: str) -> None:
    assert said in refusal(with_parts(own(*TAGS), {name: told}))


def test_what_is_no_document_is_refused() -> None:
    assert "不是 Word 文档" in refusal(b"PK\x03\x04nothing")
    assert "不是 Word 文档" in refusal(b"%PDF-1.7")
    assert "太大" in refusal(b"0" * (LARGEST + 1))


def test_a_pdf_is_made_where_libreoffice_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not docx_pdf.can_convert()
    with pytest.raises(UnusableError, match="没有做成 PDF"):
        docx_pdf.converted(b"x")
    program = tmp_path / "soffice"
    program.write_text('#!/bin/sh\nfor last in "$@"; do :; done\nprintf "%%PDF" > paper.pdf\n')
    program.chmod(0o755)
    assert docx_pdf.converted(b"x") == b"%PDF"
    program.write_text("#!/bin/sh\nexit 3\n")
    with pytest.raises(UnusableError):
        docx_pdf.converted(b"x")
    assert os.environ["PATH"] == str(tmp_path)
