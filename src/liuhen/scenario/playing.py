"""Plays a scenario in one way: the usual course as far as it is given, then every step, each held against the file."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from liuhen.demo.people import ORGAN
from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, LiuhenError
from liuhen.ledger.ends import ends
from liuhen.office.in_force import in_force
from liuhen.office.registry import OFFICE_ACTS
from liuhen.process.case.registry import ActType, find_act
from liuhen.scenario.bureau import HANDLERS, People, adopt
from liuhen.scenario.format import Look, Scenario, Step
from liuhen.scenario.looks import unlike
from liuhen.scenario.reading import courses
from liuhen.scenario.samples import sample
from liuhen.scenario.standing import MAIN, Standing
from liuhen.scenario.times import PAUSE
from liuhen.scenario.ways import Came, Deed, Way

_OFFICERS: Final = "officer_ids"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a scenario went; `step` says where it went otherwise than expected, for instance `第 3 步 clue.checked`."""

    way: str
    seconds: float
    step: str = ""
    expected: str = ""
    came: str = ""

    @property
    def passed(self) -> bool:
        """Say whether everything came as expected."""
        return not self.step

    @property
    def words(self) -> str:
        """Return where it went wrong, in one sentence."""
        return "" if self.passed else f"{self.step}：应当{self.expected}；实际：{self.came}"


class UnexpectedError(Exception):
    """Something came otherwise than the scenario says."""

    def __init__(self, expected: str, came: str) -> None:
        super().__init__(expected, came)
        self.expected, self.came = expected, came


def play(scenario: Scenario, way: Way, people: People, *, given: Way | None = None) -> Outcome:
    """Play a scenario; what it writes stays, unless the caller undoes it.

    Args:
        given: the way in which the usual course goes as far as it is given; the same way where none is told.
    """
    began = time.monotonic()
    course = Course(scenario, way, people, given=given)
    try:
        for _ in course.go():
            pass
    except UnexpectedError as err:
        return Outcome(way.name, time.monotonic() - began, course.place, err.expected, err.came)
    except LiuhenError as err:
        return Outcome(way.name, time.monotonic() - began, course.place, "能够进行", str(err))
    except Exception as err:  # noqa: BLE001 - a fault of the program must not end the whole run
        return Outcome(way.name, time.monotonic() - began, course.place, "能够进行", f"程序出错：{err!r}")
    return Outcome(way.name, time.monotonic() - began)


class Course:
    """One scenario on its way."""

    def __init__(self, scenario: Scenario, way: Way, people: People, *, given: Way | None = None) -> None:
        self.scenario, self.way, self.place = scenario, way, "开始"
        self._given = given or way
        with clock.at(scenario.starts):
            if scenario.packs:
                adopt(scenario.packs)
            calendar = in_force(ORGAN).calendar
        self.standing = Standing(people, scenario.starts, scenario.starts - PAUSE, calendar)

    def go(self) -> Iterator[Step | Look]:
        """Play step by step; yields each before it is done.

        Raises:
            UnexpectedError: a step or a look came otherwise than told.
        """
        for at, step in enumerate(self._before()):
            self.place = f"given 第 {at + 1} 步 {step.does}"
            self._done(step, self._given)
        for at, one in enumerate(self.scenario.steps):
            self.place = f"第 {at + 1} 步 {one.does if isinstance(one, Step) else '查看'}"
            yield one
            if isinstance(one, Step):
                self._done(one, self.way)
            else:
                self._looked(one)

    def _before(self) -> Iterator[Step]:
        """Yield the steps of the usual course that are given."""
        told = self.scenario
        if not told.given:
            return
        steps = courses()[told.of].steps if told.of in courses() else []
        last = max((at for at, one in enumerate(steps) if one.does == told.given), default=-1)
        if last < 0:
            raise BadInputError(f"通常办理过程里没有 {told.given}。", why=f"案件种类是 {told.of}。")
        for one in steps[: last + 1]:
            if one.does not in told.without:
                changed = told.changed.get(one.does, {})
                yield one.model_copy(update={"form": laid_over(one.form, changed)})

    def _done(self, step: Step, way: Way) -> None:
        self.standing.move(step.at, pausing=True)
        with clock.at(self.standing.now):
            deed = self._deed(step, way)
            before = ends()[ORGAN].entries
            came = way.do(deed)
            written = ends()[ORGAN].entries - before
        _require_expected(step, came, written)
        if step.refused is None:
            self._remember(step, deed, came)

    def _deed(self, step: Step, way: Way) -> Deed:
        usual = usual_step(self.scenario.of, step.does)
        by = self.standing.officer(step.by or (usual.by if usual else "") or HANDLERS[0])
        act = find_act(step.does, ORGAN)
        if act is None and step.does not in OFFICE_ACTS:
            raise BadInputError(f"没有 {step.does} 这种办理事项。", why="各种事项见 docs/permissions.md。")
        within = step.within or MAIN
        form = self._form(step, act, usual.form if usual else {})
        told: dict[str, Any] = {"happened": step.happened and step.happened.moment(*self._counting)}
        told |= {"corrects": self.standing.number(step.corrects, within) if step.corrects else None}
        told |= {"seen": None if step.seen is None else self.standing.number(step.seen, within)}
        told |= {"key": f"scenario-{step.key}"} if step.key else {}
        begins = act is None or act.starts_dossier
        return Deed(
            step.does,
            act,
            None if begins else self.standing.case(within).ref,
            by,
            self.standing.entered(form, within=within, bring=lambda name: self._brought(way, deed_by=by, name=name)),
            late=step.late,
            because=step.because,
            **told,
        )

    @property
    def _counting(self) -> tuple[Any, Any]:
        return self.standing.start, self.standing.calendar

    def _brought(self, way: Way, *, deed_by: Any, name: str) -> str:
        return way.bring(deed_by, name, sample(name, at=self.standing.now))

    def _form(self, step: Step, act: ActType | None, usual: Mapping[str, Any]) -> dict[str, Any]:
        fields = act.form.model_fields if act else OFFICE_ACTS[step.does].form.model_fields
        form = laid_over(usual, step.form)
        if act is not None and _OFFICERS in fields and _OFFICERS not in form:
            form[_OFFICERS] = [f"@{name}" for name in HANDLERS]
        return form

    def _remember(self, step: Step, deed: Deed, came: Came) -> None:
        name = step.within or MAIN
        if deed.act is not None and deed.act.starts_dossier:
            name = step.begins or MAIN
            self.standing.refs[name] = came.ref
        if step.called:
            self.standing.seqs[step.called] = (name, came.seq)

    def _looked(self, look: Look) -> None:
        self.standing.move(look.at, pausing=False)
        with clock.at(self.standing.now):
            found = unlike(look, self.standing.case(look.within or MAIN).dossier, now=self.standing.now)
        if found is not None:
            raise UnexpectedError(*found)


def usual_step(of: str, kind: str) -> Step | None:
    """Return what is usually done for a kind of act in dossiers of a kind, or in any."""
    known = courses()
    first = [known[of]] if of in known else []
    for course in [*first, *(one for name, one in known.items() if name != of)]:
        found = next((one for one in [*course.steps, *course.besides] if one.does == kind), None)
        if found is not None:
            return found
    return None


def laid_over(usual: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is usually entered with what is told in its place, part by part; lists are replaced whole."""
    made = dict(usual)
    for name, value in told.items():
        before = made.get(name)
        both = isinstance(before, dict) and isinstance(value, dict) and "upload" not in value
        made[name] = laid_over(before, value) if both and isinstance(before, dict) else value
    return made


def _require_expected(step: Step, came: Came, written: int) -> None:
    if step.refused is None and came.refusal:
        raise UnexpectedError("办成", f"被拒绝：{came.refusal}")
    if step.refused is None:
        return
    wanted = step.refused.says or step.refused.article or step.refused.rule
    if not came.refusal:
        raise UnexpectedError(f"被拒绝（{wanted}）", f"办成了，记入第 {came.seq} 条")
    if step.refused.says not in came.refusal:
        raise UnexpectedError(f"被拒绝并说明“{step.refused.says}”", f"被拒绝，说明是：{came.refusal}")
    if not _names(step.refused.article, came):
        raise UnexpectedError(f"依 {step.refused.article} 被拒绝", f"被拒绝，说明是：{came.refusal}")
    if not _is_of(step.refused.rule, came):
        raise UnexpectedError(f"被规则 {step.refused.rule} 拒绝", f"被拒绝，说明是：{came.refusal}")
    if written:
        raise UnexpectedError("被拒绝并不留记录", f"多了 {written} 条记录")


def _is_of(rule: str, came: Came) -> bool:
    """Say whether this rule refused; of a way that tells no rules, whether its article stands in what it says."""
    if not rule or came.rules:
        return not rule or rule in came.rules
    book = in_force(ORGAN).rulebook
    return any(plan.rule.id == rule and plan.rule.cited in came.refusal for plan in book.every_plan())


def _names(article: str, came: Came) -> bool:
    return article in came.refusal or any(one.startswith(article) for one in came.articles)
