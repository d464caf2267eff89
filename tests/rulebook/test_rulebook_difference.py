"""Two states of the rules beside each other: what came, what went, what reads otherwise, in Chinese."""

import json
from pathlib import Path

import pytest

from liuhen.rulebook import Rulebook, load
from liuhen.rulebook.difference import Change, Difference, difference
from liuhen.rulebook.wording import told
from rulebook.test_rulebook_lint import HEAD, LABELS, RULE, pack

OTHER = RULE.replace("T1-1", "T1-2")


def book(root: Path, *rules: str, version: str = "1.0.0", head: str = "") -> Rulebook:
    root.mkdir()
    pack(root, head=HEAD.replace("1.0.0", version) + head, rules="".join(rules))
    return load(["base"], root=root)


def between(folder: Path, old: str, new: str) -> Difference:
    return difference(book(folder / "old", old), book(folder / "new", new))


def said(found: Difference) -> list[str]:
    return [f"{one.how} {one.side.id} {'；'.join(map(str, one.words))}".strip() for one in found.changes]


def test_the_same_rules_do_not_differ(tmp_path: Path) -> None:
    found = between(tmp_path, RULE, RULE)
    assert found.empty
    assert said(found) == []


def test_what_came_and_what_went_is_named(tmp_path: Path) -> None:
    assert said(between(tmp_path, RULE, RULE + OTHER)) == ["added T1-2"]
    assert said(difference(load(["base"], root=tmp_path / "new"), load(["base"], root=tmp_path / "old"))) == [
        "removed T1-2"
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("  owes: c.d\n", "  owes: c.d\n  within: 2 workdays\n", "期限：（原无） → 2个工作日"),
        ("  owes: c.d\n", "  owes: c.d\n  modality: may\n", "程度：（原无） → 可以"),
        ("  owes: c.d\n", "  owes: a.b\n", "应有记录：乙 → 甲"),
        ("  asks: 要求\n", "  asks: must\n", "要求：要求 → must"),
        ("  owes: c.d\n", "  owes: c.d\n  fields: [x, y]\n", "应载事项：（原无） → 丙、y"),
        ("  owes: c.d\n", "  owes: c.d\n  when: {x: true, y: {missing: false}}\n",
         "条件：（原无） → （丙：是；y：（空缺：否））"),
        ("  owes: c.d\n", "  owes: c.d\n  signed_by: {party: 2}\n", "签名：（原无） → （当事人：2）"),
        ("case: 例", "case: 例二", "示例：1例 → 1例，有改动"),
    ],
)  # fmt: skip
def test_a_word_that_reads_otherwise_is_told_in_chinese(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert said(between(tmp_path, RULE, RULE.replace(old, new))) == [f"changed T1-1 {words}"]


def test_of_a_list_what_came_and_went_is_told(tmp_path: Path) -> None:
    rule = RULE.replace("  owes: c.d\n", "  owes: c.d\n  fields: [%s]\n")
    assert said(between(tmp_path, rule % "x, y", rule % "z, x")) == ["changed T1-1 应载事项：增加z；删去y"]
    added = difference(load(["base"], root=tmp_path / "old"), book(tmp_path / "third", rule % "x, y, z"))
    assert said(added) == ["changed T1-1 应载事项：增加z"]
    assert said(difference(load(["base"], root=tmp_path / "third"), load(["base"], root=tmp_path / "old"))) == [
        "changed T1-1 应载事项：删去z"
    ]


def test_a_word_that_is_no_longer_written_is_told(tmp_path: Path) -> None:
    rule = RULE.replace("  owes: c.d\n", "  owes: c.d\n  within: 2 workdays\n")
    assert said(between(tmp_path, rule, RULE)) == ["changed T1-1 期限：2个工作日 → （不再写明）"]


def test_reasons_and_rows_change_no_duty(tmp_path: Path) -> None:
    assert between(tmp_path, RULE, RULE.replace("  owes: c.d\n", "  owes: c.d\n  rows: W1-1\n")).empty


def test_versions_and_dates_of_a_pack_are_told(tmp_path: Path) -> None:
    found = difference(
        book(tmp_path / "old", RULE),
        book(tmp_path / "new", RULE, version="1.1.0", head="in_force: {from: 2026-01-01}\n"),
    )
    assert found.packs == {"base": ("1.0.0", "1.1.0")}
    assert [str(word) for word in found.heads["base"]] == ["施行日期：（自：无；至：无） → （自：2026-01-01；至：无）"]
    assert json.loads(json.dumps(found.as_json()))["packs"]["base"] == {"old": "1.0.0", "new": "1.1.0"}


def local(root: Path, name: str, rule: str) -> Rulebook:
    head = HEAD.replace("id: base", f"id: {name}") + "extends: base\n"
    pack(root, name=name, head=head, labels="", rules=rule)
    return load([name], root=root)


def test_rules_that_override_one_rule_belong_together_whatever_their_numbers(regulations: Path) -> None:
    pack(regulations, labels=LABELS, rules=RULE + OTHER)
    own = "- {id: %s, overrides: T1-1, because: 严, article: 三, within: 3 days}\n"
    here = local(regulations, "here", own % "H1-1")
    there = local(regulations, "there", (own % "X1-1").replace("3 days", "5 days"))
    assert said(difference(here, there)) == ["changed X1-1 期限：3日 → 5日"]
    assert said(difference(load(["base"], root=regulations), here)) == [
        "changed H1-1 条款：第一条 → 三；期限：（原无） → 3日"
    ]
    change = difference(here, there).changes[0]
    assert (change.old and change.old.id, change.new and change.new.cited) == ("H1-1", "示例三")
    assert difference(here, there).as_json()["changes"][0]["old"]["id"] == "H1-1"


def test_a_rule_that_is_overridden_only_for_a_time_still_stands(regulations: Path) -> None:
    pack(regulations, labels=LABELS, rules=RULE)
    dated = "- {id: H1-1, overrides: T1-1, because: 严, article: 三, within: 3 days, in_force: {from: 2026-01-01}}\n"
    assert said(difference(load(["base"], root=regulations), local(regulations, "here", dated))) == ["added H1-1"]


def test_a_change_has_a_side(tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        _ = Change("added", None, None).side


def test_shipped_regulations_can_be_held_against_each_other(wuhan: Rulebook) -> None:
    found = difference(load(["nhsa-order-4"]), wuhan)
    assert {"added", "changed"} <= {one.how for one in found.changes}
    assert json.dumps(found.as_json(), ensure_ascii=False)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "无"),
        (3, "3"),
        ([], "无"),
        ("x", "x"),
        ("penalty_simple", "行政处罚（简易程序）"),
        ("2 workdays", "2个工作日"),
    ],
)
def test_what_has_no_word_stays_as_it_is(wuhan: Rulebook, value: object, words: str) -> None:
    assert told(value, wuhan.labels) == words


def test_the_readings_of_an_open_text_keep_their_names(wuhan: Rulebook) -> None:
    assert told({"content": "只是内容"}, wuhan.labels, word="readings") == "（content：只是内容）"
