"""Case files: what is read is what was written, and what cannot be right is refused in Chinese."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from liuhen.rulebook import CaseFileError, Dossier, case_schema, read_dossier, write_dossier

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


@pytest.mark.parametrize(
    ("event", "said", "place"),
    [
        ({"happened": "2026-03-02T09:00:00"}, "时间须带时区", "events/0/happened"),
        ({"happened": "昨天"}, "时间须带时区", "events/0/happened"),
        ({"happened": "9999-12-31"}, "年份须在", "events/0/happened"),
        ({"happened": 5}, "写法不对", "events/0/happened"),
        ({"recorded": "2026-03-02"}, "记录时间须写到时刻", "events/0/recorded"),
        ({"recorded": "2026-03-02T09:00:00"}, "时间须带时区", "events/0/recorded"),
        ({"fields": {"fine": 1.5}}, "不用小数", "events/0/fields"),
        ({"fields": {"fine_fen": 2**60}}, "不用小数", "events/0/fields"),
        ({"fields": ["x"]}, "须为名目", "events/0/fields"),
        ({"kind": "decision"}, "写法不对", "events/0/kind"),
        ({"seq": 0}, "写法不对", "events/0/seq"),
        ({"extra": 1}, "没有这一项", "events/0/extra"),
        ({"corrects": 1}, "更正的须是在它之前", "events/0/corrects"),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_place(event: dict[str, Any], said: str, place: str) -> None:
    with pytest.raises(CaseFileError, match=said) as refused:
        read_dossier(file_with(**event))
    assert refused.value.place.startswith(place)


@pytest.mark.parametrize("source", ["", "[]", "{}", b"\xff", '{"format": "other/1", "kind": "penalty", "events": []}'])
def test_what_is_no_case_file_is_refused(source: str | bytes) -> None:
    with pytest.raises(CaseFileError):
        read_dossier(source)


def test_numbers_must_rise() -> None:
    data = file_with()
    data["events"] *= 2
    with pytest.raises(CaseFileError, match="序号须从小到大"):
        read_dossier(data)


def test_a_correction_names_an_earlier_event() -> None:
    data = file_with()
    data["events"].append({**data["events"][0], "seq": 2, "corrects": 1})
    assert read_dossier(data).events[1].corrects == 1


def test_an_empty_dossier_is_one() -> None:
    assert read_dossier(write_dossier(Dossier("penalty"))) == Dossier("penalty")
