"""Many papers as one file for the printer: each as often as it has copies, each beginning on a sheet of its own."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import pikepdf

from liuhen.kernel.errors import BadInputError, UnusableError

_A4: Final = (595.28, 841.89)  # points


class Printed(NamedTuple):
    """A paper to print; `copies` is how many sheets of it are wanted."""

    path: Path
    copies: int = 1


def print_file(papers: Sequence[Printed], out: Path, *, both_sides: bool = True) -> int:
    """Write all papers into one PDF at `out`; return how many pages it has.

    Args:
        papers: in the order in which they leave the printer.
        out: where it goes; nothing stands there when it fails.
        both_sides: let an empty page follow a paper of an odd number of pages, so that none begins on a back.

    Raises:
        BadInputError: there is nothing to print.
        UnusableError: a paper is missing or cannot be read, or the disk refused.
    """
    if not papers:
        raise BadInputError("没有可以打印的文书。", remedy="请等文书制作完成后再打印。")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as scratch:
            blank, joined = Path(scratch) / "blank.pdf", Path(scratch) / "joined.pdf"
            _write_blank(blank)
            files = [file for one in papers for file in _sheets(one, blank, both_sides=both_sides)]
            listed = [part for file in files for part in (f"--file={file}", "--range=1-z")]
            kept = ("--deterministic-id", "--flatten-annotations=print")
            pikepdf.Job(["qpdf", str(blank), *kept, "--pages", *listed, "--", str(joined)]).run()
            with pikepdf.open(joined) as book:
                pages = len(book.pages)
            joined.replace(out)
    except (OSError, pikepdf.PdfError, RuntimeError) as err:
        raise UnusableError(
            "打印文件没有做成。", why="文书读不出，或者磁盘拒绝写入。", remedy="请系统管理员检查存储和磁盘空间。"
        ) from err
    return pages


def _sheets(one: Printed, blank: Path, *, both_sides: bool) -> Iterable[Path]:
    with pikepdf.open(one.path) as paper:
        odd = len(paper.pages) % 2 == 1
    once = (one.path, blank) if both_sides and odd else (one.path,)
    return once * one.copies


def _write_blank(path: Path) -> None:
    with pikepdf.new() as empty:
        empty.add_blank_page(page_size=_A4)
        empty.save(path, deterministic_id=True)
