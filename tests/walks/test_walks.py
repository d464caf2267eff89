"""Random walks: whatever is tried, in whatever order, nothing stands in a dossier that the regulations forbid."""

import os
from itertools import pairwise
from random import Random
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from liuhen.kernel import clock
from liuhen.ledger.rebuild import _check_dossier, _clear
from liuhen.process.case.reference import CASES, INSPECTION
from liuhen.process.case.registry import ACTS
from liuhen.scenario.bureau import People, undone
from liuhen.scenario.format import Scenario, Step
from liuhen.scenario.playing import Course
from liuhen.scenario.reading import courses
from liuhen.scenario.standing import Standing
from liuhen.scenario.ways import Actions
from walks.oracle import TABLE, Deed, broken
from walks.walking import TALLY, Walk, deeds_of

SOAK: Final = bool(os.environ.get("LIUHEN_SOAK"))
WALKS: Final = int(os.environ.get("LIUHEN_WALKS") or (10_000 if SOAK else 200))
"""Of each kind of dossier; LIUHEN_WALKS asks for another number."""
STEPS: Final = range(1, 6)
"""Acts tried on one walk, beyond the course it begins on."""
EVERY: Final = 1 if SOAK else 6
"""Of so many walks one is replayed in a scratch database."""


def look(walk: Walk, *, alias: str) -> None:
    """Hold what a walk left against the table, against what was acknowledged, and against a replay."""
    left, case = walk.left(), walk.case
    told = "\n".join(walk.tried)
    assert [one.dossier_seq for one in left] == list(range(1, len(left) + 1)), told
    assert all(b.prev_dossier == a.digests for a, b in pairwise(left)), told
    assert set(walk.done) <= {one.digest for one in left}, told
    assert broken(deeds_of(left), case.kind if case else walk.of) == [], told
    if alias and case is not None:
        assert list(_check_dossier(alias, case.dossier)) == [], told
        _clear(alias, case.dossier)


def go(standing: Standing, of: str, *, walks: int, alias: str, seed: int) -> None:
    """Go so many walks from where a course stands; each is undone."""
    number = iter(range(walks * 2))

    @settings(
        max_examples=walks, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.integers(min_value=0, max_value=2**64 - 1))
    def one(chance: int) -> None:
        pick = Random(f"{of}/{seed}/{chance}").choice
        with undone():
            walk = Walk.on(of, standing)
            for _ in range(pick(STEPS)):
                walk.step(pick)
            with clock.at(walk.standing.now):
                look(walk, alias=alias if (next(number) + seed) % EVERY == 0 else "")

    one()


def require_lively(of: str) -> None:
    """Walks on which nearly everything is refused prove nothing: one act of ten goes through, of many kinds."""
    through = {kind: times for (kind, let), times in TALLY.items() if let}
    assert sum(through.values()) * 10 >= sum(TALLY.values()), (of, sum(through.values()), sum(TALLY.values()))
    assert len(through) >= 10, (of, sorted(through))
    TALLY.clear()


@pytest.mark.parametrize("of", CASES)
def test_no_walk_leaves_what_the_regulations_forbid(bureau: People, anew: str, of: str) -> None:
    steps = courses()[of].steps
    share = -(-WALKS // len(steps))
    course = Course(Scenario(title="随机办理", articles=["随机"], of=of, steps=[Step(does="-")]), Actions(), bureau)
    for place, step in enumerate(steps):
        if step.does in ACTS:
            go(course.standing, of, walks=share, alias=anew, seed=place)
        course._done(step, Actions())
    assert len(steps) * share >= WALKS
    require_lively(of)


def test_the_table_finds_what_is_planted() -> None:
    told = [
        Deed(1, "clue.registered", "a", {}),
        Deed(2, "opening.requested", "a", {}),
        Deed(3, "opening.approved", "a", {}),
        Deed(4, "case.opened", "a", {"officers": [{"id": "a"}]}),
        Deed(5, "decision.made", "b", {}),
        Deed(6, "decision.made", "b", {}),
        Deed(7, "archive.filed", "c", {}),
        Deed(8, "interview.made", "a", {"officers": [{"id": "a"}, {"id": "a"}]}),
    ]
    found = {one.split()[0] for one in broken(told, "penalty")}
    assert found == {"needs", "since", "once", "apart", "two", "last"}
    assert {one.split()[0] for one in broken(told, INSPECTION)} == {*found, "not_in"}


def test_the_table_names_kinds_that_there_are_and_an_article_for_each() -> None:
    rows = [row for rows in TABLE.values() for row in rows]
    assert all(row["article"] for row in rows)
    named = {
        kind for row in rows for name in ("kind", "kinds", "before", "other", "open") for kind in _listed(row.get(name))
    }
    assert named - {"coercion.extended"} <= {*ACTS, *_registered()}


def _listed(told: Any) -> list[str]:
    return [told] if isinstance(told, str) else list(told or ())


def _registered() -> set[str]:
    from liuhen.rulebook import load  # noqa: PLC0415

    return set(load(("wuhan-ybj",)).labels.kinds)
