"""Where the running server can be reached, told to whoever looks at the same data folder from another process."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from liuhen.upkeep.status import own_folder, replace


@dataclass(frozen=True, slots=True)
class Presence:
    """A server at work: its process, its address, the certificate file it was started with ("" for none)."""

    pid: int
    began: str
    url: str
    local: bool
    certificate: str
    behind_proxy: bool


@contextmanager
def present(data: Path, *, url: str, local: bool, certificate: Path | None, behind_proxy: bool) -> Iterator[None]:
    """Say that this process serves `data`, for as long as the block lasts."""
    here = Presence(
        os.getpid(),
        _began(os.getpid()),
        url,
        local=local,
        certificate=str(certificate or ""),
        behind_proxy=behind_proxy,
    )
    file = own_folder(data) / _NAME
    replace(file, json.dumps(asdict(here)).encode())
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def current(data: Path) -> Presence | None:
    """Return the server that runs on these data now, or None; what a killed one left behind counts for nothing."""
    try:
        told = Presence(**json.loads((data / "upkeep" / _NAME).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return told if told.began and told.began == _began(told.pid) else None


def _began(pid: int) -> str:
    """Return when a process began, in ticks since the machine did, so that a number given anew is not mistaken."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


_NAME = "serving.json"
