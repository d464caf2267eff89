"""The guide for writing packs: its examples are a real pack, every word is explained, and no program had to change."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Final, get_args

import pytest

from liuhen.rulebook import WorkingCalendar, load
from liuhen.rulebook.examples import differences, every_example
from liuhen.rulebook.frame import PackHead
from liuhen.rulebook.lint import lint
from liuhen.rulebook.place import regulations, shelves
from liuhen.rulebook.words import Form, Words

ROOT: Final = Path(__file__).resolve().parents[2]
GUIDE: Final = (ROOT / "docs/规程编写指南.md").read_text(encoding="utf-8")
SHELF: Final = Path(__file__).parent / "packs"
PACK: Final = SHELF / "yunling-shuiwu"
LIUHEN: Final = Path(sys.executable).with_name("liuhen")
BLOCKS: Final = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=[block.strip().splitlines()[0] for block in BLOCKS])
def test_every_example_of_the_guide_stands_in_the_pack(block: str) -> None:
    assert any(block in file.read_text(encoding="utf-8") for file in PACK.glob("*.yaml"))


@pytest.mark.parametrize("word", sorted(set(Words.model_fields) - {"with_", "clashes", "in_force"}))
def test_every_word_is_explained(word: str) -> None:
    assert f"`{word}" in GUIDE


@pytest.mark.parametrize("form", [*get_args(Form), "procedure", "choice", "approval"])
def test_every_form_is_explained(form: str) -> None:
    assert f"| `{form}` |" in GUIDE


@pytest.mark.parametrize("word", sorted(set(PackHead.model_fields) - {"note", "title", "short"}))
def test_every_word_of_a_head_is_explained(word: str) -> None:
    assert f"`{word}`" in GUIDE


def test_the_invented_bureau_s_pack_is_sound() -> None:
    assert lint(more=[SHELF]) == []


def test_a_fault_in_an_added_pack_is_found(tmp_path: Path) -> None:
    (tmp_path / "yunling-shuiwu").mkdir()
    for file in PACK.glob("*.yaml"):
        text = file.read_text(encoding="utf-8").replace("within: 60 days", "within: 60 weeks")
        (tmp_path / "yunling-shuiwu" / file.name).write_text(text, encoding="utf-8")
    assert any("期限写作" in problem.message for problem in lint(more=[tmp_path]))


def test_its_rules_keep_their_examples(calendar: WorkingCalendar) -> None:
    book = load(["yunling-shuiwu"], roots=shelves([SHELF]))
    for words, example in every_example(book):
        assert differences(words, example, book, calendar) == [], (words.id, example.case)


def test_its_parameters_hold_in_a_case_and_nowhere_else(tmp_path: Path) -> None:
    stored = {"ended": "2026-04-02T17:00:00+08:00", "recording": "V1"}
    case = {
        "format": "liuhen-case/1",
        "kind": "penalty",
        "events": [
            {"seq": 1, "kind": "case.opened", "happened": "2026-03-02T10:00:00+08:00"},
            {"seq": 2, "kind": "recording.stored", "happened": "2026-04-08T16:00:00+08:00", "fields": stored},
        ],
    }
    file = tmp_path / "case.json"
    file.write_text(json.dumps(case), encoding="utf-8")
    command = [LIUHEN, "assess", file, "--regulation", "yunling-shuiwu", "--packs", SHELF]
    told = subprocess.run(
        [*command, "--at", "2026-04-09T09:00:00+08:00", "--json"], capture_output=True, text=True, check=False
    )
    findings = {one["rule"]: one for one in json.loads(told.stdout)["findings"]}
    assert (findings["Y4-1"]["state"], findings["Y4-1"]["due"]) == ("satisfied", "2026-04-08T23:59:59+08:00")
    assert findings["Y7-1"]["due"] == "2026-05-06T23:59:59+08:00"
    assert "CF60-1" not in findings or findings["CF60-1"]["state"] == "not_applicable"


def test_no_program_knows_any_bureau() -> None:
    names = {folder.name for folder in regulations().iterdir() if folder.is_dir()} - {"calendar", "papers"}
    sources = [*(ROOT / "src/liuhen/rulebook").glob("*.py"), *(ROOT / "src/liuhen/duties").rglob("*.py")]
    assert [(file.name, name) for file in sources for name in names if name in file.read_text(encoding="utf-8")] == []
