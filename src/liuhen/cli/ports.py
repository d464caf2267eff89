"""A port that is taken: by whom, and what to do about it."""

import socket
from pathlib import Path
from typing import Final

from liuhen.kernel.errors import UnusableError

_LISTENS: Final = "0A"
_PROC: Final = Path("/proc")


def require_free(host: str, port: int) -> None:
    """Refuse to start where somebody listens already.

    Raises:
        UnusableError: taken, with who holds it where the system tells; or not for this person to open.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as err:
            raise UnusableError(
                f"没有权限使用端口 {port}。",
                why="1024 以下的端口只有系统服务可以使用。",
                remedy="请换用 8443 这样的端口；或者用 liuhen service 安装为系统服务，它会给出这项权限。",
            ) from err
        except OSError as err:
            raise _taken(host, port) from err


def _taken(host: str, port: int) -> UnusableError:
    other = f"或者换一个端口，例如 --port {port + 1}（make demo 写作 PORT={port + 1}）。"
    holder = _holder(port)
    if holder is None:
        return UnusableError(
            f"端口 {port} 已被占用，或者本机没有 {host} 这个地址。", remedy=f"请停止占用它的程序，{other}"
        )
    pid, words = holder
    if "liuhen" in words:
        return UnusableError(
            f"端口 {port} 已被占用：另一个留痕服务正在使用（进程 {pid}）。",
            remedy=f"它还在工作的，直接打开网址即可；要停止它，请运行 kill {pid}，{other}",
        )
    return UnusableError(f"端口 {port} 已被占用：{words[:60]}（进程 {pid}）。", remedy=f"请停止该程序，{other}")


def _holder(port: int) -> tuple[int, str] | None:
    """Return the process that listens on a port and its command line, as far as this person may know."""
    wanted = {f"socket:[{inode}]" for name in ("tcp", "tcp6") for inode in _listening(_PROC / "net" / name, port)}
    for folder in _PROC.glob("[0-9]*") if wanted else ():
        try:
            held = {str(one.readlink()) for one in (folder / "fd").iterdir()}
        except OSError:  # another person's process, or one that has just ended
            continue
        if held & wanted:
            return _answering(folder)
    return None


def _answering(folder: Path) -> tuple[int, str]:
    """Return the process to speak to: a server's child is stopped through the server that started it."""
    words = _command(folder)
    parent = _PROC / (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1]
    return int((parent if words and _command(parent) == words else folder).name), words


def _listening(table: Path, port: int) -> list[str]:
    try:
        rows = [row.split() for row in table.read_text("ascii").splitlines()[1:]]
    except OSError:
        return []
    return [row[9] for row in rows if row[3] == _LISTENS and int(row[1].rpartition(":")[2], 16) == port]


def _command(folder: Path) -> str:
    try:
        return (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()
    except OSError:
        return ""
