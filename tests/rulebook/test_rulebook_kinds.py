"""Dossiers of other kinds than a penalty under 武汉办法 and the law above it: nothing left out, and then one thing."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from liuhen.rulebook import Dossier, Finding, Rulebook, State, WorkingCalendar, assess
from liuhen.rulebook.examples import event

HERE = Path(__file__).parent / "kinds"
NOW = datetime(2026, 7, 1, tzinfo=UTC)
LEFT_OUT = [
    ("inspection", "rights.told", "W17-4"),
    ("inspection", "inspection.made", "W15-3"),
    ("inspection", "correction.rechecked", "W23-3"),
    ("inspection", "archive.filed", "W26-5"),
    ("inspection", "platform.entered", "W9-1"),
    ("confirmation", "application.receipt_given", "W10-5"),
    ("confirmation", "application.accepted", "W10-2"),
    ("confirmation", "window_record.fetched", "W11-2"),
    ("confirmation", "paper.signed", "W22-1"),
    ("confirmation", "result.published", "G6-2"),
    ("coercion", "coercion.decided", "W15-5"),
    ("coercion", "device.checked", "W7-1"),
    ("coercion", "recording.stored", "W5-1"),
    ("coercion", "opening.confirmed", "W7-2"),
    ("coercion", "archive.filed", "W26-4"),
]


def findings(
    kind: str, rulebook: Rulebook, calendar: WorkingCalendar, *, without: str | None = None
) -> tuple[Finding, ...]:
    """Judge the dossier; what is left out keeps its number free, so that all else is still about the same."""
    told: list[dict[str, Any]] = yaml.safe_load((HERE / f"{kind}.yaml").read_text(encoding="utf-8"))
    events = tuple(event(raw, seq) for seq, raw in enumerate(told, 1))
    return assess(Dossier(kind, tuple(one for one in events if one.kind != without)), rulebook, calendar, NOW)


@pytest.mark.parametrize("kind", sorted(file.stem for file in HERE.glob("*.yaml")))
def test_a_dossier_that_leaves_nothing_out_owes_nothing(kind: str, wuhan: Rulebook, calendar: WorkingCalendar) -> None:
    found = findings(kind, wuhan, calendar)
    assert {one.state for one in found} == {State.SATISFIED, State.ADVISORY, State.NOT_APPLICABLE}


@pytest.mark.parametrize(("kind", "without", "rule"), LEFT_OUT)
def test_what_is_left_out_is_missed_by_its_own_rule(
    kind: str, without: str, rule: str, wuhan: Rulebook, calendar: WorkingCalendar
) -> None:
    found = findings(kind, wuhan, calendar, without=without)
    assert rule in {one.rule.id for one in found if one.unsettled or one.state is State.BREACHED}
