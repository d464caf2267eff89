"""Many scenarios, one after the other, in one bureau: each starts from the same state, whatever the last one did."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from liuhen.scenario.bureau import People, undone
from liuhen.scenario.format import Scenario
from liuhen.scenario.playing import Outcome, play
from liuhen.scenario.reading import ScenarioError, read_scenario
from liuhen.scenario.ways import WAYS


@dataclass(frozen=True, slots=True)
class Result:
    """How one file went, in every way that was asked for; `wrong` where it could not be read."""

    file: Path
    title: str = ""
    articles: tuple[str, ...] = ()
    wrong: str = ""
    outcomes: tuple[Outcome, ...] = ()

    @property
    def passed(self) -> bool:
        """Say whether everything came as expected, in every way."""
        return not self.wrong and all(one.passed for one in self.outcomes)

    @property
    def words(self) -> tuple[str, ...]:
        """Return what went wrong, one sentence for each way."""
        told = tuple(f"[{one.way}] {one.words}" for one in self.outcomes if not one.passed)
        return (self.wrong, *told) if self.wrong else told

    def as_json(self) -> dict[str, object]:
        """Return the result for programs."""
        ways = {
            one.way: {"passed": one.passed, "step": one.step, "expected": one.expected, "came": one.came}
            for one in self.outcomes
        }
        return {
            "file": str(self.file),
            "title": self.title,
            "articles": list(self.articles),
            "passed": self.passed,
            "wrong": self.wrong,
            "ways": ways,
        }


def run(files: Iterable[Path], ways: Sequence[str], people: People) -> Iterator[Result]:
    """Play files one after the other; what each writes is undone."""
    for file in files:
        try:
            scenario = read_scenario(file)
        except ScenarioError as err:
            yield Result(file, wrong=f"{err.message}{err.why}")
        else:
            yield Result(file, scenario.title, tuple(scenario.articles), "", tuple(_plays(scenario, ways, people)))


def _plays(scenario: Scenario, ways: Sequence[str], people: People) -> Iterator[Outcome]:
    for name in ways:
        with undone():
            outcome = play(scenario, WAYS[name](), people)
        yield outcome
