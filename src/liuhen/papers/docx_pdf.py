"""A filled .docx as PDF, where LibreOffice is installed: one at a time, within a minute, in a folder of its own."""

import os
import shutil
import subprocess
import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from liuhen.kernel.errors import UnusableError

SECONDS: Final = 60
PROGRAM: Final = "soffice"
_EXPORT: Final = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'  # PDF/A-2b
_NOWHERE: Final = "http://127.0.0.1:9"
_one_at_a_time: Final = threading.Lock()


def can_convert() -> bool:
    """Say whether LibreOffice is installed."""
    return shutil.which(PROGRAM) is not None


def converted(content: bytes) -> bytes:
    """Return a .docx as PDF.

    Raises:
        UnusableError: LibreOffice is not installed, is busy, took too long or failed.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise _unusable("这台服务器没有安装 LibreOffice。")
    if not _one_at_a_time.acquire(timeout=SECONDS):
        raise _unusable("正在转换别的文书。")
    try:
        with TemporaryDirectory(prefix="liuhen-docx-") as folder:
            return _run(program, Path(folder), content)
    except (OSError, subprocess.SubprocessError) as err:
        raise _unusable("LibreOffice 没有转换成功。") from err
    finally:
        _one_at_a_time.release()


def _run(program: str, folder: Path, content: bytes) -> bytes:
    (folder / "paper.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    quiet = ("--headless", "--norestore", "--nolockcheck", "--nodefault")
    told = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "zh_CN.UTF-8"}
    away = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), _NOWHERE)
    subprocess.run(  # noqa: S603 - the program of the machine, with a file of our own
        [program, profile, *quiet, "--convert-to", _EXPORT, "--outdir", str(folder), str(folder / "paper.docx")],
        cwd=folder,
        env=told | away,
        timeout=SECONDS,
        check=True,
        capture_output=True,
    )
    return (folder / "paper.pdf").read_bytes()


def _unusable(why: str) -> UnusableError:
    return UnusableError("没有做成 PDF。", why=why, remedy="填好的 .docx 和系统自制的 PDF 都可以下载。")
