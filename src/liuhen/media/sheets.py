"""Pages of a scanned PDF, counted without decoding a page."""

from pathlib import Path
from typing import Final

import pikepdf

from liuhen.kernel.errors import BadInputError
from liuhen.media.structure import truncated

MOST_BYTES: Final = 200 << 20
MOST_PAGES: Final = 1_000

# Only tables of objects are unpacked for counting pages; 64 MiB is a hundred times what a scan needs, and stops a
# bomb. qpdf knows this bound only for the whole process.
pikepdf.settings.set_qpdf_limits(flate_max_memory=64 << 20, run_length_max_memory=64 << 20)


def count_pages(path: Path, *, name: str) -> int:
    """Return the number of pages of a PDF.

    Raises:
        BadInputError: damaged or cut off, locked with a password, carrying a script, without a page, or larger than
            `MOST_BYTES` bytes or `MOST_PAGES` pages.
    """
    if path.stat().st_size > MOST_BYTES:
        raise BadInputError(
            f"“{name}”过大：扫描件不得超过 {MOST_BYTES >> 20} MB。", remedy="请分册扫描，或降低分辨率。"
        )
    try:
        with pikepdf.open(path, attempt_recovery=False, suppress_warnings=True) as pdf:
            return _checked(pdf, name)
    except pikepdf.PasswordError as error:
        raise _locked(name) from error
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise truncated(name, why="PDF 的结构不完整或已损坏。") from error


def _checked(pdf: pikepdf.Pdf, name: str) -> int:
    if pdf.is_encrypted:
        raise _locked(name)
    if _acts(pdf.Root):
        raise BadInputError(
            f"“{name}”含有可执行的脚本。", why="扫描件只应有页面。", remedy="请重新扫描，不要使用带动作的 PDF。"
        )
    declared = int(pdf.Root.Pages.Count)
    pages = declared if declared > MOST_PAGES else len(pdf.pages)
    if not 0 < pages <= MOST_PAGES:
        raise BadInputError(
            f"“{name}”页数不可接受：{pages} 页。", remedy=f"一份扫描件应有 1 至 {MOST_PAGES} 页，请分册。"
        )
    return pages


def _acts(root: pikepdf.Object) -> bool:
    action = root.get("/OpenAction")
    if isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) in {"/JavaScript", "/Launch"}:
        return True
    names = root.get("/Names")
    return "/AA" in root or (isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names)


def _locked(name: str) -> BadInputError:
    return BadInputError(
        f"“{name}”设有密码或权限限制。", why="加密的文件日后可能无法打开。", remedy="请去除密码后重新扫描或导出。"
    )
