"""Trials in processes of their own, on an installation of their own: `python -m promises.trials NAME ROUNDS SEED`.

A trial prints one JSON object. It loads the product once and forks from there, so that thirty starts cost one.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[1]
PATIENCE = 3600  # seconds


def tried(name: str, folder: Path, *, rounds: int = 1, seed: int = 0) -> dict[str, Any]:
    """Run a trial on the installation in `folder`; return what it said."""
    environment = {**os.environ, "LIUHEN_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "promises.settings"}
    words = [sys.executable, "-m", "promises.trials", name, str(rounds), str(seed)]
    told = {"cwd": TESTS, "env": environment, "timeout": PATIENCE}
    ran = subprocess.run(words, capture_output=True, text=True, check=False, **told)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    said: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return said


def apart(work: Callable[[], object]) -> int:
    """Run `work` in a child process; return its pid at once. The child ends with 0, or with 1 and a trace."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        work()
        code = 0
    except Exception:  # noqa: BLE001  # printed whole; the parent sees the exit code
        import traceback  # noqa: PLC0415

        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def done(pid: int) -> None:
    """Wait for a child; raise when it failed."""
    _, status = os.waitpid(pid, 0)
    if status:
        raise ChildProcessError(f"a child ended with {status}")


def main(name: str, rounds: int, seed: int) -> None:
    import django  # noqa: PLC0415

    django.setup()
    from django.db import connections  # noqa: PLC0415

    said = import_module(f"promises.{name}").trial(rounds=rounds, seed=seed)
    connections.close_all()  # while the interpreter is whole: a disk that fails on purpose is written in it
    sys.stdout.write("\n" + json.dumps(said, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
