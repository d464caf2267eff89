"""Two processes on one installation: one decision, no number twice; and what was sealed is nowhere in its files."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from process.racer import CANARY, ROUNDS

TESTS = Path(__file__).parents[1]
RACER = TESTS / "process" / "racer.py"


def start(data: Path, *words: str) -> subprocess.Popen[str]:
    told = {
        "LIUHEN_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "liuhen.config.settings",
        "PYTHONPATH": f"{TESTS}:{TESTS.parent / 'src'}",
        "LIUHEN_LOG": "DEBUG",
    }
    return subprocess.Popen(
        [sys.executable, RACER, *words],
        env={**os.environ, **told},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def answer(racer: subprocess.Popen[str]) -> tuple[Any, str]:
    out, err = racer.communicate(timeout=300)
    assert racer.returncode == 0, err
    return json.loads(out), err


def race(data: Path, kind: str, *refs: str) -> list[list[str]]:
    """Let two processes do the same acts at the same moment; return what became of each."""
    when = str(time.time() + 6)
    racers = [start(data, "act", when, kind, *refs) for _ in range(2)]
    return [answer(racer)[0] for racer in racers]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any], str]:
    data = tmp_path_factory.mktemp("race") / "data"
    told, log = answer(start(data, "prepare"))
    return data, told, log


@pytest.fixture
def data(prepared: tuple[Path, dict[str, Any], str], tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared[0], tmp_path / "data"))


def column(data: Path, sql: str) -> list[Any]:
    with sqlite3.connect(data / "liuhen.sqlite3") as raw:
        rows = [row[0] for row in raw.execute(sql)]
    raw.close()
    return rows


def test_two_who_decide_at_once_make_one_decision(data: Path, prepared: Any) -> None:
    ends = race(data, "decision.made", prepared[1]["deciding"])
    assert sorted(end for each in ends for end in each) == ["OutOfOrderError", "done"]
    assert column(data, "SELECT COUNT(*) FROM ledger_head WHERE kind = 'decision.made'") == [1]
    assert column(data, "SELECT number FROM process_numbertaken WHERE series = '罚'") == [1]


def test_two_who_open_the_same_cases_take_each_number_once(data: Path, prepared: Any) -> None:
    ends = race(data, "case.opened", *prepared[1]["opening"])
    assert sorted(end for each in ends for end in each) == ["OutOfOrderError"] * ROUNDS + ["done"] * ROUNDS
    taken = column(data, "SELECT number FROM process_numbertaken WHERE series = '案' ORDER BY number")
    assert taken == list(range(1, ROUNDS + 2))
    assert len(set(column(data, "SELECT case_no FROM process_case"))) == ROUNDS + 1


def test_two_who_register_clues_leave_no_gap(data: Path) -> None:
    ends = race(data, "clue.registered", *["-"] * ROUNDS)
    assert ends == [["done"] * ROUNDS] * 2
    refs = sorted(column(data, "SELECT ref FROM process_case"))
    assert refs == [f"2026-{number:04d}" for number in range(1, 3 * ROUNDS + 2)]
    seqs = column(data, "SELECT organ_seq FROM ledger_head ORDER BY organ_seq")
    assert seqs == list(range(1, len(seqs) + 1))


@pytest.mark.parametrize("word", CANARY.values(), ids=CANARY)
def test_what_was_sealed_is_in_no_file_and_no_log(prepared: tuple[Path, dict[str, Any], str], word: str) -> None:
    data, _, log = prepared
    spelled = [word.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be")] + [word.encode().hex().encode()]
    files = [path for path in data.rglob("*") if path.is_file()]
    assert any(path.suffix == ".sqlite3" for path in files)
    assert [path.name for path in files if any(one in path.read_bytes() for one in spelled)] == []
    assert word not in log
