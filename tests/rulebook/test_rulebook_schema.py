"""Every file of every shipped pack fits the published schema, and a slip in one does not."""

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from liuhen.rulebook import pack_schema
from liuhen.rulebook.source import read_source

ROOT = Path(__file__).resolve().parents[2] / "regulations"
FILES = [*sorted(ROOT.glob("*/pack.yaml")), *sorted(ROOT.glob("*/labels.yaml")), ROOT / "words.yaml"]
RULES = sorted(file for head in ROOT.glob("*/pack.yaml") for file in head.parent.glob("*.yaml") if file not in FILES)
PACK = Draft202012Validator(pack_schema())
RULE: dict[str, Any] = {"id": "T1-1", "form": "record", "article": "一", "asks": "要求", "on": "a.b", "owes": "c.d"}


@pytest.mark.parametrize("file", [*FILES, *RULES], ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_shipped_file_fits(file: Path) -> None:
    PACK.validate(read_source(file).data)


def test_a_rule_that_overrides_writes_only_what_differs() -> None:
    assert PACK.is_valid([{"id": "T1-2", "overrides": "T1-1", "because": "别的", "within": "3 days"}])
    assert not PACK.is_valid([{"id": "T1-2", "overrides": "T1-1", "within": "3 days"}])


@pytest.mark.parametrize(
    "change",
    [{"form": "recrod"}, {"owes": "c"}, {"wenn": 1}, {"within": "2 weeks"}, {"asks": ""}, {"when": 3}, {"id": "x"}],
)
def test_a_slip_does_not_fit(change: dict[str, Any]) -> None:
    assert PACK.is_valid([RULE])
    assert not PACK.is_valid([RULE | change])


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(pack_schema())
