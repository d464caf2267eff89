"""`draw verify`: anybody draws again from the record of a draw, and comes to the same or finds where it was touched."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from liuhen.cli.drawing import draw as command
from liuhen.kernel.errors import BadInputError
from liuhen.process.inspection.drawing import METHOD, draw

OBJECTS = ["甲店", "乙店", "丙店"]
OFFICERS = ["1701-1", "1701-2", "1701-3"]


def record() -> dict[str, Any]:
    drawn = draw(seed="06 11", moment="m", objects=OBJECTS, officers=OFFICERS, apart=[], count=2, each=2)
    return {
        "method": METHOD,
        "title": "抽查（示例）",
        "seed": "06 11",
        "drawn_at": "m",
        "count": 2,
        "each": 2,
        "objects": [{"name": one, "code": "", "left_out": ""} for one in OBJECTS],
        "officers": [{"certificate": one} for one in OFFICERS],
        "apart": [],
        "result": [
            {
                "object": one.object,
                "digest": one.digest,
                "officers": [{"certificate": who, "digest": mark} for who, mark in one.officers],
            }
            for one in drawn
        ],
    }


def verified(folder: Path, told: object) -> tuple[int, str]:
    file = folder / "draw-1.json"
    file.write_text(told if isinstance(told, str) else json.dumps(told, ensure_ascii=False), "utf-8")
    done = CliRunner().invoke(command, ["verify", str(file)])
    if isinstance(done.exception, BadInputError):
        raise done.exception
    return done.exit_code, done.output


def test_a_record_comes_out_the_same(tmp_path: Path) -> None:
    code, said = verified(tmp_path, record())
    assert (code, said.splitlines()[-1]) == (0, "一致。")


@pytest.mark.parametrize(
    "changed",
    [
        {"seed": "06 12"},
        {"drawn_at": "n"},
        {"count": 1},
        {"each": 1},
    ],
)
def test_what_was_touched_is_found(tmp_path: Path, changed: dict[str, Any]) -> None:
    code, said = verified(tmp_path, record() | changed)
    assert code == 1
    assert said.splitlines()[-1].startswith("不一致")


@pytest.mark.parametrize("told", ["不是 JSON", [], {}, {"method": METHOD}, {"method": "dice"}])
def test_what_is_no_record_is_refused_in_a_sentence(tmp_path: Path, told: object) -> None:
    with pytest.raises(BadInputError, match=r"draw-1\.json"):
        verified(tmp_path, told)
