"""Each thing is measured in a process and a temporary folder of its own; both are gone afterwards."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from liuhen.bench.figure import Figure
from liuhen.kernel.errors import UnusableError

_PATIENCE: Final = 600  # seconds; on a quiet machine none takes longer than one minute


def measured_apart(name: str, *, runs: int, quick: bool) -> list[Figure]:
    """Measure one thing.

    Args:
        name: one of `NAMES`.
        runs: how many runs of each side, in turn.
        quick: a small amount of work, to see that it works.

    Raises:
        UnusableError: the measuring broke off.
    """
    with tempfile.TemporaryDirectory(prefix="liuhen-bench-") as folder:
        told = {
            **os.environ,
            "LIUHEN_DATA": str(Path(folder) / "data"),
            "DJANGO_SETTINGS_MODULE": "liuhen.config.settings",
        }
        size = "quick" if quick else "full"
        command = [sys.executable, "-m", "liuhen.bench", name, str(runs), size, folder]
        try:
            answer = subprocess.run(  # noqa: S603  # this program itself
                command, env=told, capture_output=True, text=True, check=True, timeout=_PATIENCE
            )
        except subprocess.TimeoutExpired as error:
            raise _broken(name, f"{_PATIENCE} 秒内没有测完。") from error
        except subprocess.CalledProcessError as error:
            raise _broken(name, (error.stderr or "").strip()[-2000:]) from error
    return [Figure.read(said) for said in json.loads(answer.stdout.splitlines()[-1])]


def _broken(name: str, why: str) -> UnusableError:
    return UnusableError(f"测量“{name}”中断，没有结果。", why=why, remedy="请检查磁盘空间和字体后重试。")
