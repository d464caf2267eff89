"""Pictures of every page, and one page in which to look at them all."""

import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

from liuhen.demo.gallery.playing import Shown
from liuhen.kernel.errors import UnusableError

_DENSITY: Final = "70"  # dots an inch: a page fits a screen and is still read
_LONGEST: Final = 120  # seconds
_STYLE: Final = """
body { font: 16px/1.6 "Noto Sans SC", sans-serif; margin: 0 auto; max-width: 1500px; padding: 24px; color: #1c2430; }
h2 { font-size: 18px; margin: 32px 0 4px; } h2 small { font-weight: normal; color: #57606d; margin-left: .8em; }
.pages { display: flex; flex-wrap: wrap; gap: 16px; background: #eef1f4; padding: 16px; }
.pages img { background: #fff; border: 1px solid #c9d0d8; max-width: 100%; height: auto; }
.wrong { border-left: 4px solid #b3261e; padding-left: 12px; }
nav a { margin-right: 1em; white-space: nowrap; }
"""


@dataclass(frozen=True, slots=True)
class Pictured:
    """A paper with the pictures of its pages, in their order."""

    paper: Shown
    pages: tuple[Path, ...]


def pictured(papers: Iterable[Shown]) -> Iterator[Pictured]:
    """Draw every page of each paper beside its PDF: `<form>-N.png`.

    Raises:
        UnusableError: pdftoppm is not installed, or refused a paper.
    """
    tool = shutil.which("pdftoppm")
    if tool is None:
        raise UnusableError("没有找到 pdftoppm，画不出样张。", remedy="请安装 poppler-utils 后再运行。")
    for paper in papers:
        stem = paper.path.with_suffix("")
        done = subprocess.run(  # noqa: S603  # our own file
            [tool, "-r", _DENSITY, "-png", str(paper.path), str(stem)],
            capture_output=True,
            timeout=_LONGEST,
            check=False,
        )
        if done.returncode or done.stderr:
            raise UnusableError(f"{paper.path.name} 画不出来。", why=done.stderr.decode(errors="replace").strip())
        yield Pictured(paper, tuple(sorted(stem.parent.glob(f"{stem.name}-*.png"), key=_page)))


def write_index(pictured: Sequence[Pictured], wrong: Sequence[str], out: Path) -> Path:
    """Write `index.html` beside the pictures; return where it is."""
    path = out / "index.html"
    path.write_text("\n".join(_lines(pictured, wrong)) + "\n", encoding="utf-8")
    return path


def _page(path: Path) -> int:
    return int(path.stem.rpartition("-")[2])


def _lines(pictured: Sequence[Pictured], wrong: Sequence[str]) -> Iterator[str]:
    yield f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>文书样张</title><style>{_STYLE}</style>'
    yield f"<h1>文书样张　{len(pictured)} 件</h1>"
    if wrong:
        yield '<div class="wrong"><h2>没有做成的</h2><ul>'
        yield from (f"<li>{escape(one)}</li>" for one in wrong)
        yield "</ul></div>"
    ordered = sorted(pictured, key=lambda one: (one.paper.scenario, one.paper.path.name))
    yield f"<nav>{''.join(_link(one.paper) for one in ordered)}</nav>"
    for one in ordered:
        yield from _shown(one)


def _link(paper: Shown) -> str:
    return f'<a href="#{escape(paper.path.stem)}">{escape(paper.title)}</a> '


def _shown(one: Pictured) -> Iterator[str]:
    paper, file = one.paper, escape(one.paper.path.name)
    told = "　".join(part for part in (paper.number, paper.pack, paper.scenario) if part)
    yield f'<h2 id="{escape(paper.path.stem)}"><a href="{file}">{escape(paper.title)}</a>'
    yield f'<small>{file}　{escape(told)}　{len(one.pages)} 页</small></h2><div class="pages">'
    for number, page in enumerate(one.pages, start=1):
        yield f'<img src="{escape(page.name)}" alt="{escape(paper.title)}第{number}页" loading="lazy">'
    yield "</div>"
