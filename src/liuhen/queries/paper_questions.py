"""询问 questions to pick from while a record is written: those of every record, of this party, of this cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from liuhen.kernel.place import regulations
from liuhen.people.officers import Officer
from liuhen.process.case.particulars import cause, organ_name
from liuhen.process.case.parties import party_of
from liuhen.process.case.reference import CaseRef
from liuhen.queries.scoped import case_for


@dataclass(frozen=True, slots=True)
class Questions:
    """Questions that go together."""

    title: str
    questions: tuple[str, ...]


def standard_questions(by: Officer, ref: str) -> tuple[Questions, ...]:
    """Return the usual questions for a case, in the order in which they are asked.

    Raises:
        NotFoundError: no such case, or not his to see.
    """
    _, case = case_for(by, ref)
    told = _told()
    party = party_of(case)
    groups = [
        ("开始", [one.replace("{organ}", organ_name(case.organ)) for one in told["opening"]]),
        ("当事人情况", told["parties"].get(party.kind, []) if party else []),
        *_of_cause(told["causes"], _about(case)),
        ("结束", told["closing"]),
    ]
    return tuple(Questions(title, tuple(several)) for title, several in groups if several)


def _about(case: CaseRef) -> str:
    clue = next((event.fields.get("violation") for event in case.events("clue.registered")), "")
    return f"{case.title}{cause(case)}{clue or ''}"


def _of_cause(causes: Sequence[dict[str, Any]], about: str) -> list[tuple[str, list[str]]]:
    return [
        (f"案由：{one['words'][0]}", one["questions"]) for one in causes if any(word in about for word in one["words"])
    ]


@cache
def _told() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load((regulations() / "questions.yaml").read_text(encoding="utf-8"))
    return told
