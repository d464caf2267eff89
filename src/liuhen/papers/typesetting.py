"""Set a filled sheet as PDF/A-2b: the same sheet and moment give the same bytes."""

import io
import json
import logging
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final, cast

import pikepdf
import typst

from liuhen.kernel.canonical import Json, canonical
from liuhen.kernel.clock import require_aware
from liuhen.kernel.digests import Digests, sha256
from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.papers import faces
from liuhen.papers.check_mark import drawing, scanned
from liuhen.papers.composing import composed
from liuhen.papers.forms import Form, form
from liuhen.papers.sheet import Sheet, printed, require_right

_LAYOUT: Final = Path(__file__).parent / "layout"
_NOT_IN_ANY_FACE: Final = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed')
_MADE_BY_LAYOUTS: Final = "\u200b\u00a0\u00ad“”‘’…–—"  # signs that typst puts in of itself
_log: Final = logging.getLogger(__name__)
_typesetting: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class Rendered:
    """A paper as it was set. `fields_sha256` is the SHA-256 of the canonical bytes of the sheet as given."""

    pdf: bytes
    digests: Digests
    pages: int
    fields_sha256: str


def render(
    form_id: str,
    sheet: Sheet,
    *,
    moment: datetime,
    check_code: str | None = None,
    check_at: str = "",
    packs: tuple[str, ...] = (),
) -> Rendered:
    """Set `sheet` on the form `form_id`.

    Args:
        form_id: a form of the catalogue: `decision`, `interview` …
        sheet: field name -> value, as the form's catalogue entry says; amounts in fen, moments as ISO text.
        moment: the document date inside the PDF; aware. The clock of the machine is never read.
        check_code: printed at the foot of every page, where given, and drawn there to be scanned.
        check_at: the address of the page where codes are entered; "" draws the code alone.
        packs: whose forms count, base packs first.

    Raises:
        NotFoundError: no such form.
        BadInputError: `fields` names each field that is missing (with the article that asks for it), wrong,
            or holds a character that no face can draw.
        UnusableError: the faces are not installed.
    """
    paper = form(form_id, packs)
    require_right(paper, sheet)
    given = given_to(paper, sheet, check_code=check_code, check_at=check_at)
    pdf = _set(paper, sheet, given, moment=require_aware(moment))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = len(document.pages)
    return Rendered(pdf=pdf, digests=Digests.of(pdf), pages=pages, fields_sha256=sha256(canonical(sheet)).hex())


def page_numbers(sizes: Sequence[tuple[float, float]], *, moment: datetime) -> bytes:
    """Return a PDF that has nothing but running numbers on it, to be laid over the pages of a volume.

    Args:
        sizes: width and height of each page, in points (1/72 inch).
        moment: as in `render`.

    Raises:
        UnusableError: the faces are not installed.
    """
    given: dict[str, Json] = {"sheet": {}, "title": "页码"}
    try:
        return _compiled("numbers.typ", {**given, "pages": [list(size) for size in sizes]}, moment=moment)
    except typst.TypstError as err:
        raise explained(err, {}) from err


def _set(paper: Form, sheet: Sheet, given: Mapping[str, object], *, moment: datetime) -> bytes:
    try:
        return _compiled(paper.layout, given, moment=moment)
    except typst.TypstError as err:
        raise explained(err, sheet) from err


def files_of(layout: str, given: Mapping[str, object]) -> dict[str, bytes]:
    """Return all that the compiler reads, by name: the layout, what layouts share, and what was filled in."""
    told = json.dumps(given, ensure_ascii=False)
    told = json.dumps({**given, "fandol": faces.fandol_covers(_signs(layout).union(told))}, ensure_ascii=False)
    return {**_shared(), "main.typ": _read(layout).encode(), "sheet.json": told.encode()}


def given_to(paper: Form, sheet: Sheet, *, check_code: str | None = None, check_at: str = "") -> dict[str, Json]:
    """Return what a layout reads of a form and its filled sheet."""
    given: dict[str, Json] = {
        "sheet": printed(paper, sheet),
        "title": " ".join(str(part) for part in (paper.title, sheet.get("document_no")) if part),
        "heading": paper.title,
        "author": str(sheet.get("organ", "")),
        "form": f"{paper.id}/{paper.version}",
        "copies": paper.copies,
        "texts": dict(paper.texts),
        "check_code": check_code,
        "check_at": check_at,
        "check_drawn": drawing(scanned(check_code, check_at)) if check_code else None,
    }
    return given | (composed(paper, sheet) if paper.body else {})


def small_page(
    layout: str, name: str, given: Mapping[str, object], *, moment: datetime, more: Mapping[str, bytes]
) -> bytes:
    """Return a small page that is laid over a paper: `given` is what its layout reads under `name`.

    Raises:
        BadInputError: a character that no face can draw.
        UnusableError: the faces are not installed, or a picture among `more` cannot be read.
    """
    told = json.dumps(given, ensure_ascii=False)
    told = json.dumps({**given, "fandol": faces.fandol_covers(_read(layout) + told)}, ensure_ascii=False)
    try:
        return _set_files({"main.typ": _read(layout).encode(), name: told.encode(), **more}, moment=moment)
    except typst.TypstError as err:
        raise explained(err, {}) from err


def places_of(paper: Form, sheet: Sheet, *, check_code: str | None = None) -> list[dict[str, Json]]:
    """Return where people sign on a paper, in the order of its pages: what its layout says under `<sign>`."""
    files = files_of(paper.layout, given_to(paper, sheet, check_code=check_code))
    with _typesetting:
        asked = typst.Compiler(files, font_paths=faces.faces_in(faces.folder()))  # type: ignore[type-var]
        found = json.loads(asked.query("<sign>", field="value"))
    return cast("list[dict[str, Json]]", found)


def _compiled(layout: str, given: Mapping[str, object], *, moment: datetime) -> bytes:
    return _set_files(files_of(layout, given), moment=moment)


def _set_files(files: Mapping[str, bytes], *, moment: datetime) -> bytes:
    compiler = _compiler(faces.folder())
    with _typesetting:
        pdf = compiler.compile(
            files,  # type: ignore[type-var]  # files by name are taken, its stub does not say so
            format="pdf",
            pdf_standards=["a-2b"],
            timestamp=moment.astimezone(UTC).replace(microsecond=0),  # a PDF dates to the second
        )
    return cast("bytes", pdf)


@cache
def _signs(layout: str) -> frozenset[str]:
    """Return the characters that a layout, and what layouts share, may put on a page of themselves."""
    return frozenset(_MADE_BY_LAYOUTS).union(_read(layout), *map(bytes.decode, _shared().values()))


@cache
def _shared() -> Mapping[str, bytes]:
    return {name: _read(name).encode() for name in ("page.typ", "letter.typ", "record.typ")}


@cache
def _read(name: str) -> str:
    return (_LAYOUT / name).read_text("utf-8")


def compiler() -> typst.Compiler:
    """Return the compiler of this process, with the faces of papers."""
    return _compiler(faces.folder())


def one_at_a_time() -> threading.Lock:
    """Return the lock under which the compiler works."""
    return _typesetting


@cache
def _compiler(folder: Path) -> typst.Compiler:
    """One compiler for the process: opening the faces costs a hundred times what a paper costs."""
    return typst.Compiler(font_paths=faces.faces_in(folder))


def explained(err: typst.TypstError, sheet: Sheet) -> BadInputError | UnusableError:
    """Return why a sheet could not be set: a character that no face draws, or a fault of the layout."""
    if shown := _NOT_IN_ANY_FACE.search(str(err)):
        text = shown["text"]
        points = " ".join(f"U+{ord(char):04X}" for char in text)
        fields = {name: f"“{text}”（{points}）没有可用的字形" for name, value in _texts(sheet, "") if text in value}
        return BadInputError(
            f"文书中有字体印不出的字：“{text}”（{points}）。",
            fields=fields or {"": f"“{text}”没有可用的字形"},
            remedy="请核对该字是否录入有误；表情符号等请改用文字说明。",
        )
    _log.error("a layout failed: %s", err)
    return UnusableError("文书排版没有成功。", why="版式文件有误，详情见运行日志。", remedy="请告知系统管理员。")


def _texts(value: Json, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, f"{name}.{key}" if name else key)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _texts(inner, f"{name}.{number}")
