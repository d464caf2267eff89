"""A third of the scenarios also goes through the real forms in a real browser: one server, one browser, a case each."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from liuhen.scenario.reading import files_of, read_scenario

TESTS: Final = Path(__file__).parents[1]
FILES: Final = tuple(file for file in files_of([TESTS / "scenarios"]) if read_scenario(file).browser)
LONGEST: Final = 1800  # seconds: far more than they take on one processor


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every scenario that a browser plays -> what went wrong."""
    folder = tmp_path_factory.mktemp("browser")
    results = folder / "results.jsonl"
    answer = subprocess.run(
        [sys.executable, "-m", "scenario.in_browser", results, *FILES],
        env={**os.environ, "LIUHEN_DATA": str(folder), "PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=TESTS,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return dict(json.loads(line) for line in results.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_it_comes_as_it_is_told_through_the_real_forms(file: Path, played: dict[str, str]) -> None:
    assert played[str(file)] == ""
