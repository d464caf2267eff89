"""The official text of a regulation: read from three kinds of file, cut into articles, attached as an act."""

import io
import zipfile

import pytest

from liuhen.kernel.errors import BadInputError, NotAllowedError, NotFoundError
from liuhen.ledger import body_of
from liuhen.office.articles import key_of, label_of, number, official, split
from liuhen.office.guard import perform
from liuhen.office.official_text import LARGEST, WORDS, articles_of, read_official
from liuhen.office.payloads.official_text import OfficialTextAttached, OfficialTextForm
from liuhen.people.officers import Officer
from liuhen.process.case.uploads import receive

TEXT = """某市某局记录办法（示例）
第一章 总则
第一条　为了试验，写这一条。
第二条 本条有两款。
第二款在这里，提到第十二条。
第二章 归档
第十条之一：另起一条。
（一）甲；
（二）乙。
"""
SECTIONED = "意见（示例）\n一、总的要求\n话。\n（一）甲\n1.子\n2.丑\n（二）乙\n二、分工\n（三）丙"
_WORD = '<w:document xmlns:w="urn:x"><w:body>{}</w:body></w:document>'


def docx(*paragraphs: str, head: str = "") -> bytes:
    held = io.BytesIO()
    body = "".join(f"<w:p><w:r><w:t>{one}</w:t><w:tab/></w:r></w:p>" for one in paragraphs)
    with zipfile.ZipFile(held, "w") as package:
        package.writestr(WORDS, head + _WORD.format(body))
    return held.getvalue()


@pytest.mark.parametrize(
    ("cited", "key"),
    [
        ("第十二条第二款", (12,)),
        ("第四条至第六条", (4,)),
        ("第一百零五条之一", (105, 1)),
        ("四（二）2", (4, 2, 2)),
        ("第（六）项", (0, 6)),
        ("附件", (10**6,)),
    ],
)
def test_an_article_has_a_place_in_its_regulation(cited: str, key: tuple[int, ...]) -> None:
    assert key_of(cited) == key


def test_numerals_are_read_as_people_write_them() -> None:
    assert [number(one) for one in ("十", "二十一", "一百二十", "一千零三", "35")] == [10, 21, 120, 1003, 35]


def test_a_label_is_the_article_without_its_paragraph() -> None:
    assert label_of("复议法第二十条第一款") == "复议法第二十条" and label_of("四（二）2") == "四（二）2"


def test_a_text_is_cut_at_its_articles_not_where_one_is_mentioned() -> None:
    found = split(TEXT)
    assert [one.label for one in found] == ["第一条", "第二条", "第十条之一"]
    assert found[1].lines == ("本条有两款。", "第二款在这里，提到第十二条。")
    assert (found[2].chapter, found[2].key) == ("第二章 归档", (10, 1))


def test_a_text_without_articles_is_cut_at_its_sections() -> None:
    found = split(SECTIONED)
    assert [one.label for one in found] == ["一", "一（一）", "一（一）1", "一（一）2", "一（二）", "二", "二（三）"]
    assert official(found, (1, 1, 9)) is found[1] and official(found, (0, 3)) is found[6]
    assert official(found, (7,)) is None and split("没有编号") == ()


@pytest.mark.parametrize("content", [TEXT.encode(), TEXT.encode("gb18030"), ("\ufeff" + TEXT).encode()])
def test_plain_text_is_read_whatever_its_encoding(content: bytes) -> None:
    assert [one.label for one in split(read_official(content))] == ["第一条", "第二条", "第十条之一"]


def test_markdown_and_word_are_read_as_text() -> None:
    assert split(read_official("## 第一条\n**甲**".encode()))[0].lines == ("甲",)
    assert split(read_official(docx("第一条 甲", "乙")))[0].lines == ("甲", "乙")


@pytest.mark.parametrize(
    "content",
    [
        b"a\0b",
        b"\xff\xfe\xff" * 9,
        b"x" * (LARGEST + 1),
        b"PK\x03\x04 broken",
        docx("甲")[:-30],
        docx("甲", head='<!DOCTYPE a [<!ENTITY x "甲">]>'),
        docx("<甲"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(content: bytes) -> None:
    with pytest.raises(BadInputError) as refused:
        read_official(content)
    assert refused.value.remedy and "file" in refused.value.fields


def sent(people: dict[str, Officer], content: bytes) -> str:
    return receive([content], name="办法.txt", by=people["wu"]).sha256


def test_attaching_leaves_an_entry_with_the_digest_of_the_file(people: dict[str, Officer]) -> None:
    form = OfficialTextForm(pack="wuhan-ybj", file=sent(people, TEXT.encode()), name="示例文本", reason="自拟")
    done = perform("official_text.attached", form, by=people["wu"], key="k", channel="web")
    body = body_of(done.entry)
    assert isinstance(body, OfficialTextAttached)
    assert (body.file, body.articles, len(articles_of(body.file))) == (form.file, 3, 3)


@pytest.mark.parametrize(("pack", "content"), [("nowhere", TEXT.encode()), ("wuhan-ybj", "没有编号".encode())])
def test_a_text_of_no_pack_or_without_articles_is_not_attached(
    people: dict[str, Officer], pack: str, content: bytes
) -> None:
    form = OfficialTextForm(pack=pack, file=sent(people, content), name="示例文本", reason="自拟")
    with pytest.raises(BadInputError):
        perform("official_text.attached", form, by=people["wu"], key="k", channel="web")


def test_only_legal_review_attaches_a_text(people: dict[str, Officer]) -> None:
    form = OfficialTextForm(pack="wuhan-ybj", file="0" * 64, name="示例文本", reason="自拟")
    with pytest.raises(NotAllowedError):
        perform("official_text.attached", form, by=people["zhou"], key="k", channel="web")
    with pytest.raises((BadInputError, NotFoundError)):
        perform("official_text.attached", form, by=people["wu"], key="k", channel="web")
