"""A filled .docx as PDF, where LibreOffice is installed: one at a time, within a minute, in a folder of its own.

Forms name the faces of Word (仿宋_GB2312, 方正小标宋简体), which a server does not have. LibreOffice then takes any
face that has the sign, often a Japanese Gothic; so it is told which of the papers' own faces stands for which.
"""

import os
import shutil
import subprocess
import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from xml.sax.saxutils import escape

from liuhen.kernel.errors import UnusableError
from liuhen.papers import faces

SECONDS: Final = 60
PROGRAM: Final = "soffice"
_EXPORT: Final = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'  # PDF/A-2b
_NOWHERE: Final = "http://127.0.0.1:9"
_STANDS_FOR: Final = {
    "FandolFang R": ("仿宋", "仿宋_GB2312", "FangSong", "FangSong_GB2312", "STFangsong", "华文仿宋", "方正仿宋_GBK"),
    "FandolSong": ("宋体", "SimSun", "新宋体", "NSimSun", "STSong", "华文宋体", "STZhongsong", "华文中宋",
                   "方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S"),
    "FandolHei": ("黑体", "SimHei", "STHeiti", "华文黑体", "微软雅黑", "Microsoft YaHei", "等线", "DengXian",
                  "方正黑体_GBK"),
    "FandolKai": ("楷体", "楷体_GB2312", "KaiTi", "KaiTi_GB2312", "STKaiti", "华文楷体", "方正楷体_GBK"),
}  # fmt: skip
"""Face of the papers -> faces that Word's forms name."""
_LAST: Final = "Noto Serif CJK SC"
"""What draws a sign that none of these has."""
_NEEDED: Final = ("Fandol", "NotoSerifCJK-Regular")
"""Files of these: to look through all of the papers' faces takes longer than to convert."""
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
    (folder / "fonts.conf").write_text(_fonts_conf(folder), "utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    quiet = ("--headless", "--norestore", "--nolockcheck", "--nodefault")
    told = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "zh_CN.UTF-8"}
    told["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
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


def _fonts_conf(folder: Path) -> str:
    """Return what tells LibreOffice its faces: the papers' own, each under the names that Word knows it by."""
    (ours := folder / "faces").mkdir()
    named = [(name, face) for face, names in _STANDS_FOR.items() for name in names]
    rules = [_match(name, face, "assign") for name, face in named]
    rules += [_match(face, _LAST, "append") for face in _STANDS_FOR]
    for file in faces.folder().glob("*"):
        if file.name.startswith(_NEEDED):
            (ours / file.name).symlink_to(file)
    folders = f"<dir>{escape(str(ours))}</dir><cachedir>{escape(str(folder / 'known'))}</cachedir>"
    machine = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
    return f'<?xml version="1.0"?><fontconfig>{machine}{folders}{"".join(rules)}</fontconfig>'


def _match(family: str, face: str, mode: str) -> str:
    tested = f'<test name="family"><string>{family}</string></test>'
    edited = f'<edit name="family" mode="{mode}" binding="strong"><string>{face}</string></edit>'
    return f'<match target="pattern">{tested}{edited}</match>'


def _unusable(why: str) -> UnusableError:
    return UnusableError("没有做成 PDF。", why=why, remedy="填好的 .docx 和系统自制的 PDF 都可以下载。")
