"""`liuhen assess` judges case files of any system: one, many, a stream of them; what cannot be read stops no other."""

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from house.commands import Answer, liuhen
from house.installation import LIUHEN
from liuhen.rulebook.assessment import assessment_schema, finding_schema

ROOT = Path(__file__).resolve().parents[2]
CLEAN, OVERDUE = ROOT / "examples/clean.json", ROOT / "examples/overdue.json"
BY = ("--regulation", "wuhan-ybj", "--at", "2026-05-01")


def case(*events: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"format": "liuhen-case/1", "kind": "penalty", "number": "示例1号", "events": list(events), **more}


def event(seq: int = 1, kind: str = "clue.registered", happened: str = "2026-04-30", **fields: Any) -> dict[str, Any]:
    clue = {"clue_no": "1", "summary": "举报", "source": "complaint"}
    return {"seq": seq, "kind": kind, "happened": happened, "fields": clue | fields}


def written(folder: Path, name: str, *cases: dict[str, Any]) -> Path:
    file = folder / name
    file.write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in cases), "utf-8")
    return file


def assessed(*words: str | Path, given: bytes = b"") -> tuple[Answer, Any]:
    answer = liuhen("assess", *words, *BY, "--json", given=given)
    return answer, json.loads(answer.out)


def test_one_file_is_one_object_that_fits_the_schema() -> None:
    answer, told = assessed(OVERDUE)
    Draft202012Validator(assessment_schema()).validate(told)
    for finding in told["findings"]:
        Draft202012Validator(finding_schema()).validate(finding)
    assert (told["file"], told["regulation"], told["at"]) == (str(OVERDUE), "wuhan-ybj", "2026-05-01T23:59:59+08:00")
    late = [one for one in told["findings"] if one["state"] == "overdue"]
    assert [(one["rule"], one["due"]) for one in late] == [("L4-40", "2026-04-16T23:59:59+08:00")]
    assert answer.code == 1
    assert "1 个案件" in answer.err


def test_nothing_late_ends_well(tmp_path: Path) -> None:
    answer, told = assessed(written(tmp_path, "a.json", case(event())))
    assert (answer.code, told["refused"], "overdue" in told["summary"]) == (0, [], False)


def test_the_regulation_may_stand_in_the_file(tmp_path: Path) -> None:
    own = case(event(), packs={"wuhan-ybj": "1.0.0", "nhsa-order-4": "1.0.0"})
    answer = liuhen("assess", written(tmp_path, "a.json", own), "--at", "2026-05-01", "--json")
    assert json.loads(answer.out)["regulation"] == "wuhan-ybj"
    answer = liuhen("assess", written(tmp_path, "a.json", case(event())), "--json")
    assert (answer.code, "请用 --regulation 指定" in answer.err) == (2, True)


def test_several_are_a_list_and_a_bad_one_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('{"format": "liuhen-case/1",\n "kind": 3, "events": []}', "utf-8")
    answer, told = assessed(OVERDUE, tmp_path / "bad.json", tmp_path / "none.json", CLEAN)
    for one in told:
        Draft202012Validator(assessment_schema()).validate(one)
    assert [Path(one["file"]).name for one in told] == ["overdue.json", "bad.json", "none.json", "clean.json"]
    assert [bool(one["refused"]) for one in told] == [False, True, True, False]
    assert told[1]["refused"][0] == {"place": "kind", "line": 2, "message": "案件文件有误：“kind”须为文字。"}
    assert "没有这个文件" in answer.err
    assert "未能读取的文件 2 个" in answer.err
    assert answer.code == 2


def test_a_folder_is_every_case_below_it(tmp_path: Path) -> None:
    (tmp_path / "in/deep").mkdir(parents=True)
    written(tmp_path / "in", "b.json", case(event()))
    written(tmp_path / "in/deep", "a.JSON", case(event()))
    written(tmp_path / "in", "c.jsonl", case(event()), case(event()))
    (tmp_path / "in/notes.txt").write_text("x", "utf-8")
    _, told = assessed(tmp_path / "in")
    names = [one["file"].removeprefix(f"{tmp_path}/in/") for one in told]
    assert names == ["b.json", "c.jsonl:1", "c.jsonl:2", "deep/a.JSON"]


def test_a_folder_without_cases_is_said(tmp_path: Path) -> None:
    answer = liuhen("assess", tmp_path, *BY)
    assert (answer.code, "文件夹里没有案件文件" in answer.out) == (2, True)


def test_one_case_a_line_names_the_line_that_is_wrong(tmp_path: Path) -> None:
    file = written(tmp_path, "a.jsonl", case(event()), case(event(happened="昨天")), case(event()))
    file.write_text(file.read_text("utf-8").replace("\n", "\n\n"), "utf-8")
    answer, told = assessed(file)
    assert [one["file"].rpartition(":")[2] for one in told] == ["1", "3", "5"]
    assert told[1]["refused"][0]["line"] == 3
    assert "events/0/happened" in answer.err


def test_standard_input_is_one_case_or_one_a_line() -> None:
    one = json.dumps(case(event()), ensure_ascii=False).encode()
    assert assessed("-", given=one)[1]["file"] == "-"
    assert assessed("-", given=json.dumps(case(event()), indent=1).encode())[1]["number"] == "示例1号"
    assert [each["file"] for each in assessed("-", given=one + b"\n\n" + one + b"\n")[1]] == ["-:1", "-:2"]
    told = assessed(CLEAN, "-", given=one)[1]
    assert [each["file"] for each in told] == [str(CLEAN), "-"]
    assert liuhen("assess", "-", *BY, given=b"").code == 2


def test_thousands_stream_with_progress_and_a_summary(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    line = json.dumps(case(event())) + "\n"
    file.write_text(line * 300, "utf-8")
    answer = liuhen("assess", file, *BY, "--progress")
    assert answer.code == 0
    assert "共 300 个案件" in answer.out


def test_progress_is_told_while_it_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("liuhen.cli.assessing._EVERY", 0)
    file = written(tmp_path, "a.jsonl", case(event()), case(event()))
    assert "已推算 2 个案件" in liuhen("assess", file, *BY, "--progress").err


def test_kinds_nobody_knows_are_doubted_and_refused_only_where_that_is_asked(tmp_path: Path) -> None:
    file = written(tmp_path, "a.json", case(event(), event(2, "case.openedd")))
    answer, told = assessed(file)
    assert (answer.code, [one["place"] for one in told["warnings"]]) == (0, ["events/1/kind"])
    assert "是否为“case.opened”" in told["warnings"][0]["message"]
    assert "请核对　第1行，events/1/kind" in liuhen("assess", file, *BY).out
    answer = liuhen("assess", file, *BY, "--strict")
    assert (answer.code, "没有“case.openedd”这种记录" in answer.out) == (2, True)
    assert liuhen("assess", CLEAN, *BY, "--strict").code in (0, 1)


def test_a_kind_of_dossier_nobody_knows_names_those_that_are_known(tmp_path: Path) -> None:
    answer = liuhen("assess", written(tmp_path, "a.json", case(event()) | {"kind": "parking"}), *BY)
    assert answer.code == 2
    assert "没有“parking”这种卷宗的规则；有：" in answer.out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xef\xbb\xbf{}", "缺少“format”"),
        (b"\xff\xfe{\x00", "UTF-16"),
        (b"[]", "内容须是一个案件"),
        (b'{"format": 1, "format": 2}', "“format”写了两次"),
        (b"PK\x03\x04", "不是 JSON"),
    ],
)
def test_what_is_no_case_is_refused_with_its_place(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "a.json").write_bytes(content)
    answer = liuhen("assess", tmp_path / "a.json", *BY)
    assert (answer.code, said in answer.out) == (2, True)
    assert "Traceback" not in answer.err


def test_a_file_of_a_hundred_megabytes_is_refused_at_once(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.touch()
    os.truncate(file, 100_000_000)
    line = written(tmp_path, "a.jsonl", case(event()))
    with line.open("ab") as opened:
        opened.write(b"\n" + b"x" * 33_000_000 + b"\n" + json.dumps(case(event())).encode())
    started = time.monotonic()
    answer, told = assessed(file, line)
    assert time.monotonic() - started < 5
    assert [bool(one["refused"]) for one in told] == [True, False, True, False]
    assert answer.err.count("一个案件不得超过 32 MB") == 2


def test_of_very_many_faults_the_number_of_others_is_told(tmp_path: Path) -> None:
    file = written(tmp_path, "a.json", case(*[event(0)] * 60))
    assert "另有 10 处有误" in liuhen("assess", file, *BY).out


def test_a_reader_who_has_seen_enough_ends_it_quietly(tmp_path: Path) -> None:
    many = written(tmp_path, "a.jsonl", *[case(event())] * 50)
    words = [LIUHEN, "assess", many, *BY, "--json"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert b"Traceback" not in running.stderr.read()


def test_what_a_terminal_would_obey_is_not_printed(tmp_path: Path) -> None:
    shown = liuhen("assess", written(tmp_path, "a.json", case(event(), title="\x1b[2J案")), *BY).out
    assert "\x1b" not in shown


def test_a_person_reads_groups_with_their_dates_and_reasons() -> None:
    shown = liuhen("assess", OVERDUE, *BY).out
    assert "  已逾期 1 项\n    L4-40　令第4号第四十条第一款" in shown
    assert "至2026年4月16日（星期四）（逾期" in shown
    assert "不适用" not in shown.splitlines()[-2]
    explained = liuhen("assess", OVERDUE, *BY, "--explain").out
    assert "      最后一日：2026年4月16日（星期四）23时59分59秒" in explained
    assert "      不适用：没有引起本条的记录" in explained
    assert "已记" in liuhen("assess", OVERDUE, *BY, "--all").out


def test_a_clean_case_owes_nothing(tmp_path: Path) -> None:
    empty = written(tmp_path, "a.json", case())
    assert "没有应记未记的事项" in liuhen("assess", empty, *BY).out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--regulation", "wuhan"], "没有规程“wuhan”"),
        (["--regulation", "../../etc"], "没有规程“../../etc”"),
        (["--at", "昨天"], "看不懂时间"),
        (["--packs", "/nowhere"], "没有这个文件或者目录"),
        (["--packs", str(ROOT / "regulations/wuhan-ybj")], "是一部规程，不是放规程的目录"),
        (["--frobnicate"], "没有选项"),
    ],
)
def test_a_wrong_call_says_so_and_judges_nothing(words: list[str], said: str) -> None:
    answer = liuhen("assess", CLEAN, "--regulation", "wuhan-ybj", *words)
    assert (answer.code, answer.out, said in answer.err) == (2, "", True), answer.err


def test_a_pack_of_ones_own_stands_beside_the_shipped_ones(tmp_path: Path) -> None:
    folder = tmp_path / "packs/mine"
    folder.mkdir(parents=True)
    head = "id: mine\ntitle: 示例\nshort: 示例\nversion: 1.0.0\nrank: normative_document\nextends: nhsa-order-4\n"
    (folder / "pack.yaml").write_text(head, "utf-8")
    rule = (
        "- {id: X1-1, form: record, article: 第一条, asks: 登记, on: clue.registered, fields: [recorder],\n"
        "   examples: [{case: 例, events: [{clue.registered: 2026-03-02}], state: open}]}\n"
    )
    (folder / "rules.yaml").write_text(rule, "utf-8")
    file = written(tmp_path, "a.json", case(event()))
    told = json.loads(liuhen("assess", file, "--regulation", "mine", "--packs", tmp_path / "packs", "--json").out)
    assert [one["state"] for one in told["findings"] if one["rule"] == "X1-1"] == ["open"]
    assert set(told["packs"]) >= {"mine", "nhsa-order-4"}
    (folder / "rules.yaml").write_text(rule.replace("form: record", "form: recrod"), "utf-8")
    answer = liuhen("assess", file, "--regulation", "mine", "--packs", tmp_path / "packs")
    assert (answer.code, answer.out) == (2, "")
    assert "mine/rules.yaml:1：X1-1：“form”不能是“recrod”" in answer.err
    (folder / "rules.yaml").write_text(rule.replace("form: record", "form: recrod") * 25, "utf-8")
    answer = liuhen("assess", file, "--regulation", "mine", "--packs", tmp_path / "packs")
    assert "另有 5 处有误" in answer.err


def test_a_case_that_names_a_broken_pack_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "packs/mine").mkdir(parents=True)
    (tmp_path / "packs/mine/pack.yaml").write_text("id: mine\n", "utf-8")
    file = written(
        tmp_path, "a.jsonl", case(event(), packs={"mine": "1.0.0"}), case(event(), packs={"wuhan-ybj": "1.0.0"})
    )
    answer = liuhen("assess", file, "--packs", tmp_path / "packs", "--json")
    assert [bool(one["refused"]) for one in json.loads(answer.out)] == [True, False]
    assert "案件所载的规程不能使用" in answer.err


def test_what_was_done_before_the_rules_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps(case(event(), event(2, "case.opened", "1996-05-04")), indent=1), "utf-8")
    shown = liuhen("assess", file, *BY).out
    assert "请核对　第19行，events/1/happened：发生在1996年5月4日，当日" in shown
    assert "未施行，没有适用" in shown
