"""Every scenario comes as it is told, as actions and over the API; together they try every act."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from liuhen.process.case.registry import ACTS
from liuhen.scenario.bureau import People
from liuhen.scenario.format import Scenario, Step
from liuhen.scenario.reading import courses, files_of, read_scenario
from liuhen.scenario.suite import run
from liuhen.scenario.ways import WAYS

FOLDER: Final = Path(__file__).parents[1] / "scenarios"
FILES: Final = files_of([FOLDER])
AT_LEAST: Final = 60
NOT_YET: Final = frozenset[str]()
"""Acts that no scenario plays yet: may only get fewer."""


def scenarios() -> Iterator[Scenario]:
    return (read_scenario(file) for file in FILES)


def played(scenario: Scenario) -> Iterator[str]:
    """The kinds of act that a scenario does, and that are not refused."""
    if scenario.given:
        kinds = [one.does for one in courses()[scenario.of].steps]
        yield from (kind for kind in kinds[: kinds.index(scenario.given) + 1] if kind not in scenario.without)
    yield from (one.does for one in scenario.steps if isinstance(one, Step) and one.refused is None)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(FOLDER).as_posix())
def test_it_comes_as_it_is_told(file: Path, way: str, bureau: People) -> None:
    (result,) = run([file], [way], bureau)
    assert result.passed, "\n".join(result.words)


def test_every_act_is_done_in_some_scenario() -> None:
    done = {kind for one in scenarios() for kind in played(one)}
    assert sorted(ACTS.keys() - done - NOT_YET) == []
    assert sorted(NOT_YET & done) == []


def test_there_are_enough_and_a_third_is_played_in_the_browser() -> None:
    told = list(scenarios())
    assert len(told) >= AT_LEAST
    assert sum(one.browser for one in told) * 3 >= len(told)


def test_every_scenario_has_a_title_of_its_own() -> None:
    titles = [one.title for one in scenarios()]
    assert sorted({title for title in titles if titles.count(title) > 1}) == []
