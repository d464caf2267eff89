"""`liuhen scenario run`: a line for each, a count at the end, and never a word to the data of an installation."""

import json
from pathlib import Path

from house.installation import Installation

SUITE = Path(__file__).parents[1] / "scenarios" / "course"


def test_it_says_what_passed_and_what_did_not(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("title: 不符\narticles: [令第4号]\nsteps: [{does: clue.registered, refused: 不行}]\n", "utf-8")
    untouched = Installation(tmp_path / "data")
    answer = untouched.run("scenario", "run", SUITE / "corrected.yaml", wrong)
    assert answer.returncode == 1, answer.stderr
    lines = answer.stdout.splitlines()
    assert lines[0].startswith("✓ 1/2")
    assert lines[1].startswith("✗ 2/2")
    assert "[actions] 第 1 步 clue.registered：应当被拒绝（不行）" in answer.stdout
    assert "[api] 第 1 步" in answer.stdout
    assert lines[-1] == "1 passed, 1 failed"
    assert not untouched.data.exists()


def test_programs_get_the_results_as_json(tmp_path: Path) -> None:
    answer = Installation(tmp_path / "data").run("scenario", "run", SUITE / "terms.yaml", "--json", "--via", "actions")
    (result,) = json.loads(answer.stdout)
    assert answer.returncode == 0
    assert (result["passed"], list(result["ways"])) == (True, ["actions"])
    assert answer.stderr.splitlines()[-1] == "1 passed, 0 failed"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    answer = Installation(tmp_path / "data").run("scenario", "run", tmp_path / "none.yaml")
    assert answer.returncode == 2
    assert "没有这个文件" in answer.stderr
