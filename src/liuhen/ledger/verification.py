"""Checking everything the ledger keeps, and naming what is not as it was."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from django.db import DatabaseError, connection

from liuhen.kernel.canonical import Json
from liuhen.kernel.digests import Digests
from liuhen.ledger import rebuild
from liuhen.ledger.checkers import Counted, Finding, Problem, Unchecked, checkers
from liuhen.ledger.checkpoints import Checkpoint
from liuhen.ledger.contents import check_contents, check_strays, check_tombstones
from liuhen.ledger.triggers import lenient_text, missing_triggers
from liuhen.ledger.walk import Joint, Row, Walk, rows
from liuhen.ledger.witness import Witness, check_lost_organs

_TOGETHER: Final = 250  # heads whose bodies are fetched together
_LISTED: Final = 1000  # problems listed; the others are only counted


@dataclass(slots=True)
class Report:
    """What a check found.

    Attributes:
        problems: the first thousand.
        found: how many there are altogether.
        counted: what was checked -> how many, such as entries, parts, checkpoints.
        unchecked: what could not be checked and why (未检), in Chinese.
        heads: organ -> how many entries its chain has, and the digests of the last one.
    """

    problems: list[Problem] = field(default_factory=list)
    found: int = 0
    counted: Counter[str] = field(default_factory=Counter)
    unchecked: list[str] = field(default_factory=list)
    heads: dict[str, tuple[int, Digests]] = field(default_factory=dict)

    @property
    def intact(self) -> bool:
        """Say whether nothing was found."""
        return not self.found

    def as_json(self) -> dict[str, Json]:
        """Return the report for programs."""
        heads: dict[str, Json] = {}
        for organ, (size, digests) in sorted(self.heads.items()):
            heads[organ] = {"entries": size, **digests.as_json()}
        return {
            "intact": self.intact,
            "found": self.found,
            "problems": [problem.as_json() for problem in self.problems],
            "counted": dict(sorted(self.counted.items())),
            "unchecked": list(self.unchecked),
            "heads": heads,
        }

    def take(self, findings: Iterable[Finding]) -> None:
        """Add what a checker gives."""
        for finding in findings:
            if isinstance(finding, Counted):
                self.counted[finding.what] += finding.number
            elif isinstance(finding, Unchecked):
                self.unchecked.append(finding.what)
            else:
                self.found += 1
                if self.found <= _LISTED:
                    self.problems.append(finding)


def verify(*, organ: str | None = None, checkpoint: Mapping[str, Any] | None = None) -> Report:
    """Check the ledger, what follows from it, and what other rooms registered; memory does not grow with its length.

    Args:
        organ: check only this organ's chain; tables and registered stores are checked whole.
        checkpoint: one kept outside, as its JSON. Only against such a one can it be found that the end was cut off
            or that somebody with all rights to the database computed everything anew.

    Raises:
        BadInputError: `checkpoint` is none.
    """
    outside = None if checkpoint is None else Checkpoint.read(checkpoint)
    report = Report()
    if outside is None:
        report.unchecked.append("没有提供外部检查点：末尾被整段截去、或者全部记录被重新编造，仅凭本机不能发现。")
    with lenient_text(connection):
        for check in (_triggers(), check_chains(report, organ, outside), _strays(), _projections()):
            report.take(_readable(check))
    for checker in checkers().values():
        report.take(checker())
    return report


def _readable(findings: Iterable[Finding]) -> Iterator[Finding]:
    try:
        yield from findings
    except DatabaseError as err:
        yield Problem("store.unreadable", "数据库", f"数据库文件损坏，此后未检：{err}")


def _strays() -> Iterator[Problem]:
    yield from check_strays()
    yield from check_tombstones()
    yield from check_lost_organs()


def _triggers() -> Iterator[Problem]:
    for name in missing_triggers(connection):
        yield Problem("trigger.missing", f"触发器 {name}", "防改触发器缺失或者被改动。")


def check_chains(report: Report, organ: str | None = None, outside: Checkpoint | None = None) -> Iterator[Finding]:
    """Check heads, both chains, bodies and checkpoints, organ by organ; note in `report` where each chain ends."""
    for name, group in groupby(rows(organ), key=lambda row: row.organ):
        walk, witness = Walk(name), Witness(name, outside)
        yield from _chain(report, walk, witness, group)
        yield from witness.ended(walk)
        yield Counted("entries", walk.size)
    if outside is not None and outside.organ not in report.heads:
        yield Problem("checkpoint.organ", f"机关 {outside.organ}", "检查点所属机关在留痕账中没有任何记录。")


def _chain(report: Report, walk: Walk, witness: Witness, group: Iterable[Row]) -> Iterator[Finding]:
    waiting: list[Joint] = []
    for row in group:
        joint, problems = walk.step(row)
        report.heads[walk.organ] = (walk.seq, joint.digests)
        yield from problems
        yield from witness.reached(walk)
        waiting.append(joint)
        if len(waiting) == _TOGETHER:
            yield from check_contents(waiting)
            waiting = []
    yield from check_contents(waiting)


def _projections() -> Iterator[Finding]:
    for one in rebuild.check():
        where = f"表 {one.table} 行 {one.pk} 栏 {one.column}" if one.column else f"表 {one.table} 行 {one.pk}"
        yield Problem(
            "projection.differs" if one.table else "projection.unreplayable",
            where if one.table else f"案卷 {one.dossier}",
            one.what,
            dossier=one.dossier or None,
        )
