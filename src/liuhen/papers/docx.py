"""An organ's own .docx form: looked through when it is taken in, filled from the same sheet as the paper itself.

A form may say where its fields go (`{{ party_name }}`, `{% for one in items %}`, `{% if … %}`) and nothing else: no
macro, no embedded object, nothing fetched from elsewhere, no call. Whatever unpacks to more than it should is refused.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any, Final

from docxtpl import DocxTemplate
from jinja2 import TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from liuhen.kernel.errors import BadInputError
from liuhen.papers.composing import plain
from liuhen.papers.forms import Asked, Form
from liuhen.papers.sheet import Sheet, printed

LARGEST: Final = 2_000_000
"""Bytes of a form as it is uploaded."""
UNPACKED: Final = 30_000_000
"""Bytes of all that is in it."""
MOST_PARTS: Final = 300
MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_DOCUMENT: Final = "word/document.xml"
_ALIEN: Final = re.compile(r"vbaProject|vbaData|activeX|embeddings/|oleObject|afchunk|\.bin$|\.html?$", re.IGNORECASE)
_OUTSIDE: Final = re.compile(rb"TargetMode\s*=\s*[\"']\s*External", re.IGNORECASE)
_FIELDS_OUTSIDE: Final = re.compile(rb"INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|\bDDE\b|<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_TAG: Final = re.compile(rb"\{[{%#]")
_MAY: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Not,
    nodes.And, nodes.Or, nodes.Const,
)  # fmt: skip
_LOOP: Final = frozenset({"index", "first", "last", "length"})
_SAME_DAY: Final = (1980, 1, 1, 0, 0, 0)  # of every part, so that the same sheet gives the same bytes


def checked(content: bytes, form: Form) -> tuple[str, ...]:
    """Return the fields that an own form names, after it was looked through and filled on trial.

    Raises:
        BadInputError: it is no .docx, holds what no form needs, or names a field that the paper does not have.
    """
    _look_through(content)
    named: set[str] = set()
    unknown: set[str] = set()
    for source in _sources(content):
        found, strange = _tags(source, form)
        named |= found
        unknown |= strange
    if unknown:
        known = "、".join(f"{one.name}（{one.label}）" for one in form.fields)
        raise _refused(f"《{form.title}》没有这些栏：{'、'.join(sorted(unknown))}", f"请改为这份文书有的栏：{known}。")
    if not named:
        raise _refused("没有一处标出要填的栏", "请在要填的地方写上栏名，例如 {{ " + form.fields[0].name + " }}。")
    filled(content, form, {})
    return tuple(sorted(named))


def filled(content: bytes, form: Form, sheet: Sheet) -> bytes:
    """Return an own form with a sheet in it; the same form and sheet give the same bytes.

    Raises:
        BadInputError: the form cannot be filled.
    """
    template = DocxTemplate(io.BytesIO(content))
    try:
        template.render(_words(form, sheet), jinja_env=_environment(), autoescape=True)
        out = io.BytesIO()
        template.save(out)
    except (TemplateError, ValueError, KeyError, TypeError, SyntaxError) as err:
        raise _refused("填写时出错", "请检查各处栏名的写法，成对的标记是否成对。") from err
    return _same_each_time(out.getvalue())


def _look_through(content: bytes) -> None:
    if len(content) > LARGEST:
        raise _refused("文件太大", f"一份格式文书不超过 {LARGEST // 1_000_000} MB。")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if _DOCUMENT not in {one.filename for one in parts}:
                raise _refused("不是 Word 文档", "请另存为 .docx 后上传。")
            _look_at(package, parts)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as err:
        raise _refused("不是 Word 文档，或者已经损坏", "请另存为 .docx 后上传；旧的 .doc 和加密的文件不能用。") from err


def _look_at(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS:
        raise _refused("文件里的部件太多", "请新建一份文档，只放文字和表格。")
    left = UNPACKED
    for one in parts:
        if _ALIEN.search(one.filename):
            raise _refused("含有宏、嵌入的对象或者网页", "请去掉宏和嵌入的对象后另存为 .docx。")
        with package.open(one) as part:
            held = part.read(left + 1)  # what is written in the head of a part is not believed
        left -= len(held)
        if left < 0:
            raise _refused("展开后太大", "请新建一份文档，只放文字和表格。")
        if one.filename.startswith("docProps/") and _TAG.search(held):
            raise _refused("文档属性里写了标记", "标记只写在正文、页眉和页脚里。")
        if one.filename.endswith(".rels") and _OUTSIDE.search(held):
            raise _refused("含有指向外部的链接", "请取消超链接、链接的图片和外部模板后另存。")
        if one.filename.endswith(".xml") and _FIELDS_OUTSIDE.search(held):
            raise _refused("含有取用外部内容的域或者声明", "请取消这些域后另存。")


def _sources(content: bytes) -> Iterator[str]:
    """Yield what the tags stand in: the document, its heads and its feet."""
    template = DocxTemplate(io.BytesIO(content))
    template.init_docx()
    yield template.patch_xml(template.get_xml())
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _, part in template.get_headers_footers(uri):
            yield template.patch_xml(template.get_part_xml(part))
    for part in template.get_docx().part.package.iter_parts():
        if part.partname.endswith(("/footnotes.xml", "/endnotes.xml")):
            yield template.patch_xml(part.blob.decode("utf-8", "replace"))


def _tags(source: str, form: Form) -> tuple[set[str], set[str]]:
    try:
        tree = _environment().parse(source)
    except TemplateError as err:
        raise _refused(f"标记写得不对：{err}", "标记要成对，例如 {% for one in items %} 和 {% endfor %}。") from err
    if strange := next((one for one in _all(tree) if not isinstance(one, _MAY)), None):
        raise _refused(
            f"第 {strange.lineno} 处用了不支持的写法（{type(strange).__name__}）", "只可以写栏名、循环和条件。"
        )
    known = {one.name: one for one in form.fields}
    loops = {one.target.name: one.iter for one in tree.find_all(nodes.For) if isinstance(one.target, nodes.Name)}
    names = {one.name for one in tree.find_all(nodes.Name)} - loops.keys() - {"loop"}
    inner = {word for one in tree.find_all(nodes.Getattr) if (word := _strange(one, known, loops))}
    return names & known.keys(), (names - known.keys()) | inner


def _all(tree: nodes.Node) -> Iterator[nodes.Node]:
    yield tree
    for child in tree.iter_child_nodes():
        yield from _all(child)


def _strange(one: nodes.Getattr, known: Mapping[str, Asked], loops: Mapping[str, nodes.Node]) -> str:
    """Return an inner field as it is written where its row or group does not have it, else ""."""
    if not isinstance(one.node, nodes.Name):
        return f"….{one.attr}"
    of: nodes.Node = loops.get(one.node.name, one.node)
    field = known.get(of.name) if isinstance(of, nodes.Name) else None
    inner = _LOOP if one.node.name == "loop" else {each.name for each in field.fields} if field else frozenset()
    return "" if one.attr in inner else f"{one.node.name}.{one.attr}"


def _environment() -> ImmutableSandboxedEnvironment:
    """Return where forms are read: with nothing at hand but the fields."""
    made = ImmutableSandboxedEnvironment(autoescape=True)
    made.globals.clear()
    return made


def _words(form: Form, sheet: Sheet) -> dict[str, Any]:
    """Return a sheet in words, as the paper itself prints them; what is empty is an empty text."""
    words = printed(form, sheet)
    return {one.name: _word(one, words[one.name]) for one in form.fields}


def _word(field: Asked, value: Any) -> Any:
    if field.kind == "rows":
        return [{one.name: _word(one, row[one.name]) for one in field.fields} for row in value or ()]
    if field.kind == "group":
        return {one.name: _word(one, value[one.name] if value else None) for one in field.fields}
    if field.kind == "paragraphs":
        return "\n".join(value or ())
    return plain(field, value)


def _same_each_time(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as told, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for one in told.infolist():
            written.writestr(zipfile.ZipInfo(one.filename, _SAME_DAY), told.read(one), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _refused(said: str, remedy: str) -> BadInputError:
    return BadInputError(f"这份格式文书不能用：{said}。", fields={"file": said}, remedy=remedy)
