"""The official text of a regulation as an installation attaches it: .txt, .md or .docx in, lines of text out."""

import io
import re
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Final
from xml.parsers import expat

from django.conf import settings

from liuhen.kernel.errors import BadInputError
from liuhen.media.places import where
from liuhen.office.articles import Article, split

LARGEST: Final = 2_000_000
"""Bytes of a file, and of the words inside a .docx."""
WORDS: Final = "word/document.xml"
_MARKS: Final = re.compile(r"^\s{0,3}(?:#{1,6}\s+|>\s?)|\*\*|__")
_BREAKS: Final = frozenset({"w:p", "w:br", "w:cr"})


def read_official(content: bytes) -> str:
    """Return the words of a file: a .docx by its content, anything else as text (UTF-8 or GB18030).

    Raises:
        BadInputError: too large, or nothing of the three.
    """
    if len(content) > LARGEST:
        raise _refused("文件太大", "一部规程的文本不会超过 2 MB，请只上传条文。")
    if content.startswith(b"PK\x03\x04"):
        return _docx(content)
    if b"\0" in content:
        raise _refused("不是文本文件", "请另存为 .txt、.md 或者 .docx 后上传。")
    return "\n".join(_MARKS.sub("", line) for line in _decoded(content).splitlines())


def articles_of(sha256: str) -> tuple[Article, ...]:
    """Return the articles of an attached text.

    Raises:
        BadInputError: it was not received, or cannot be read.
    """
    return _articles(sha256, str(settings.LIUHEN_ORIGINALS))


@lru_cache(maxsize=32)
def _articles(sha256: str, originals: str) -> tuple[Article, ...]:
    path = where(Path(originals), sha256)
    if not path.is_file():
        raise _refused("文件没有收到", "请重新选择文件上传。")
    if path.stat().st_size > LARGEST:
        raise _refused("文件太大", "一部规程的文本不会超过 2 MB，请只上传条文。")
    return split(read_official(path.read_bytes()))


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused("认不出文字编码", "请另存为 UTF-8 编码的 .txt 后上传。")


def _docx(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package, package.open(WORDS) as part:
            words = part.read(LARGEST * 10 + 1)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError) as err:
        raise _refused("不是 Word 文档", "请另存为 .docx 后上传；旧的 .doc 格式不能读。") from err
    if len(words) > LARGEST * 10:
        raise _refused("文件太大", "一部规程的文本不会超过 2 MB，请只上传条文。")
    try:
        return _Paragraphs().read(words)
    except expat.ExpatError as err:
        raise _refused("Word 文档已经损坏", "请用文字处理软件打开后另存一份再上传。") from err


class _Paragraphs:
    """Takes the words out of a document, paragraph by paragraph; declarations of entities are refused."""

    def __init__(self) -> None:
        self._told: list[str] = []
        self._inside = False

    def read(self, words: bytes) -> str:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._begins
        parser.EndElementHandler = self._ends
        parser.CharacterDataHandler = self._says
        parser.EntityDeclHandler = _no_entities
        parser.Parse(words, True)  # noqa: FBT003 - the parser's own signature
        return "".join(self._told)

    def _begins(self, name: str, _: dict[str, str]) -> None:
        self._inside = self._inside or name == "w:t"
        if name == "w:tab":
            self._told.append(" ")

    def _ends(self, name: str) -> None:
        if name == "w:t":
            self._inside = False
        if name in _BREAKS:
            self._told.append("\n")

    def _says(self, text: str) -> None:
        if self._inside:
            self._told.append(text)


def _no_entities(*_: object) -> None:
    raise _refused("Word 文档含有不该有的声明", "请用文字处理软件打开后另存一份再上传。")


def _refused(said: str, remedy: str) -> BadInputError:
    return BadInputError(f"{said}，没有附上。", fields={"file": said}, remedy=remedy)
