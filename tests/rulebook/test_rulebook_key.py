"""One case under five regulations: five lists, equal to a key written by hand before any of the packs was run."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from liuhen.kernel.clock import BEIJING
from liuhen.rulebook import Finding, Rulebook, State, assess, load, load_calendar, read_dossier

CALENDAR = load_calendar()
HERE = Path(__file__).parent / "key"
CASE = read_dossier(yaml.safe_load((HERE / "case.yaml").read_text(encoding="utf-8")))
KEY = yaml.safe_load((HERE / "expected.yaml").read_text(encoding="utf-8"))
NOW, MATTERS = datetime.fromisoformat(KEY.pop("now")), KEY.pop("matters")
KEPT: Final = {"permanent": "永久", "as_file": "与案卷同期", "organ": "保管期限表"}
EIGHT = ["storage", "opinions", "gaps", "leaving_service", "archive", "retention", "publicity", "review"]


@cache
def assessed(regulation: str) -> tuple[Rulebook, list[Finding]]:
    book = load([regulation])
    found = assess(CASE, book, CALENDAR, NOW)
    return book, [each for each in found if each.trigger and each.state is not State.NOT_APPLICABLE]


def own(book: Rulebook, rows: list[str]) -> set[str]:
    pack = book.packs[-1].head.id
    return {plan.rule.id for plan in book.every_plan() if plan.rule.pack == pack and set(plan.words.rows) & set(rows)}


def agrees(found: Finding, line: dict[str, Any]) -> bool:
    due = found.due.astimezone(BEIJING).isoformat() if found.due else None
    missing = line.get("missing")
    return (
        found.trigger is not None
        and found.trigger.seq == line["of"]
        and state(found, kept="keep" in line or line["state"] == "kept") == line["state"]
        and (KEPT[line["keep"]] in "".join(found.sums) if "keep" in line else due == line.get("due"))
        and (missing is None or (len(missing) == len(found.missing) and all(names(found, each) for each in missing)))
    )


def state(found: Finding, *, kept: bool) -> str:
    return "kept" if kept and found.state is State.SATISFIED else found.state.value


def names(found: Finding, words: str) -> bool:
    return any(word in said for word in words.split("|") for said in found.missing)


def told(found: Finding) -> str:
    due = found.due.astimezone(BEIJING).isoformat() if found.due else None
    seq = found.trigger and found.trigger.seq
    return f"{found.rule.id} of {seq}: {found.state} {due} {found.missing} {found.sums}"


def apart(found: list[Finding], lines: list[dict[str, Any]]) -> Iterator[str]:
    yield from (f"not in the key: {told(each)}" for each in found if not any(agrees(each, line) for line in lines))
    yield from (f"not found: {line}" for line in lines if not any(agrees(each, line) for each in found))


@pytest.mark.parametrize("matter", EIGHT)
@pytest.mark.parametrize("regulation", sorted(KEY))
def test_the_list_of_a_regulation_equals_the_key(regulation: str, matter: str) -> None:
    book, findings = assessed(regulation)
    expected, kinds = KEY[regulation][matter], MATTERS[matter]
    rules = own(book, expected["rows"])
    found = [each for each in findings if each.rule.id in rules and each.trigger and each.trigger.kind in kinds]
    assert list(apart(found, expected["owed"])) == []


@pytest.mark.parametrize("regulation", sorted(KEY))
def test_the_law_above_holds_beside_the_regulation(regulation: str) -> None:
    _, findings = assessed(regulation)
    lines = [line for expected in KEY[regulation].values() for line in expected.get("law", ())]
    assert [
        line
        for line in lines
        if not any(agrees(each, line) for each in findings if str(line["cited"]) in each.rule.cited)
    ] == []


def test_the_key_speaks_of_the_eight_matters_under_all_five() -> None:
    assert {regulation: sorted(told) for regulation, told in KEY.items()} == {
        regulation: sorted(EIGHT)
        for regulation in ("wuhan-ybj", "wenshang-ybj", "baofeng-ybj", "dongxihu-wlj", "fujian-ybj")
    }
