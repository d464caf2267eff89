"""The floors hold, and every contract that is broken on purpose fails."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLANTED = [
    ("kernel", "liuhen.ledger", "Floors: imports run downward only"),
    ("ledger", "liuhen.rulebook", "Floors: imports run downward only"),
    ("queries", "liuhen.web", "Floors: imports run downward only"),
    ("process.inquiry", "liuhen.process.review", "Phases of a case do not know each other"),
    ("process.case", "liuhen.process.decision", "Phases of a case do not know each other"),
    ("rulebook", "django", "Pure rooms: no Django"),
    ("media", "django", "Pure rooms: no Django"),
    ("papers", "liuhen.ledger", "Papers and media know bytes, no case"),
    ("process.case", "liuhen.ledger.models", "The ledger's tables are the ledger's own"),
    ("web", "liuhen.people.models", "Doors never reach tables"),
    ("api", "liuhen.web", "The doors do not know each other"),
    ("web", "liuhen.demo", "Of the doors only the command line knows the demo"),
    ("demo", "liuhen.api", "The demo acts through actions, not through a door"),
]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    lint = Path(sys.executable).with_name("lint-imports")
    command = [lint, "--no-cache", "--no-logo", "--config", ROOT / "pyproject.toml"]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def copied_to(folder: Path) -> Path:
    shutil.copytree(ROOT / "src" / "liuhen", folder / "liuhen", ignore=shutil.ignore_patterns("__pycache__", "static"))
    return folder


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the machine says, by contract, of a copy of the house in which every contract is broken somewhere."""
    copy = copied_to(tmp_path_factory.mktemp("house"))
    for number, (room, target, _) in enumerate(PLANTED):
        (copy / "liuhen" / room.replace(".", "/") / f"planted_{number}.py").write_text(f"import {target}\n")
    answer = lint_imports(copy)
    assert answer.returncode == 1
    parts = re.split(r"\n(.+)\n-{5,}\n", answer.stdout)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_floors_hold(tmp_path: Path) -> None:
    answer = lint_imports(copied_to(tmp_path))
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize("number", range(len(PLANTED)))
def test_a_contract_broken_on_purpose_fails(broken: dict[str, str], number: int) -> None:
    room, target, contract = PLANTED[number]
    assert f"liuhen.{room}.planted_{number} -> {target} (l.1)" in broken[contract]


def test_a_room_on_no_floor_is_found(tmp_path: Path) -> None:
    annex = copied_to(tmp_path) / "liuhen" / "annex"
    annex.mkdir()
    (annex / "__init__.py").touch()
    answer = lint_imports(tmp_path)
    assert answer.returncode == 1
    assert "liuhen.annex" in answer.stdout
