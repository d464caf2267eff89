"""What a user reads is Chinese, in the words of the field: no developer's word on a page or in an error."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from liuhen.kernel import errors

SOURCE = Path(__file__).parents[2] / "src" / "liuhen"
ALLOWED = frozenset(
    {"PDF", "MB", "KB", "GB", "SHA", "SM", "Ed", "Python", "python", "verify", "case", "py", "trust", "BagIt", "JSON"}
    | {"CA", "CRT", "Windows", "UOS", "Chrome", "Safari", "VPN", "HTTPS"}  # what devices call things themselves
    | {"TOTP", "FIDO", "USB"}  # what stands on security keys and apps
    | {"Enter", "Shift", "Ctrl", "Alt", "LibreOffice", "docx", "Word"}  # what stands on keys and on programs
    | {"MP", "JPEG", "PNG", "zip", "ZIP", "http", "liuhen", "demo", "serve", "checkpoint", "rebuild", "json", "bin"}
)
DEVELOPER_WORDS = ("队列", "主键", "外键", "空指针", "堆栈", "回滚", "报错", "后端", "前端", "字符串", "布尔", "空值")
READ_ALOUD = frozenset({"title", "alt", "placeholder", "aria-label", "aria-description"})
ERRORS = frozenset(name for name in vars(errors) if name.endswith("Error"))
MARKUP = re.compile(r"(?s)\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|\{%.*?%\}|\{\{.*?\}\}")
CSS_CLASS = re.compile(r"\b[a-z]+(__|--)[a-z_-]+")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Visible(HTMLParser):
    """Collects what a person sees or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in {"script", "style", "code"}  # what is typed at a terminal is no prose
        self.words += [value for name, value in attrs if name in READ_ALOUD and value]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"script", "style", "code"}

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def strange_words(template: str) -> list[str]:
    page = Visible()
    html = MARKUP.sub(" ", template)
    page.feed(f"<p {html}>" if "<" not in html and '="' in html else html)  # a part of a page may be attributes only
    text = CSS_CLASS.sub(" ", " ".join(page.words))
    latin = [word for word in re.findall(r"[A-Za-z]{2,}", text) if word not in ALLOWED]
    return latin + [word for word in DEVELOPER_WORDS if word in text]


def foreign_errors(source: str) -> Iterator[int]:
    tree = ast.parse(source)
    ours = ERRORS - {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            said = node.args[0] if name in ours and node.args else None
            if isinstance(said, ast.Constant | ast.JoinedStr) and not CHINESE.search(ast.unparse(said)):
                yield node.lineno


def test_pages_speak_chinese() -> None:
    pages = sorted(SOURCE.rglob("templates/**/*.html"))
    found = {str(page.relative_to(SOURCE)): strange_words(page.read_text(encoding="utf-8")) for page in pages}
    assert {page: words for page, words in found.items() if words} == {}


def test_errors_speak_chinese() -> None:
    files = {path: list(foreign_errors(path.read_text(encoding="utf-8"))) for path in SOURCE.rglob("*.py")}
    assert {str(path.relative_to(SOURCE)): lines for path, lines in files.items() if lines} == {}


@pytest.mark.parametrize(
    "template",
    [
        "<p>id 不能为空</p>",
        '<input placeholder="null">',
        "<p>任务已进入队列</p>",
        '{% if case %}<a title="Download">下载</a>{% endif %}',
    ],
)
def test_a_planted_developer_word_is_found(template: str) -> None:
    assert strange_words(template) != []


def test_what_nobody_sees_is_not_read() -> None:
    template = (
        "{# in: finding (Finding) #}<script>var queue</script><p class='deadline'>{{ finding.due|date:'c' }} 已逾期</p>"
    )
    assert strange_words(template) == []


def test_a_planted_english_error_is_found() -> None:
    assert list(foreign_errors('raise NotFoundError("no such case")\n')) == [1]
