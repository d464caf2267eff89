"""Every bench runs to its end on a little work, and prints what the page of goals asks for. No time is asserted."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from liuhen.bench import NAMES, papers
from liuhen.bench.bare_walk import walk

LIUHEN = Path(sys.executable).with_name("liuhen")
ASKED = {"goal", "name", "ratio", "target", "met", "runs", "against"}
MEASURES = {
    "ledger": {"ledger.append", "ledger.append.p99"},
    "verify": {"verify.ledger", "verify.whole", "verify.originals"},
    "ingest": {"ingest.store"},
    "papers": {"papers.render", "papers.catalogue", "papers.weasyprint", "papers.memory"},
    "assess": {"assess.bare", "assess.naive", "assess.printed"},
    "case": {"case.read", "case.page", "case.queries"},
    "scan": {"scan.continuity", "scan.continuity.cpu", "scan.memory"},
    "backup": {"backup.first", "backup.again", "backup.append.p99"},
}


def bench(*words: str) -> subprocess.CompletedProcess[str]:
    command = [LIUHEN, "bench", "--quick", "--runs", "1", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize("name", NAMES)
def test_a_bench_prints_its_figures_and_leaves_nothing(name: str, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    answer = bench(name, "--json")
    assert answer.returncode == 0, answer.stderr
    figures = json.loads(answer.stdout)
    assert {figure["name"] for figure in figures} == MEASURES[name]
    assert all(figure.keys() >= ASKED for figure in figures)
    assert all(figure["ratio"] > 0 for figure in figures if figure["runs"] and not figure["unit"])
    assert list(tmp_path.iterdir()) == []


def test_without_json_a_table_in_chinese_is_printed() -> None:
    answer = bench("ingest")
    assert answer.returncode == 0, answer.stderr
    assert "是否达到" in answer.stdout


def test_a_peer_that_is_not_installed_is_said_to_be_unmeasured(monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.setattr(papers, "_VENV_PYTHON", tmp_path / "python")
    figures = {figure.name: figure for figure in papers.measure(runs=1, quick=True, folder=tmp_path)}
    assert (figures["papers.weasyprint"].ratio, figures["papers.weasyprint"].met) == (None, None)
    assert figures["papers.weasyprint"].note.startswith("未测")


def test_another_name_is_refused_in_chinese() -> None:
    answer = bench("speed")
    assert answer.returncode == 2
    assert "ledger、verify、ingest、papers、backup、assess" in answer.stderr


def test_the_bare_walk_refuses_a_ledger_that_is_none(tmp_path: Path) -> None:
    database = tmp_path / "empty.sqlite3"
    database.touch()
    with pytest.raises(Exception, match="no such table"):
        walk(database, b"0" * 32)
