"""Fetch the faces of papers into a folder: `python -m liuhen.papers.fonts DIR`.

The faces come from three packages of the distribution, by its ordinary client, into folders of our own: neither
root nor a changed system is needed. Where the packages are installed already, nothing is fetched.
A second run opens the faces, finds them whole, and is done.
"""

import logging
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from liuhen.kernel.errors import LiuhenError, UnusableError
from liuhen.papers.faces import folder, missing_in

_log: Final = logging.getLogger(__name__)

_FANDOL: Final = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
_NOTO: Final = "usr/share/fonts/opentype/noto"
_HANAZONO: Final = "usr/share/fonts/truetype/hanazono"

PACKAGES: Final[Mapping[str, Sequence[str]]] = {
    "texlive-lang-chinese": (
        f"{_FANDOL}/FandolFang-Regular.otf",
        f"{_FANDOL}/FandolSong-Regular.otf",
        f"{_FANDOL}/FandolSong-Bold.otf",
        f"{_FANDOL}/FandolHei-Regular.otf",
        f"{_FANDOL}/FandolKai-Regular.otf",
    ),
    "fonts-noto-cjk": (
        f"{_NOTO}/NotoSerifCJK-Regular.ttc",
        f"{_NOTO}/NotoSerifCJK-Bold.ttc",
        f"{_NOTO}/NotoSansCJK-Regular.ttc",
    ),
    "fonts-hanazono": (f"{_HANAZONO}/HanaMinA.ttf", f"{_HANAZONO}/HanaMinB.ttf"),
}
"""Package -> the files of it that papers are set in."""

_MINUTES: Final = 15 * 60


def install(where: Path) -> list[str]:
    """Make `where` hold every face that papers need; return the packages files were taken from, [] if none.

    Raises:
        UnusableError: a package could not be fetched, or what it holds cannot be opened.
    """
    if not missing_in(where):
        return []
    where.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="liuhen-fonts-") as scratch:
        for package, files in PACKAGES.items():
            root = _root_with(package, files, Path(scratch))
            for file in files:
                _place(root / file, where)
    if still := missing_in(where):
        raise UnusableError(
            "取得的字体打不开或者不全。", why=f"缺少：{'、'.join(still)}。", remedy=f"请删除 {where} 后重新运行本命令。"
        )
    return list(PACKAGES)


def _place(file: Path, where: Path) -> None:
    """Copy under another name first: an interrupted run leaves no half a face behind."""
    partial = where / f"{file.name}.partial"
    shutil.copyfile(file, partial)
    partial.replace(where / file.name)


def _root_with(package: str, files: Sequence[str], scratch: Path) -> Path:
    system = Path("/")
    if all((system / file).is_file() for file in files):
        return system
    _log.info("正在取得字体包 %s", package)
    root = scratch / package
    root.mkdir()
    _run(["dpkg-deb", "-x", str(_fetched(package, scratch)), str(root)], package)
    if absent := [file for file in files if not (root / file).is_file()]:
        raise _unfetched(package, f"包内没有 {'、'.join(Path(file).name for file in absent)}")
    return root


def _fetched(package: str, scratch: Path) -> Path:
    own = _own_state(scratch)
    if not (scratch / "lists" / "partial").exists():
        (scratch / "lists" / "partial").mkdir(parents=True)
        (scratch / "cache" / "archives" / "partial").mkdir(parents=True)
        _run(["apt-get", "-q", *own, "update"], package)
    _run(["apt-get", "-q", *own, "download", package], package, cwd=scratch)
    found = sorted(scratch.glob(f"{package}_*.deb"))
    if not found:
        raise _unfetched(package, "没有得到安装包")
    return found[-1]


def _own_state(scratch: Path) -> list[str]:
    """Keep lists and cache in our folder; as root, do not hand the download to a user who cannot write there."""
    options = [f"Dir::State::lists={scratch / 'lists'}", f"Dir::Cache={scratch / 'cache'}", "APT::Sandbox::User="]
    return [part for option in options for part in ("-o", option)]


def _run(command: Sequence[str], package: str, *, cwd: Path | None = None) -> None:
    program = shutil.which(command[0])
    if program is None:
        raise _unfetched(package, f"本机没有 {command[0]} 命令")
    try:
        done = subprocess.run(  # noqa: S603  # fixed words and our own paths, no shell
            [program, *command[1:]], cwd=cwd, capture_output=True, text=True, check=False, timeout=_MINUTES
        )
    except (OSError, subprocess.TimeoutExpired) as err:
        raise _unfetched(package, f"{command[0]} 没有完成") from err
    if done.returncode:
        _log.error("%s: %s", command[0], done.stderr.strip())
        raise _unfetched(package, f"{command[0]} 没有成功")


def _unfetched(package: str, why: str) -> UnusableError:
    return UnusableError(
        f"字体包 {package} 没有取得。",
        why=f"{why}。",
        remedy=f"请检查网络和软件源后重试；也可由管理员运行 apt-get install {' '.join(PACKAGES)} 后再运行本命令。",
    )


def main(arguments: Sequence[str]) -> int:
    """Install into the folder named, or into the one that papers read; return the exit code."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    where = Path(arguments[0]) if arguments else folder()
    try:
        taken = install(where)
    except LiuhenError as err:
        _log.error("%s", err)  # a sentence for the reader, not a trace
        return 1
    _log.info("字体齐备：%s%s", where, f"（取自 {'、'.join(taken)}）" if taken else "")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
