"""The command as a person at a terminal runs it, in this process: what it printed and how it ended."""

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from liuhen.cli.root import main


class Answer(NamedTuple):
    """How a command ended (0: well), and what stood on the screen."""

    code: int
    out: str
    err: str


def liuhen(*words: str | Path, given: bytes = b"") -> Answer:
    """Run a command with `given` on standard input."""
    out, err = io.StringIO(), io.StringIO()
    read = io.TextIOWrapper(io.BytesIO(given), encoding="utf-8")
    code = 0
    with (
        patch.object(sys, "argv", ["liuhen", *map(str, words)]),
        patch.object(sys, "stdin", read),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
    return Answer(code, out.getvalue(), err.getvalue())
