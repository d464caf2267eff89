"""Case files: what is read is what was written, and what cannot be right is refused in Chinese."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from liuhen.rulebook import CaseFileError, Dossier, case_schema, read_dossier, write_dossier
from liuhen.rulebook.case_files import LARGEST, MOST
from liuhen.rulebook.references import same_day_first

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.json"))


def file_with(**event: Any) -> dict[str, Any]:
    whole = {"seq": 1, "kind": "clue.registered", "happened": "2026-03-02T09:00:00+08:00", **event}
    return {"format": "liuhen-case/1", "kind": "penalty", "events": [whole]}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_fits_the_published_schema_and_comes_back_as_it_was(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    Draft202012Validator(case_schema()).validate(json.loads(text))
    assert write_dossier(read_dossier(text)) == json.loads(text)


def test_a_file_may_be_given_as_bytes_or_as_data() -> None:
    data = file_with(happened="2026-03-02", recorded="2026-03-02T02:00:00Z")
    assert read_dossier(data) == read_dossier(json.dumps(data).encode())
    assert read_dossier(file_with(recorded=None)).events[0].recorded is None


@pytest.mark.parametrize(
    ("event", "said", "place"),
    [
        ({"happened": "2026-03-02T09:00:00"}, "时间须带时区", "events/0/happened"),
        ({"happened": "昨天"}, "时间须带时区", "events/0/happened"),
        ({"happened": "9999-12-31"}, "年份须在", "events/0/happened"),
        ({"happened": 5}, "时间须写成文字", "events/0/happened"),
        ({"happened": None}, "时间须写成文字", "events/0/happened"),
        ({"recorded": 5}, "时间须写成文字", "events/0/recorded"),
        ({"recorded": "2026-03-01T09:00:00Z"}, "记录时间早于发生时间", "events/0/recorded"),
        ({"recorded": "2026-03-02"}, "记录时间须写到时刻", "events/0/recorded"),
        ({"recorded": "2026-03-02T09:00:00"}, "时间须带时区", "events/0/recorded"),
        ({"fields": {"paid": {"parts": [1, 1.5]}}}, "不用小数（1.5）", "events/0/fields/paid/parts/1"),
        ({"fields": {"fine": 1e999}}, "不用小数（无穷）", "events/0/fields/fine"),
        ({"fields": {"fine_fen": 2**60}}, "整数过大", "events/0/fields/fine_fen"),
        ({"fields": {"x": "\ud800"}}, "不成字的编码", "events/0/fields/x"),
        ({"fields": {"\ud800": 1}}, "不成字的编码", "events/0/fields"),
        ({"fields": {"x": {1, 2}}}, "只能是文字", "events/0/fields"),
        ({"fields": {"x": json.loads("[" * 300 + "1.5" + "]" * 300)}}, "层次过深", "events/0/fields/x"),
        ({"by": "\ud800"}, "不成字的编码", "events/0/by"),
        ({"by": 3}, "“by”须为文字", "events/0/by"),
        ({"entry": "abc"}, "64 位十六进制", "events/0/entry"),
        ({"fields": ["x"]}, "须为名目", "events/0/fields"),
        ({"kind": "decision"}, "种类写作 clue.registered", "events/0/kind"),
        ({"seq": 0}, "写法不对", "events/0/seq"),
        ({"extra": 1}, "没有“extra”这一项", "events/0/extra"),
        ({"fields": {"of": 1}}, "须指它之前的一条记录", "events/0/fields/of"),
        ({"fields": {"submission_seq": 7}}, "没有更早的第 7 号记录", "events/0/fields/submission_seq"),
        ({"corrects": 1}, "更正的须是在它之前", "events/0/corrects"),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_place(event: dict[str, Any], said: str, place: str) -> None:
    with pytest.raises(CaseFileError, match=said) as refused:
        read_dossier(file_with(**event))
    assert refused.value.place.startswith(place)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("", "不是 JSON"),
        ("[]", "内容须是一个案件"),
        ("{}", "缺少“format”"),
        (b"\xff", "UTF-8"),
        (b"\xff\xfe{\x00", "UTF-16"),
        ('{"format": "other/1", "kind": "penalty", "events": []}', "须为“liuhen-case/1”"),
        ('{"format": "liuhen-case/1", "kind": "penalty", "events": [3]}', "这里须是一条记录"),
        ('{"format": "liuhen-case/1", "kind": "penalty", "events": 3}', "须为列表"),
        ('{"format": "liuhen-case/1", "kind": "penalty", "kind": "organ", "events": []}', "“kind”写了两次"),
        ('{"format": "liuhen-case/1", "kind": "penalty", "events": [], "terms": {"a": "soon"}}', "期限写作"),
        ('{"format": "liuhen-case/1", "kind": "penalty", "events": [], "terms": {"a": 3}}', "须为文字"),
        (" " * (LARGEST + 1), "不得超过 32 MB"),
    ],
)
def test_what_is_no_case_file_is_refused(source: str | bytes, said: str) -> None:
    with pytest.raises(CaseFileError, match=said):
        read_dossier(source)


@pytest.mark.parametrize("text", ["\ufeff{}", b"\xef\xbb\xbf{}"])
def test_a_mark_that_editors_put_first_does_no_harm(text: str | bytes) -> None:
    with pytest.raises(CaseFileError, match="缺少“format”"):
        read_dossier(text)


def test_everything_that_is_wrong_is_told_at_once_with_its_line() -> None:
    text = json.dumps(file_with(happened="昨天", fields={"fine": 1.5}, seq=0), ensure_ascii=False, indent=1)
    with pytest.raises(CaseFileError) as refused:
        read_dossier(text)
    assert [str(each).split("：")[0] for each in refused.value.problems] == [
        "第6行，events/0/seq", "第8行，events/0/happened", "第10行，events/0/fields/fine",
    ]  # fmt: skip
    assert "另有 2 处有误" in str(refused.value)


def test_of_very_many_faults_the_first_are_told() -> None:
    data = file_with()
    data["events"] = [{**data["events"][0], "seq": 0}] * (MOST + 5)
    with pytest.raises(CaseFileError) as refused:
        read_dossier(data)
    assert (len(refused.value.problems), refused.value.more) == (MOST, 5)


@pytest.mark.parametrize(("second", "said"), [(1, "序号 1 重复"), (2, "序号 2 排在 3 之后")])
def test_numbers_must_rise(second: int, said: str) -> None:
    data = file_with()
    first = data["events"][0]
    data["events"] = [first, {**first, "seq": 3}, {**first, "seq": second}]
    with pytest.raises(CaseFileError, match=said):
        read_dossier(data)


def caused(kind: str, happened: str, **fields: Any) -> dict[str, Any]:
    data = file_with(kind="review.submitted", happened="2026-03-02T12:00:00+08:00")
    data["events"].append({"seq": 2, "kind": kind, "happened": happened, "fields": fields})
    return data


@pytest.mark.parametrize("name", ["of", "submission_seq"])
def test_nothing_stands_before_its_cause(name: str) -> None:
    with pytest.raises(CaseFileError, match="发生在它所指的第 1 号记录") as refused:
        read_dossier(caused("review.opinion", "2026-03-01", **{name: 1}))
    assert refused.value.place == "events/1/happened"


@pytest.mark.parametrize(
    ("kind", "happened", "fields", "doubts"),
    [
        ("review.opinion", "2026-03-02T11:00:00+08:00", {"submission_seq": 1}, 1),
        ("review.opinion", "2026-03-02T13:00:00+08:00", {"submission_seq": 1}, 0),
        ("review.opinion", "2026-03-02", {"submission_seq": 1}, 0),
        ("recording.stored", "2026-03-02T11:00:00+08:00", {"of": 1}, 0),
        ("review.opinion", "2026-03-02T11:00:00+08:00", {"of": "一号", "seq": 9, "x_seq": True}, 0),
    ],
)
def test_an_hour_out_of_order_is_a_doubt_and_no_refusal(
    kind: str, happened: str, fields: dict[str, Any], doubts: int
) -> None:
    read = read_dossier(caused(kind, happened, **fields))
    assert len(list(same_day_first(read.events))) == doubts


def test_a_recording_may_begin_the_day_before_the_act_it_shows() -> None:
    assert len(read_dossier(caused("recording.stored", "2026-03-01", of=1)).events) == 2


def test_terms_that_the_organ_set_come_back() -> None:
    data = {**file_with(), "terms": {"W1-1": "3 workdays"}}
    assert write_dossier(read_dossier(data))["terms"] == {"W1-1": "3 workdays"}


def test_a_correction_names_an_earlier_event() -> None:
    data = file_with()
    data["events"].append({**data["events"][0], "seq": 2, "corrects": 1})
    assert read_dossier(data).events[1].corrects == 1


def test_an_empty_dossier_is_one() -> None:
    assert read_dossier(write_dossier(Dossier("penalty"))) == Dossier("penalty")


JUNK = st.sampled_from(
    [
        None,
        True,
        -1,
        0,
        1.5,
        "",
        [],
        {},
        10**20,
        ["a"],
        {"a": {"b": 1}},
        "2026-01-01",
        "\ud800",
        float("inf"),
        "penalty",
    ]
)


@given(st.lists(st.tuples(st.lists(st.integers(0, 50), min_size=1, max_size=6), JUNK), min_size=1, max_size=4))
def test_whatever_a_file_holds_it_is_read_or_refused_in_words(slips: list[tuple[list[int], Any]]) -> None:
    data = json.loads(EXAMPLES[0].read_text("utf-8"))
    for path, junk in slips:
        node = data
        for step in path[:-1]:
            inner = list(node.values()) if isinstance(node, dict) else node
            node = next((each for each in inner[step % len(inner) :] if isinstance(each, dict | list) and each), node)
        name = list(node)[path[-1] % len(node)] if isinstance(node, dict) else path[-1] % len(node)
        node[name] = junk
    try:
        read_dossier(data)
    except CaseFileError as error:
        assert all(problem.message.endswith("。") for problem in error.problems)
