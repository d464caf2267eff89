"""The floors hold, and a contract that is broken on purpose fails."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def lint_imports(package: Path) -> subprocess.CompletedProcess[str]:
    lint = Path(sys.executable).with_name("lint-imports")
    command = [lint, "--no-cache", "--no-logo", "--config", ROOT / "pyproject.toml"]
    return subprocess.run(
        command,
        cwd=package,
        env={**os.environ, "PYTHONPATH": str(package)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(
        ROOT / "src" / "liuhen", tmp_path / "liuhen", ignore=shutil.ignore_patterns("__pycache__", "static")
    )
    return tmp_path


def test_the_floors_hold(copy: Path) -> None:
    answer = lint_imports(copy)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize(
    ("room", "line", "contract"),
    [
        ("kernel", "import liuhen.ledger", "Floors: imports run downward only"),
        ("ledger", "import liuhen.rulebook", "Floors: imports run downward only"),
        ("queries", "import liuhen.web", "Floors: imports run downward only"),
        ("process/inquiry", "import liuhen.process.review", "Phases of a case do not know each other"),
        ("process/case", "import liuhen.process.decision", "Phases of a case do not know each other"),
        ("rulebook", "import django.db", "Pure rooms: no Django"),
        ("media", "import django.conf", "Pure rooms: no Django"),
        ("papers", "import liuhen.ledger", "Papers and media know bytes, no case"),
        ("process/case", "import liuhen.ledger.models", "The ledger's tables are the ledger's own"),
        ("web", "import liuhen.people.models", "Doors never reach tables"),
        ("api", "import liuhen.web", "The doors do not know each other"),
    ],
)
def test_a_floor_broken_on_purpose_is_found(copy: Path, room: str, line: str, contract: str) -> None:
    (copy / "liuhen" / room / "planted.py").write_text(f"{line}\n", encoding="utf-8")
    answer = lint_imports(copy)
    assert answer.returncode == 1
    assert f"{contract} BROKEN" in answer.stdout
    assert "liuhen." + room.replace("/", ".") in answer.stdout


def test_a_room_on_no_floor_is_found(copy: Path) -> None:
    (copy / "liuhen" / "annex").mkdir()
    (copy / "liuhen" / "annex" / "__init__.py").touch()
    answer = lint_imports(copy)
    assert answer.returncode == 1
    assert "liuhen.annex" in answer.stdout
