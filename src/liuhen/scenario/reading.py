"""Scenario files and courses: read strictly; what is wrong is told with file, line, step and a sentence in Chinese."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from liuhen.forms.wording import wrong_fields
from liuhen.kernel.errors import BadInputError
from liuhen.rulebook.source import Place, Source, read_source
from liuhen.scenario.format import Course, Look, Scenario, Step

M = TypeVar("M", bound=BaseModel)
_HERE: Final = Path(__file__).parent
_STEPS: Final = ("steps", "besides")


class ScenarioError(BadInputError):
    """A file that is no scenario."""


def files_of(places: Iterable[Path]) -> tuple[Path, ...]:
    """Return the scenario files that are named, and those in folders that are named, in their order."""
    found: dict[Path, None] = {}
    for place in places:
        inside = sorted(place.rglob("*.yaml")) if place.is_dir() else [place]
        found |= dict.fromkeys(inside)
    return tuple(found)


def read_scenario(file: Path) -> Scenario:
    """Read one scenario.

    Raises:
        ScenarioError: what is wrong with the file, each fault with its line.
    """
    return _read(file, Scenario)


@cache
def courses() -> Mapping[str, Course]:
    """Return the usual courses, by kind of dossier."""
    return {one.of: one for one in (_read(file, Course) for file in sorted(_HERE.glob("*.yaml")))}


def _read(file: Path, model: type[M]) -> M:
    source = read_source(file)
    _refuse(file, [(one.line, one.message) for one in source.problems])
    if not isinstance(source.data, dict):
        _refuse(file, [(1, "应当写成“名称: 内容”，见 docs/scenarios.md")])
    told = dict(source.data) if isinstance(source.data, dict) else {}
    wrong: list[tuple[int, str]] = []
    for name in _STEPS:
        if isinstance(told.get(name), list):
            told[name] = list(_steps(told[name], name, source, wrong))
    found = _validated(model, told, source, (), wrong, "")
    _refuse(file, wrong)
    assert found is not None  # noqa: S101  # otherwise something was wrong
    return found


def _steps(rows: Sequence[object], name: str, source: Source, wrong: list[tuple[int, str]]) -> Iterator[BaseModel]:
    for at, row in enumerate(rows):
        step = f"第 {at + 1} 步："
        model = Step if isinstance(row, dict) and "does" in row else Look
        if not isinstance(row, dict):
            wrong.append((source.line((name, at)), f"{step}应当写成“名称: 内容”"))
        elif (found := _validated(model, row, source, (name, at), wrong, step)) is not None:
            yield found
            if problem := _unlike_any(found):
                wrong.append((source.line((name, at)), f"{step}{problem}"))


def _unlike_any(found: BaseModel) -> str:
    if isinstance(found, Look) and not (found.rule or found.owes or found.settled):
        return "既没有写谁做什么（does），也没有写看哪条规则（rule、owes、settled）"
    if isinstance(found, Look) and found.rule and not (found.state or found.due):
        return "写了 rule，还须写 state 或者 due"
    if isinstance(found, Step) and found.corrects and not found.because:
        return "写了 corrects，还须写 because（更正理由）"
    return ""


def _validated(
    model: type[M],
    told: Mapping[Any, Any],
    source: Source,
    place: Place,
    wrong: list[tuple[int, str]],
    within: str,
) -> M | None:
    try:
        return model.model_validate(told)
    except ValidationError as err:
        for path, said in wrong_fields(err.errors()).items():
            where = (*place, *path.split("."))
            text = "没有这个词，见 docs/scenarios.md" if said == "没有这一栏" else said
            wrong.append((source.line(where), f"{within}{path}：{text}"))
        return None


def _refuse(file: Path, wrong: Sequence[tuple[int, str]]) -> None:
    if wrong:
        raise ScenarioError(
            "剧本无法读取。",
            why="；".join(f"{file}:{line}：{said}" for line, said in sorted(wrong)),
            remedy="请对照 docs/scenarios.md 改正后再运行。",
        )
