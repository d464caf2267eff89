"""`liuhen schema` prints what case files, findings and packs look like; no installation is needed."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from house.commands import liuhen
from house.installation import LIUHEN

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("what", ["case", "finding", "assessment", "pack"])
def test_a_schema_is_json_schema_of_2020_12(what: str) -> None:
    told = json.loads(liuhen("schema", what).out)
    Draft202012Validator.check_schema(told)
    assert told["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("example", sorted((ROOT / "examples").glob("*.json")), ids=lambda path: path.name)
def test_every_example_is_a_case(example: Path) -> None:
    Draft202012Validator(json.loads(liuhen("schema", "case").out)).validate(json.loads(example.read_text("utf-8")))


def test_the_example_of_the_page_is_a_case_and_its_arrangement_a_year(tmp_path: Path) -> None:
    page = (ROOT / "docs/case-files.md").read_text("utf-8")
    (tmp_path / "case.json").write_text(page.partition("```json\n")[2].partition("```")[0], "utf-8")
    assert liuhen("assess", tmp_path / "case.json", "--regulation", "wuhan-ybj", "--strict").code in (0, 1)
    (tmp_path / "year.csv").write_text("种类" + page.partition("```\n种类")[2].partition("```")[0], "utf-8")
    assert "2027" in liuhen("calendar", "check", tmp_path / "year.csv", "--yaml").out


def test_another_word_is_refused_with_those_there_are() -> None:
    answer = liuhen("schema", "cases")
    assert (answer.code, "应为 case、finding、assessment、pack 之一" in answer.err) == (2, True)


@pytest.mark.parametrize(
    "words", [["schema", "finding"], ["assess", "examples/clean.json", "--regulation", "wuhan-ybj"]]
)
def test_no_installation_is_needed(words: list[str], tmp_path: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("LIUHEN", "DJANGO"))}
    answer = subprocess.run(
        [LIUHEN, *words],
        cwd=ROOT,
        env={**bare, "LIUHEN_DATA": str(tmp_path / "none")},
        capture_output=True,
        check=False,
    )
    assert answer.returncode in (0, 1), answer.stderr
    assert not (tmp_path / "none").exists()
