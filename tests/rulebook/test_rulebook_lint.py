"""Lint names file and line, in Chinese, for everything a lawyer may slip on."""

import subprocess
import sys
from pathlib import Path

import pytest

from liuhen.rulebook import PackError, load
from liuhen.rulebook.lint import lint, main

HEAD = "id: base\ntitle: 示例规定\nshort: 示例\nversion: 1.0.0\nrank: normative_document\n"
LABELS = "dossiers: {penalty: 处罚}\nkinds: {a.b: 甲, c.d: 乙}\nfields: {x: 丙}\nroles: {party: 当事人}\n"
RULE = """- id: T1-1
  form: record
  article: 第一条
  asks: 要求
  on: a.b
  owes: c.d
  examples:
    - {case: 例, events: [{a.b: 2026-03-02}], state: open}
"""


def pack(root: Path, *, name: str = "base", head: str = HEAD, labels: str = LABELS, **files: str) -> None:
    folder = root / name
    folder.mkdir()
    for file, text in {"pack": head, "labels": labels, **files}.items():
        if text:
            (folder / f"{file}.yaml").write_text(text, encoding="utf-8")


def found(root: Path) -> list[str]:
    return [f"{each.file.relative_to(root)}:{each.line} {each.message}" for each in lint(root)]


def test_a_sound_pack_has_no_problem(regulations: Path) -> None:
    pack(regulations, rules=RULE)
    assert found(regulations) == []


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (("form: record", "form: recrod"), 2, "“form”不能是“recrod”"),
        (("  asks: 要求\n", ""), 1, "缺少“asks”"),
        (("  on: a.b\n", "  on: a.b\n  wenn: {x: 1}\n"), 6, "没有“wenn”这个词"),
        (("owes: c.d", "owes: c"), 6, "“owes”写法不对：“c”"),
        (("owes: c.d", "owes: c.e"), 1, "没有“c.e”这种记录"),
        (("owes: c.d", "owes: c.d\n  fields: [y]"), 7, "字段“y”没有中文名称"),
        (("owes: c.d", "owes: c.d\n  signed_by: [nobody]"), 7, "签名人“nobody”没有中文名称"),
        (("owes: c.d", "owes: c.d\n  when: urgent"), 7, "条件须写作"),
        (("owes: c.d", "owes: c.d\n  within: 2 weeks"), 7, "期限写作"),
        (("owes: c.d", "owes: c.d\n  owes: a.b"), 7, "“owes”写了两次"),
        (("owes: c.d", "owes: c.d\n  even_before: maybe"), 7, "“even_before”只能是 true 或 false"),
        (("owes: c.d", "owes: c.d\n  in_force: {from: 2026-01-01, until: 2025-01-01}"), 7, "施行的末日早于首日"),
        (("owes: c.d", "owes: c.d\n  instead: [{within: 2 days}]"), 1, "instead 的每一项须写明 when"),
        (("owes: c.d", "owes: c.d\n  instead: [{when: {x: 1}, within: 2 weeks}]"), 7, "期限写作"),
        (("owes: c.d", "owes: c.d\n  instead: [{when: 1}]"), 7, "条件须写作"),
        (("owes: c.d", "owes: c.d\n  because: 无"), 1, "overrides 与 because 须同时写明"),
        (("owes: c.d", "owes: c.d\n  overrides: T9-9\n  because: 无"), 7, "没有可改写的规则“T9-9”"),
        (("owes: c.d", "owes: c.d\n  readings: {K1: {x: {}}}"), 7, "没有名为“K1”的择定事项"),
        (("owes: c.d", "owes: c.d\n  before: a.b"), 1, "before 只用于"),
        (("  on: a.b\n  owes: c.d\n", "  on: a.b\n"), 1, "须写明 owes"),
        (("  on: a.b\n", ""), 1, "须写明 on"),
        (("form: record", "form: gate"), 1, "form: gate 须写明 before"),
        (("form: record\n", "form: gate\n  before: a.b\n"), None, None),
        (("form: record", "form: duty-split"), 1, "form: duty-split 须写明 not_by"),
        (("form: record", "form: deadline"), 1, "form: deadline 须写明 within"),
        (("state: open", "state: satisfied"), 8, "示例“例”不成立——结论：示例为satisfied，推算为open"),
        (("{a.b: 2026-03-02}", "{a.b: 2026-03-02T09:00}"), 8, "须带时区"),
        (("state: open", "now: 2026-03-02T09:00, state: open"), 8, "须带时区"),
        (("state: open", "state: open, refused: true"), 8, "tried 与 refused 须同时写明"),
        ((", state: open", ""), 8, "示例须写明 state"),
        (("  examples:\n    - {case: 例, events: [{a.b: 2026-03-02}], state: open}\n", ""), 1, "没有示例"),
        (("- id: T1-1", "- x\n- id: T1-1"), 1, "规则须由“词: 内容”组成"),
        (("- id: T1-1", "id: T1-1\nx:"), 1, "规则文件须是一列规则"),
        (("asks: 要求", "asks: [要求"), 5, "YAML 写法有误"),
        (("asks: 要求", "asks: ''"), 4, "“asks”不能为空"),
        (("asks: 要求", "asks: 3"), 4, "“asks”须为文字"),
        (("owes: c.d", "owes: {c.d: 1}"), 6, "“owes”须是一列"),
        (("owes: c.d", "owes: c.d\n  labels: 丙"), 7, "“labels”须由“词: 内容”组成"),
    ],
)
def test_a_slip_is_named_with_its_line(
    regulations: Path, change: tuple[str, str], line: int | None, said: str | None
) -> None:
    changed = RULE.replace(*change)
    assert changed != RULE
    pack(regulations, rules=changed)
    if said is None:
        assert all("示例" in each for each in found(regulations))
        return
    assert any(each.startswith(f"base/rules.yaml:{line} ") and said in each for each in found(regulations))


def test_the_same_rule_written_twice_is_named(regulations: Path) -> None:
    pack(regulations, rules=RULE + RULE)
    assert "base/rules.yaml:9 规则“T1-1”重复" in found(regulations)


CHOICE = "- {id: K1, form: choice, article: 一, question: 问, readings: {x: 甲, y: 乙}, default: %s}\n"


def test_a_choice_needs_its_default_its_readings_and_a_rule(regulations: Path) -> None:
    pack(regulations, rules=RULE, choices=CHOICE % "z")
    assert found(regulations) == ["base/choices.yaml:1 default“z”不在 readings 之中"]
    (regulations / "base/choices.yaml").write_text(CHOICE % "x", encoding="utf-8")
    assert found(regulations) == ["base/choices.yaml:1 没有规则用到择定事项“K1”"]


def test_a_reading_that_is_none_and_a_patch_that_makes_no_rule_are_named(regulations: Path) -> None:
    patch = "  owes: c.d\n  readings:\n    K1:\n      y: {within: 2 weeks}\n"
    pack(regulations, choices=CHOICE % "x", rules=RULE.replace("  owes: c.d\n", patch))
    assert [each.split(" ")[0] for each in found(regulations)] == ["base/rules.yaml:9"]
    rules = regulations / "base/rules.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("      y:", "      z:"), encoding="utf-8")
    assert found(regulations) == ["base/rules.yaml:9 “K1”没有“z”这种读法"]
    with pytest.raises(PackError, match="没有“z”这种读法"):
        load(["base"], root=regulations)


def test_a_stage_without_a_word_for_its_kind_is_named(regulations: Path) -> None:
    stage = "{id: s, title: 三, kinds: x.y}"
    procedure = f"- {{id: T3, form: procedure, article: 一, asks: 二, of: x, over: a.b, stages: [{stage}]}}\n"
    pack(regulations, rules=RULE, stages=procedure)
    assert found(regulations) == ["base/stages.yaml:1 “x.y”没有中文名称"]


def test_folders_and_heads_are_checked(regulations: Path) -> None:
    (regulations / "empty").mkdir()
    pack(regulations, name="other", rules=RULE)
    assert found(regulations) == [
        "empty/pack.yaml:1 规程包缺少 pack.yaml",
        "other/pack.yaml:1 id“base”与文件夹“other”不一致",
    ]


def test_a_pack_that_extends_itself_in_a_circle_is_named(regulations: Path) -> None:
    pack(regulations, head=HEAD + "extends: base2\n", rules=RULE)
    pack(regulations, name="base2", head=HEAD.replace("id: base", "id: base2") + "extends: base\n", labels="", rules="")
    assert any("循环沿用自身" in each for each in found(regulations))


def test_a_head_and_labels_that_do_not_fit_are_named(regulations: Path) -> None:
    pack(regulations, head=HEAD.replace("1.0.0", "一"), rules=RULE)
    assert found(regulations) == ["base/pack.yaml:4 “version”写法不对：“一”"]
    (regulations / "base/pack.yaml").write_text(HEAD, encoding="utf-8")
    (regulations / "base/labels.yaml").write_text("kinds: {甲: a.b}\n", encoding="utf-8")
    assert any(each.startswith("base/labels.yaml:1 ") for each in found(regulations))


def test_a_file_that_is_no_text_and_an_empty_head_are_named(regulations: Path) -> None:
    pack(regulations, rules=RULE)
    (regulations / "base/rules.yaml").write_bytes(b"\xff\xfe")
    assert found(regulations) == [
        "base/rules.yaml:1 文件无法读取：不是 UTF-8 文本",
        "base/rules.yaml:1 规则文件须是一列规则",
    ]
    (regulations / "base/pack.yaml").write_text("", encoding="utf-8")
    assert any("pack.yaml" in each for each in found(regulations))


def test_a_broken_calendar_stops_the_rest(tmp_path: Path) -> None:
    (tmp_path / "calendar").mkdir()
    (tmp_path / "calendar/2030.yaml").write_text("year: x\n", encoding="utf-8")
    assert [each.split(" ")[0] for each in found(tmp_path)] == ["calendar/2030.yaml:1"]


def test_the_command_says_the_same_and_fails(regulations: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack(regulations, rules=RULE.replace("form: record", "form: recrod"))
    assert main([str(regulations)]) == 1
    assert "rules.yaml:2：" in capsys.readouterr().out


def test_the_command_passes_the_packs_of_this_house() -> None:
    done = subprocess.run([sys.executable, "-m", "liuhen.rulebook.lint"], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"")


@pytest.mark.parametrize("word", ["since", "holds", "after", "on"])
def test_a_number_where_words_belong_is_refused(regulations: Path, word: str) -> None:
    pack(regulations, rules=RULE.replace("  on: a.b\n", "").replace("  owes: c.d\n", f"  owes: c.d\n  {word}: [3]\n"))
    assert any(each.startswith("base/rules.yaml:") for each in found(regulations))
