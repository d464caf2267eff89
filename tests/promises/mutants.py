"""Is the verifier itself tested? Wrong versions of it run against its own tests; each has to make one of them fail.

`python -m promises.mutants HOW_MANY SEED`: prints one JSON object with the survivors. Each wrong version lives in a
child of one process that has collected the tests, so that it costs only the tests it takes to notice it.
"""

import ast
import builtins
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from _pytest.runner import runtestprotocol

from promises.equivalent import EQUIVALENT
from promises.mutations import Mutant, mutants

ARCHIVE: Final = Path(__file__).parents[1] / "archive"
TESTS: Final = [
    str(ARCHIVE / f"test_verify_case_{name}.py") for name in ("bad", "edges", "good", "parts", "places", "trust")
]
AT_ONCE: Final = os.cpu_count() or 1
PATIENCE: Final = 120  # seconds of one wrong version; one that runs for ever is noticed
SLOW: Final = 1.5  # seconds; slower tests stay out
NOTICED: Final = 7  # exit code


class Judge:
    """Takes the place of pytest's own loop."""

    def __init__(self, chosen: list[Mutant]) -> None:
        self.chosen, self.survivors = chosen, []  # type: list[Mutant], list[str]
        self.callers: dict[str, list[pytest.Item]] = defaultdict(list)
        self.outside: list[pytest.Item] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = [item for item in session.items if "bits_flipped" not in item.name]
        # Tests that start the program see nothing of what is called inside of it; they come last, for everything.
        self.outside = [item for item in items if "bare" in item.function.__code__.co_names]  # type: ignore[attr-defined]
        self._learn([item for item in items if item not in self.outside])
        running: dict[int, Mutant] = {}
        for mutant in self.chosen:
            while len(running) >= AT_ONCE:
                self._one_ends(running)
            running[_born(mutant, self._tests_of(mutant))] = mutant
        while running:
            self._one_ends(running)
        return True

    def _learn(self, items: list[pytest.Item]) -> None:
        """Run every test once as things are; remember which functions of the verifier it calls."""
        called: set[str] = set()
        _become(_noting(called.add, _program()), b"")
        took: dict[pytest.Item, tuple[float, set[str]]] = {}
        for item in items:
            called.clear()
            begun = time.process_time()
            assert not _fails(item), item.nodeid
            took[item] = (time.process_time() - begun, set(called))
        for item in sorted(took, key=lambda one: took[one][0]):
            if took[item][0] < SLOW:
                for name in (*took[item][1], ""):
                    self.callers[name].append(item)

    def _tests_of(self, mutant: Mutant) -> list[pytest.Item]:
        """Return the tests that call its function, the quickest first; all of them where it stands outside of any."""
        inside = self.callers[mutant.function] if mutant.function in self.callers else self.callers[""]
        return [*inside, *(item for item in self.outside if item not in inside)]

    def _one_ends(self, running: dict[int, Mutant]) -> None:
        pid, status = os.wait()
        mutant = running.pop(pid)
        noticed = os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == NOTICED
        if not noticed:
            self.survivors.append(f"{mutant.line} {mutant.name}")
            sys.stderr.write(f"survivor {mutant.line} {mutant.name}\n")


def _born(mutant: Mutant, tests: list[pytest.Item]) -> int:
    pid = os.fork()
    if pid:
        return pid
    signal.alarm(PATIENCE)
    code = NOTICED
    try:
        tree = mutant.tree(_program())
        _become(tree, ast.unparse(tree).encode())
        code = NOTICED if any(_fails(test) for test in tests) else 0
    finally:
        os._exit(code)  # also where the wrong version cannot even be loaded


def _fails(test: pytest.Item) -> bool:
    return any(report.failed for report in runtestprotocol(test, log=False, nextitem=None))


def _noting(note: Callable[[str], object], source: str) -> ast.Module:
    """Return the program with a word at the beginning of every function."""
    tree = ast.parse(source)
    builtins.noted = note  # type: ignore[attr-defined]
    stack: list[tuple[ast.AST, str]] = [(tree, "")]
    while stack:
        node, inside = stack.pop()
        name = f"{inside}.{node.name}".strip(".") if isinstance(node, ast.FunctionDef | ast.ClassDef) else inside
        if isinstance(node, ast.FunctionDef):
            node.body.insert(0, ast.parse(f"noted({name!r})").body[0])
        stack += [(child, name) for child in ast.iter_child_nodes(node)]
    return ast.fix_missing_locations(tree)


def _program() -> str:
    from liuhen.archive import verify_case  # noqa: PLC0415

    return Path(verify_case.__file__).read_text("utf-8")


def _become(tree: ast.Module, program: bytes) -> None:
    """Put another version in the place of the right one: for who calls it, took names out of it, or starts it."""
    from liuhen.archive import verify_case  # noqa: PLC0415

    names = vars(verify_case)
    before = dict(names)
    exec(compile(tree, verify_case.__file__, "exec"), names)  # noqa: S102  # that is the point
    other = {id(value): names[name] for name, value in before.items() if callable(value)}
    started: dict[str, object] = {}
    if program:
        file = Path(tempfile.mkdtemp(prefix="liuhen-wrong-")) / "verify_case.py"
        file.write_bytes(program)
        started = {"VERIFIER": file, "PROGRAM": program}
    for module in [one for name, one in sys.modules.items() if name.startswith(("archive.", "tests.archive"))]:
        held = vars(module)
        held.update({name: other[id(value)] for name, value in held.items() if id(value) in other})
        held.update({name: value for name, value in started.items() if name in held})


def judged(how_many: int, seed: int) -> dict[str, Any]:
    """Try `how_many` wrong versions, chosen by `seed`; 0 means all."""
    program = (ARCHIVE.parents[1] / "src/liuhen/archive/verify_case.py").read_text("utf-8")
    text = program.splitlines()
    every = [
        one
        for one in mutants(program)
        if not {one.name, f"{one.name} | {text[one.line - 1].strip()}"} & EQUIVALENT.keys()
    ]
    chosen = random.Random(seed).sample(every, how_many) if how_many else every
    judge = Judge(chosen)
    with tempfile.TemporaryDirectory(prefix="liuhen-wrong-") as folder:
        tempfile.tempdir = folder  # the children end at once and clean up nothing themselves
        code = pytest.main(["-q", "-p", "no:randomly", "--no-header", *TESTS], plugins=[judge])
        tempfile.tempdir = None
    assert code in {0, 5}, code
    return {"tried": len(chosen), "every": len(every), "survivors": sorted(judge.survivors)}


if __name__ == "__main__":
    said = judged(int(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.write("\n" + json.dumps(said, ensure_ascii=False) + "\n")
