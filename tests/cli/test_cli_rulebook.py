"""`liuhen rulebook`: rules checked, shown, held against each other and tried on cases, without an installation."""

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from house.commands import liuhen
from rulebook.test_rulebook_lint import HEAD, LABELS, RULE, pack

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "regulations"
OVERDUE = ROOT / "examples/overdue.json"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder with one pack of one rule."""
    folder = tmp_path / "packs"
    folder.mkdir()
    pack(folder, name="mine", head=HEAD.replace("id: base", "id: mine"), rules=RULE)
    return folder


def rules(folder: Path, *change: str) -> None:
    file = folder / "mine/rules.yaml"
    text = file.read_text("utf-8")
    assert change[0] in text
    file.write_text(text.replace(*change), "utf-8")


def told(*words: str | Path) -> Any:
    return json.loads(liuhen("rulebook", *words, "--json").out)


def test_a_sound_pack_has_no_problem(mine: Path) -> None:
    answer = liuhen("rulebook", "lint", "--packs", mine)
    assert (answer.code, answer.out) == (0, "规程没有问题。\n")
    assert told("lint", "--packs", mine) == []


def test_a_slip_is_named_with_file_line_and_rule(mine: Path) -> None:
    rules(mine, "owes: c.d", "owes: c")
    answer = liuhen("rulebook", "lint", "mine", "--packs", mine)
    assert (answer.code, answer.out.splitlines()[0]) == (
        1, f"{mine}/mine/rules.yaml:6：T1-1：“owes”写法不对：“c”",
    )  # fmt: skip
    (problem,) = told("lint", "--packs", mine)
    assert problem == {
        "file": f"{mine}/mine/rules.yaml", "line": 6, "rule": "T1-1", "message": "“owes”写法不对：“c”",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a: &a [1]\nb: *a\n", "规程不用引用"),
        (b"\xff\xfe", "不是 UTF-8 文本"),
        (b"- id: T1-1\n\tform: record\n", "不能用制表符"),
        (b"[" * 9000, "层次过深"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_problem_and_no_trace(mine: Path, content: bytes, said: str) -> None:
    (mine / "mine/more.yaml").write_bytes(content)
    answer = liuhen("rulebook", "lint", "--packs", mine)
    assert (answer.code, said in answer.out, answer.err) == (1, True, "")


def test_a_hundred_megabytes_of_rules_are_refused(mine: Path) -> None:
    os.truncate(mine / "mine/rules.yaml", 100_000_000)
    assert "文件有 100.0 MB" in liuhen("rulebook", "lint", "--packs", mine).out
    answer = liuhen("rulebook", "show", "mine", "--packs", mine)
    assert (answer.code, "文件有 100.0 MB" in answer.err, answer.out) == (2, True, "")


def test_a_loop_of_packs_is_refused(mine: Path) -> None:
    pack(mine, name="two", head=HEAD.replace("id: base", "id: two") + "extends: mine\n", labels="", rules="")
    head = mine / "mine/pack.yaml"
    head.write_text(head.read_text("utf-8") + "extends: two\n", "utf-8")
    answer = liuhen("rulebook", "lint", "--packs", mine)
    assert answer.code == 1
    assert f"{mine}/two/pack.yaml:6：规程包“mine”循环沿用自身：mine → two → mine" in answer.out


def test_a_pack_that_is_not_there_cannot_be_extended(mine: Path) -> None:
    head = mine / "mine/pack.yaml"
    head.write_text(head.read_text("utf-8") + "extends: nowhere\n", "utf-8")
    assert f"{head}:6：没有可沿用的规程“nowhere”" in liuhen("rulebook", "lint", "--packs", mine).out


def test_the_packs_there_are_can_be_listed(mine: Path) -> None:
    listed = {one["id"]: one for one in told("show", "--packs", mine)}
    assert {"wuhan-ybj", "nhsa-order-4", "mine"} <= set(listed)
    assert "wuhan-ybj" in liuhen("rulebook", "show").out
    (mine / "mine/pack.yaml").write_text("id: mine\n", "utf-8")
    assert "缺少“title”" in liuhen("rulebook", "show", "--packs", mine).err


def test_a_pack_of_the_same_id_stands_in_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED / "wuhan-ybj", tmp_path / "wuhan-ybj")
    head = tmp_path / "wuhan-ybj/pack.yaml"
    head.write_text(re.sub(r"version: .*", "version: 9.9.9", head.read_text("utf-8")), "utf-8")
    answer = liuhen("assess", OVERDUE, "--regulation", "wuhan-ybj", "--packs", tmp_path, "--json")
    assert json.loads(answer.out)["packs"]["wuhan-ybj"] == "9.9.9"
    assert told("diff", "wuhan-ybj", tmp_path / "wuhan-ybj")["packs"]["wuhan-ybj"]["new"] == "9.9.9"


def test_the_rules_of_a_pack_stand_beside_their_articles() -> None:
    shown = liuhen("rulebook", "show", "wuhan-ybj").out
    assert "武汉办法第二十六条第二款" in shown
    data = told("show", "wuhan-ybj")
    assert (data["id"], "penalty" in data["kinds"]) == ("wuhan-ybj", True)
    assert {one["pack"] for one in data["rules"]} == {"wuhan-ybj"}
    whole = told("show", "wuhan-ybj", "--all")
    assert {"wuhan-ybj", "nhsa-order-4"} <= {one["pack"] for one in whole["rules"]}
    assert any(one["overridden_by"] for one in whole["rules"])
    assert len(told("show", "wuhan-ybj", "--of", "penalty")["rules"]) <= len(data["rules"])


@pytest.mark.parametrize(("rule", "said"), [("W26-2", "期限：2个工作日"), ("K3", "缺省："), ("W3-1", "环节：受案")])
def test_one_rule_is_shown_whole(rule: str, said: str) -> None:
    shown = liuhen("rulebook", "show", "wuhan-ybj", rule).out
    assert said in shown
    assert "写在：" in shown
    assert told("show", "wuhan-ybj", rule)["id"] == rule


def test_what_is_overridden_says_by_what(mine: Path) -> None:
    own = "- {id: H1-1, overrides: T1-1, because: 更严, article: 三, within: 3 days, in_force: {from: 2026-01-01}}\n"
    head = (
        HEAD.replace("id: base", "id: two")
        + "extends: mine\nnote: 说明\nin_force: {from: 2025-01-01, until: 2029-08-31}\n"
    )
    pack(mine, name="two", head=head, labels="", rules=own)
    assert "改写 T1-1：更严" in liuhen("rulebook", "show", "two", "--packs", mine).out
    assert "自2025-01-01起至2029-08-31止施行" in liuhen("rulebook", "show", "two", "--packs", mine).out
    assert "已由 H1-1 改写" in liuhen("rulebook", "show", "two", "T1-1", "--packs", mine).out
    assert "已由 H1-1 改写" in liuhen("rulebook", "show", "two", "--all", "--packs", mine).out
    rule = told("show", "two", "H1-1", "--packs", mine)
    assert (rule["because"], rule["in_force"]) == ("更严", {"from": "2026-01-01", "until": "2029-08-31"})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show", "nowhere"], "没有规程“nowhere”"),
        (["show", "wuhan-ybj", "X9-9"], "没有规则“X9-9”"),
        (["lint", "nowhere"], "没有规程“nowhere”"),
        (["diff", "nowhere", "wuhan-ybj"], "没有规程“nowhere”"),
        (["diff", str(ROOT / "docs"), "wuhan-ybj"], "里没有 pack.yaml"),
        (["diff", "wuhan-ybj"], "缺少 乙"),
        (["clashes", "nowhere"], "没有规程“nowhere”"),
        (["simulate", str(OVERDUE), "--regulation", "nowhere"], "没有规程“nowhere”"),
        (["dance"], "没有命令 dance"),
    ],
)
def test_a_wrong_call_says_so(words: list[str], said: str) -> None:
    answer = liuhen("rulebook", *words)
    assert (answer.code, answer.out, said in answer.err) == (2, "", True), answer.err


def newer(mine: Path, *change: str) -> Path:
    """Return a second version of the pack, in a folder of another name."""
    folder = mine.parent / "mine-1.1"
    shutil.copytree(mine / "mine", folder)
    text = (folder / "rules.yaml").read_text("utf-8")
    (folder / "rules.yaml").write_text(text.replace(*change), "utf-8")
    head = (folder / "pack.yaml").read_text("utf-8")
    (folder / "pack.yaml").write_text(
        head.replace("1.0.0", "1.1.0").replace("title: 示例规定", "title: 新规定"), "utf-8"
    )
    return folder


def test_two_versions_differ_word_by_word(mine: Path) -> None:
    new = newer(mine, "  owes: c.d\n", "  owes: c.d\n  within: 3 days\n")
    answer = liuhen("rulebook", "diff", "mine", new, "--packs", mine)
    assert answer.out.splitlines() == [
        "mine：1.0.0 → 1.1.0",
        "mine　名称：示例规定 → 新规定",
        "改动　T1-1　示例第一条　要求",
        "    期限：（原无） → 3日",
        "共新增 0 条、删去 0 条、改动 1 条。",
    ]
    assert told("diff", mine / "mine", new)["changes"][0]["words"][0]["new"] == "3日"
    assert liuhen("rulebook", "diff", new, new).out == "没有不同。\n"


def test_two_regulations_can_be_held_against_each_other() -> None:
    found = told("diff", "nhsa-order-4", "wuhan-ybj")
    assert {"added", "changed"} <= {one["how"] for one in found["changes"]}
    assert " → " in liuhen("rulebook", "diff", "nhsa-order-4", "wuhan-ybj").out


def test_a_folder_whose_head_names_no_pack_is_refused(mine: Path) -> None:
    (mine / "mine/pack.yaml").write_text("title: x\n", "utf-8")
    answer = liuhen("rulebook", "diff", mine / "mine", "wuhan-ybj")
    assert (answer.code, "规程包无法使用" in answer.err) == (2, True)


def case(folder: Path, **change: Any) -> Path:
    event = {"seq": 1, "kind": "a.b", "happened": "2026-03-02"}
    whole = {"format": "liuhen-case/1", "kind": "penalty", "number": "示例1号", "events": [event], **change}
    file = folder / "case.json"
    file.write_text(json.dumps(whole, ensure_ascii=False), "utf-8")
    return file


def test_a_new_version_is_tried_on_cases_before_it_holds(mine: Path) -> None:
    new = newer(mine, "  owes: c.d\n", "  owes: c.d\n  within: 3 days\n")
    words = ("simulate", "--old", mine, "--new", new, "--regulation", "mine", "--at", "2026-03-20", case(mine.parent))
    answer = liuhen("rulebook", *words)
    assert answer.code == 0
    assert "  示例第一条　要求（第1号记录）：应记，缺乙 → 已逾期，至2026-03-05，缺乙" in answer.out
    assert "共 1 个案件，结论有变的 1 个。" in answer.out
    (one,) = told(*words)
    assert (one["number"], one["changes"][0]["new"]["due"]) == ("示例1号", "2026-03-05T23:59:59+08:00")


def test_a_case_that_cannot_be_read_is_named_and_stops_no_other(mine: Path) -> None:
    bad = mine.parent / "bad.json"
    bad.write_text("{", "utf-8")
    words = ("simulate", "--new", mine, "--regulation", "wuhan-ybj", bad, OVERDUE, mine / "none.json")
    answer = liuhen("rulebook", *words)
    assert (answer.code, "共 1 个案件，结论有变的 0 个；未能读取的文件 2 个" in answer.out) == (2, True)
    assert [bool(one["refused"]) for one in told(*words)] == [True, True]


def test_every_obligation_says_how_it_ends() -> None:
    rows = told("coverage")
    assert {"row", "article", "status", "by", "tests"} <= set(rows[0])
    assert {"W5-1", "K24"} <= {one["row"] for one in rows}
    assert f"共 {len(rows)} 条" in liuhen("rulebook", "coverage").out


def test_clashes_are_shown_with_what_holds_and_why(mine: Path) -> None:
    found = told("clashes")
    assert all(one["decided"] for one in found)
    assert {"matter", "rules", "prevails", "because", "said"} <= set(found[0])
    assert told("clashes", "wuhan-ybj", "--of", "penalty") == [
        one for one in found if one["regulation"] == "wuhan-ybj" and one["of"] == "penalty"
    ]
    assert "处不一致" in liuhen("rulebook", "clashes", "wuhan-ybj").out
    assert liuhen("rulebook", "clashes", "mine", "--packs", mine).out == "没有不一致的规则。\n"


def test_a_clash_nobody_decided_fails(mine: Path) -> None:
    rules(mine, "  owes: c.d\n", "  owes: c.d\n  within: 3 days\n  matter: thing\n")
    own = (mine / "mine/rules.yaml").read_text("utf-8").replace("T1-1", "U1-1").replace("3 days", "5 days")
    pack(mine, name="two", head=HEAD.replace("id: base", "id: two") + "extends: mine\n", labels=LABELS, rules=own)
    answer = liuhen("rulebook", "clashes", "two", "--packs", mine)
    assert (answer.code, "尚未决定" in answer.out) == (1, True)


def test_help_speaks_chinese() -> None:
    shown = liuhen("rulebook", "--help").out
    assert all(verb in shown for verb in ("lint", "show", "diff", "coverage", "simulate", "clashes"))
    assert "必填" in liuhen("calendar", "due", "--help").out
