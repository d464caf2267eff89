"""Findings as a person reads them at a terminal: grouped by what they say, the urgent ones first."""

import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from liuhen.rulebook.arithmetic import WEEKDAYS, day
from liuhen.rulebook.assessment import Assessment, FindingRecord
from liuhen.rulebook.errors import CaseProblem

ORDER: Final = ("breached", "overdue", "due_soon", "open", "satisfied_late", "waived")
REST: Final = ("advisory", "satisfied", "not_applicable")


def plain(text: str) -> str:
    """Return text from elsewhere without what a terminal would obey."""
    return "".join("·" if unicodedata.category(letter) in ("Cc", "Cf") else letter for letter in text)


def case_lines(one: Assessment, *, everything: bool, explain: bool) -> Iterator[str]:
    """Yield the lines of one case; what is settled or does not apply only with `everything`."""
    name = "　".join(part for part in (one.number, one.title) if part)
    yield plain(f"{name}（{one.file}）" if name else one.file)
    for problem in one.refused:
        yield plain(f"  未能读取　{CaseProblem(problem.place, problem.line, problem.message)}")
    for problem in one.warnings:
        yield plain(f"  请核对　{CaseProblem(problem.place, problem.line, problem.message)}")
    shown = 0
    for state in (*ORDER, *(REST if everything else ())):
        group = [each for each in one.findings if each.state == state]
        shown += len(group)
        for word in dict.fromkeys(each.word for each in group):
            told = [each for each in group if each.word == word]
            yield f"  {word} {len(told)} 项"
            for each in told:
                yield from _finding(each, explain=explain)
    if not shown and not one.refused:
        yield "  没有应记未记的事项"


def _finding(one: FindingRecord, *, explain: bool) -> Iterator[str]:
    due = f"　至{_due(one.due)}" if one.due else ""
    left = f"（{one.left.words}）" if one.left else ""
    lacking = f"　{'；'.join(one.missing)}" if one.missing else ""
    yield plain(f"    {one.rule}　{one.cited}　{one.asks}{due}{left}{'' if one.certain else '　待复核'}{lacking}")
    if not explain:
        return
    trigger = one.trigger
    told = [f"起因：第{trigger.seq}号记录，{_due(trigger.happened)}"] if trigger and trigger.seq else []
    told += [f"记于：第{one.satisfied_by.seq}号记录，{_due(one.satisfied_by.happened)}"] if one.satisfied_by else []
    told += [f"不适用：{one.reason}"] if one.reason else []
    told += [f"以 {one.set_aside_by} 为准"] if one.set_aside_by else []
    told += one.arithmetic
    told += [
        f"{each.choice}　{each.question}：{each.reading}{'' if each.picked else '（缺省）'}" for each in one.readings
    ]
    yield from (plain(f"      {each}") for each in told)


def _due(text: str) -> str:
    when = datetime.fromisoformat(text)
    told = f"{day(when.date())}（星期{WEEKDAYS[when.weekday()]}）"
    return told if len(text) == len("2026-11-21") or f"{when:%H:%M:%S}" == "23:59:59" else f"{told}{when:%H:%M}"
