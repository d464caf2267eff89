"""The list of obligations and the facts of the law above: read whole or refused with file and line."""

from pathlib import Path
from typing import Any

import pytest

from liuhen.rulebook import PackError, coverage_page
from liuhen.rulebook.facts import read_facts
from liuhen.rulebook.obligations import coverage, faults, read_rows

HEAD = "id: {id}\ntitle: 示例规定\nshort: 示例\nversion: 1.0.0\nrank: law\n"
ROWS = """
- {id: W1-1, article: 第一条, asks: 一, forms: [record]}
- {id: W1-2, article: 第一条, asks: 二, forms: [], by: {feature: 时间轴, tests: ["tests/x.py::test_x"]}}
- {id: W1-3, article: 第一条, asks: 三, forms: [], by: {organisational: 由机关安排，本系统登记}}
- {id: W1-4, article: 第一条, asks: 四, forms: [], by: {feature: 公示栏, waits_for: 公示}}
- {id: K1, article: 武汉第一条, asks: 五, forms: [choice]}
"""
RULES = """
- {id: T1-1, form: record, article: 一, asks: 二, on: a.b, fields: [x], rows: [W1-1]}
- {id: K1, form: choice, article: 一, question: 二, readings: {a: 甲, b: 乙}, default: a}
"""
FACTS = "laws: {CF: 处罚法}\nfacts: [{id: A1-1, cites: [CF7], says: 一}]\n"


def written(root: Path, *, rows: str = ROWS, rules: str = RULES, facts: str = FACTS) -> tuple[Path]:
    (root / "rows.yaml").write_text(rows, encoding="utf-8")
    (root / "facts.yaml").write_text(facts, encoding="utf-8")
    folder = root / "base"
    folder.mkdir(exist_ok=True)
    (folder / "pack.yaml").write_text(HEAD.format(id="base"), encoding="utf-8")
    (folder / "rules.yaml").write_text(rules, encoding="utf-8")
    return (root,)


def test_every_row_ends_as_what_answers_it(regulations: Path) -> None:
    covered = {one.row.id: one.as_json() for one in coverage(written(regulations))}
    proof = "tests/rulebook/test_rulebook_packs.py::test_every_rule_keeps_its_own_examples[base-T1-1]"
    assert covered["W1-1"] == {
        "row": "W1-1", "article": "第一条", "status": "rule", "by": ["T1-1"], "tests": [proof]
    }  # fmt: skip
    assert [covered[row]["status"] for row in ("W1-2", "W1-3", "W1-4", "K1")] == [
        "feature", "organisational", "not_built", "choice"
    ]  # fmt: skip
    assert covered["W1-2"]["tests"] == ["tests/x.py::test_x"]
    assert covered["W1-4"]["by"] == ["公示栏", "公示"]
    assert faults((regulations,)) == []


def test_packs_of_an_installation_answer_rows_as_well(
    regulations: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shipped, own = written(regulations)[0], tmp_path_factory.mktemp("own")
    (own / "mine").mkdir()
    (own / "mine" / "pack.yaml").write_text(HEAD.format(id="mine"), encoding="utf-8")
    rule = "- {id: M1-1, form: record, article: 一, asks: 二, on: a.b, fields: [x], rows: [W1-1]}\n"
    (own / "mine" / "rules.yaml").write_text(rule, encoding="utf-8")
    assert coverage((shipped, own))[0].by == ("T1-1", "M1-1")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rules": "[]"}, "“W1-1”没有着落：没有规则写明它，也没有写 by"),
        ({"rules": RULES.replace("[W1-1]", "[W1-1, W9-9]")}, "没有“W9-9”这一项义务"),
        ({"rules": RULES.replace("[W1-1]", "[W1-1, W1-2]")}, "“W1-2”已有规则，不再写 by"),
        ({"rules": RULES.replace("[W1-1]", "[]").replace("default: a", "default: a, rows: [W1-1]")},
         "“W1-1”要求的是规则，只有择定事项不够"),
        ({"rows": ROWS.replace("四, forms: []", "四, forms: [gate]")}, "“W1-4”要求的是规则，不能写尚未建成"),
    ],
)  # fmt: skip
def test_what_is_wrong_between_list_and_packs_is_told_with_its_line(
    regulations: Path, change: dict[str, Any], said: str
) -> None:
    problems = faults(written(regulations, **change))
    assert said in [problem.message for problem in problems]
    assert all(problem.line > 0 for problem in problems)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rows": ROWS.replace("W1-2", "W1-1")}, r"rows\.yaml:2：“W1-1”重复"),
        ({"rows": ROWS.replace("forms: [record]", "form: [record]")}, r"rows\.yaml:2"),
        ({"rows": ROWS.replace(", waits_for: 公示", "")}, "waits_for"),
        ({"rows": ROWS.replace("feature: 公示栏, waits_for: 公示", "waits_for: 公示")}, "feature 或者 organisational"),
        ({"rows": "- ["}, r"rows\.yaml"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused(regulations: Path, change: dict[str, Any], said: str) -> None:
    with pytest.raises(PackError, match=said):
        read_rows(written(regulations, **change))


def test_a_pack_that_cannot_be_read_is_refused(regulations: Path) -> None:
    with pytest.raises(PackError, match=r"rules\.yaml:1"):
        coverage(written(regulations, rules="一"))


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (FACTS.replace("CF7", "ZZ7"), r"facts\.yaml:2：不知“ZZ7”是哪一部法"),
        (FACTS.replace("CF7", "第七条"), "不知“第七条”是哪一部法"),
        ("laws: {}", r"facts\.yaml:1"),
    ],
)
def test_facts_that_cannot_be_read_are_refused(regulations: Path, facts: str, said: str) -> None:
    with pytest.raises(PackError, match=said):
        read_facts(written(regulations, facts=facts)[0])


def test_a_fact_names_the_rules_that_begin_with_its_article(regulations: Path) -> None:
    rules = RULES.replace("T1-1", "CF7-2")
    page = coverage_page.page(written(regulations, rules=rules)[0])
    assert "| A1-1 | 处罚法7 | 一 | CF7-2 |" in page
    assert "| W1-4 | 第一条 | 四 | 尚未建成 | 公示栏；公示 |  |" in page


def test_the_page_of_coverage_is_told_when_it_is_stale(regulations: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, page = written(regulations)[0], regulations / "coverage.md"
    assert coverage_page.main(["--check"], root=root, target=page) == 1
    assert "请重新生成：python -m liuhen.rulebook.coverage_page" in capsys.readouterr().out
    assert coverage_page.main([], root=root, target=page) == 0
    assert coverage_page.main(["--check"], root=root, target=page) == 0


def test_the_page_of_coverage_of_this_house_is_fresh() -> None:
    assert coverage_page.main(["--check"]) == 0
