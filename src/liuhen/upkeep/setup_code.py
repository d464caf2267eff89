"""安装码: lets only who can read the terminal or the folder of keys set up an empty installation."""

import hmac
import os
import secrets
from pathlib import Path
from typing import Final

MOST_TRIES: Final = 10

_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is read two ways
_GROUPS, _SIGNS = 3, 4


def issue(data: Path) -> str:
    """Make a code in place of any older one, write it to keys/setup.code for its owner only, and return it."""
    code = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_SIGNS)) for _ in range(_GROUPS))
    drop(data)
    file = _file(data)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as opened:
        opened.write(code)
    return code


def current(data: Path) -> str | None:
    """Return the code that lets in now; None where there is none, or it was guessed at too often."""
    return written(data) if _tries(data) < MOST_TRIES else None


def written(data: Path) -> str | None:
    """Return the code as it was written down, or None where there is none."""
    try:
        return _file(data).read_text("ascii")
    except OSError:
        return None


def matches(data: Path, told: str) -> bool:
    """Say whether `told` is the code. Every question counts, before it is answered."""
    code = current(data)
    if code is None:
        return False
    with os.fdopen(os.open(_counter(data), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb") as counter:
        counter.write(b".")  # one byte each: two processes that ask at once both count
    right = hmac.compare_digest(_plain(told).encode(), code.encode())
    if right:
        _counter(data).unlink(missing_ok=True)
    return right


def drop(data: Path) -> None:
    """Let nobody in with any code from now on."""
    _file(data).unlink(missing_ok=True)
    _counter(data).unlink(missing_ok=True)


def _plain(told: str) -> str:
    return "-".join(told.strip().lower().replace("-", " ").split())


def _tries(data: Path) -> int:
    try:
        return _counter(data).stat().st_size
    except OSError:
        return 0


def _file(data: Path) -> Path:
    return data / "keys" / "setup.code"


def _counter(data: Path) -> Path:
    return data / "keys" / "setup.tries"
