"""A wrong scenario file is refused with file, line, step and a sentence; a wrong expectation fails and says how."""

from pathlib import Path

import pytest

from liuhen.scenario.bureau import People
from liuhen.scenario.reading import ScenarioError, courses, read_scenario
from liuhen.scenario.suite import Result, run

HEAD = "title: 试写\narticles: [令第4号第十四条]\ngiven: clue.registered\nsteps:\n"


def written(folder: Path, text: str) -> Path:
    file = folder / "one.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def played(folder: Path, step: str, people: People) -> Result:
    (result,) = run([written(folder, f"{HEAD}  - {step}\n")], ["actions"], people)
    return result


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "：1：文件无法读取|:1：文件是空的"),
        ("- 1\n", ":1：应当写成"),
        ("title: 甲\narticles: []\nsteps: [{does: clue.registered}]\n", ":2：articles：至少要有 1 项"),
        (f"{HEAD}  - {{does: clue.checked, when: 1}}\n", ":5：第 1 步：when：没有这个词"),
        (f"{HEAD}  - {{does: clue.checked}}\n  - 5\n", ":6：第 2 步：应当写成"),
        (f"{HEAD}  - {{does: clue.checked, at: 3 days}}\n", ":5：第 1 步：at：时间写作"),
        (f"{HEAD}  - {{does: clue.checked, at: +1 25:00}}\n", ":5：第 1 步：at：时间写作"),
        (f"{HEAD}  - {{rule: L4-14}}\n", ":5：第 1 步：写了 rule，还须写"),
        (f"{HEAD}  - {{at: +1}}\n", ":5：第 1 步：既没有写谁做什么"),
        (f"{HEAD}  - {{does: clue.checked, corrects: 2}}\n", ":5：第 1 步：写了 corrects"),
        (f"starts: 1999-01-01 09:00\n{HEAD}  - {{does: clue.checked}}\n", ":1：starts：开始时间不能早于"),
        (f"starts: 明天\n{HEAD}  - {{does: clue.checked}}\n", ":1：starts：开始时间写作"),
        (f"{HEAD}  - {{does: clue.checked}}\nsteps: []\n", "写了两次"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        read_scenario(written(tmp_path, text))
    assert any(one in refused.value.why for one in said.split("|")), refused.value.why


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("{does: no.such}", "没有 no.such 这种办理事项"),
        ("{does: clue.checked, by: 某人}", "示例单位没有“某人”"),
        ("{does: clue.checked, in: 另案}", "还没有叫“另案”的案卷"),
        ("{does: clue.checked, at: +0 08:00}", "时间不能倒退"),
        ("{does: clue.checked, form: {finding: $没有}}", "前面没有叫这个名字的一步"),
        ("{does: clue.checked, form: {finding: $last.case.opened}}", "本案还没有这种记录"),
        ("{does: clue.checked, form: {finding: {upload: 录音.xyz}}}", "不能做样本文件"),
        ("{does: clue.checked, form: {nothing: 1}}", "没有这一栏"),
        ("{does: clue.checked, refused: 不行}", "应当被拒绝（不行）；实际：办成了"),
        ("{does: clue.registered, form: {party: null}, refused: 不行}", "应当被拒绝并说明“不行”；实际：被拒绝"),
        ("{does: clue.checked, by: 陈国栋, refused: {article: 令第4号}}", "应当依 令第4号 被拒绝"),
        ("{does: clue.checked, by: 陈国栋, refused: {rule: L4-14}}", "被规则 L4-14 拒绝"),
        ("{does: case.opened}", "应当办成；实际：被拒绝"),
        ("{rule: L4-14, state: satisfied}", "应当L4-14 satisfied；实际：L4-14 open"),
        ("{rule: L4-14, state: open, due: 2026-03-20}", "2026-03-20 到期；实际"),
        ("{rule: L4-14, state: done}", "没有“done”这种状态"),
        ("{rule: X-1, state: open}", "没有规则 X-1"),
        ("{settled: [L4-14]}", "应当L4-14 已记"),
    ],
)
def test_what_comes_otherwise_than_told_fails_and_says_where(
    tmp_path: Path, bureau: People, step: str, said: str
) -> None:
    result = played(tmp_path, step, bureau)
    assert not result.passed
    assert said in result.words[0]
    assert "第 1 步" in result.words[0]


def test_one_scenario_leaves_nothing_to_the_next(tmp_path: Path, bureau: People) -> None:
    file = written(tmp_path, f"{HEAD}  - {{does: clue.checked, seen: 1}}\n")
    assert [one.passed for one in run([file, file], ["actions", "api"], bureau)] == [True, True]


def test_every_course_begins_a_dossier_of_its_kind() -> None:
    assert {of: one.steps[0].does for of, one in courses().items()} == {
        "penalty": "clue.registered",
        "inspection": "inspection.planned",
        "penalty_simple": "spot_decision.made",
        "coercion": "coercion.opened",
    }
