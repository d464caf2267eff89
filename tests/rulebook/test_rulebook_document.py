"""The page of rules is generated, and says when it is stale."""

from pathlib import Path

import pytest

from liuhen.rulebook import Rulebook
from liuhen.rulebook.document import document, main

ROOT = Path(__file__).resolve().parents[2]


def test_every_rule_and_every_choice_is_on_the_page(wuhan: Rulebook) -> None:
    page = document([wuhan])
    own = [rule for rule in wuhan.rules if rule.pack == "wuhan-ybj"]
    assert own
    assert all(f"| {rule.id} | {rule.article} | {rule.asks} |" in page for rule in own)
    assert all(choice.question in page for number, choice in wuhan.choices.items() if number != "K23")
    assert "**不顺延（只逢法定节假日顺延）**；顺延至下一工作日" in page


def test_the_page_of_this_house_is_fresh() -> None:
    assert main(["--check"]) == 0


def test_a_stale_page_is_named_and_made_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "rules.md"
    assert main(["--check"], page=page) == 1
    assert "请重新生成" in capsys.readouterr().out
    assert main([], page=page) == 0
    assert main(["--check"], page=page) == 0
