"""Every rule that refuses acts refuses them whichever way they come: the form, the API, a scenario run."""

from pathlib import Path
from typing import Final

import pytest

from guards.posting import Forms
from liuhen.demo.people import ORGAN
from liuhen.office.in_force import in_force
from liuhen.people.officers import Officer
from liuhen.scenario.bureau import People, undone
from liuhen.scenario.format import Scenario, Step
from liuhen.scenario.guards import attacks, guards, main
from liuhen.scenario.playing import play
from liuhen.scenario.reading import read_scenario
from liuhen.scenario.ways import Actions, Api, Came, Deed, Way

TESTS: Final = Path(__file__).parents[1]
PATHS: Final = {"form": Forms, "api": Api, "run": Actions}
TRIED: Final = {rule: one for rule, one in attacks().items() if one.file}


class OneWay:
    """What is to be refused comes one way; whatever leads there is simply done."""

    def __init__(self, way: Way, scenario: Scenario) -> None:
        self.name, self._way, self._actions = way.name, way, Actions()
        self._tried = {one.does for one in scenario.steps if isinstance(one, Step) and one.refused}
        self.refusals: list[Came] = []

    def do(self, deed: Deed) -> Came:
        came = self._way.do(deed) if deed.kind in self._tried else self._actions.do(deed)
        if came.refusal:
            self.refusals.append(came)
        return came

    def bring(self, by: Officer, name: str, content: bytes) -> str:
        return self._actions.bring(by, name, content)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("rule", TRIED)
def test_it_refuses_whichever_way_the_act_comes(rule: str, path: str, bureau: People) -> None:
    scenario = read_scenario(TESTS / TRIED[rule].file)
    way = OneWay(PATHS[path](), scenario)
    with undone():
        outcome = play(scenario, way, bureau)
        cited = {plan.rule.cited for plan in in_force(ORGAN).rulebook.every_plan() if plan.rule.id == rule}
    assert outcome.passed, outcome.words
    assert way.refusals
    if not TRIED[rule].sooner:
        assert any(rule in one.rules or any(each in one.refusal for each in cited) for one in way.refusals)


def test_every_guard_is_tried_and_nothing_else() -> None:
    assert sorted({plan.rule.id for plan in guards()} ^ attacks().keys()) == []


def test_the_page_is_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0, capsys.readouterr().out


def test_a_stale_page_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "guards.md"
    assert main(["--check"], page=page) == 1
    assert "请重新生成" in capsys.readouterr().out
    assert main([], page=page) == 0
    assert main(["--check"], page=page) == 0
