"""Sixteen processes at the same case, at the same numbers, with the same request, let go at one moment."""

import json
import os
import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings

from liuhen.kernel import clock
from liuhen.kernel.errors import LiuhenError, UnusableError
from liuhen.ledger import verify
from liuhen.process.case.guard import Done
from liuhen.process.case.models import NumberTaken
from process.bureau import AT, ORGAN, STEPS, Play
from promises.bureau import people
from promises.trials import apart, done

RACERS = 16
PATIENT = 5  # times a racer sends again; on a busy machine SQLite lets some wait beyond their time
Said = dict[str, Any]
Racer = Callable[[Any, int], Done]


def trial(*, rounds: int, seed: int) -> Said:
    """Race `rounds` times for each matter; say who won."""
    said: Said = {"same_case": [], "same_request": [], "clues": [], "case_numbers": []}
    for number in range(rounds):
        for matter, answers in _round(f"{seed}-{number}").items():
            said[matter].append(answers)
    done(apart(_look))
    return said


def _round(mark: str) -> dict[str, list[Said]]:
    one, other = _prepared(2, to="clue.registered")
    cases = _prepared(RACERS, to="opening.approved")
    return {
        "same_case": _race(lambda staff, me: _check(staff, one, f"{mark}-page-{me}")),
        "same_request": _race(lambda staff, _me: _check(staff, other, f"{mark}-request")),
        "clues": _race(lambda staff, me: Play(staff).usual("clue.registered", key=f"{mark}-clue-{me}")),
        "case_numbers": _race(lambda staff, me: _open(staff, cases[me], f"{mark}-open-{me}")),
    }


def _check(staff: Any, ref: str, key: str) -> Done:
    case = Play(staff)
    case.ref = ref
    return case.usual("clue.checked", key=key, expect=1)


def _open(staff: Any, ref: str, key: str) -> Done:
    case = Play(staff)
    case.ref = ref
    return case.usual("case.opened", key=key)


def _prepared(number: int, *, to: str) -> list[str]:
    """Return the references of fresh cases; made in a child, so that no connection is open when the racers are born."""
    out = settings.LIUHEN_DATA / "prepared.json"

    def make() -> None:
        with clock.at(AT):
            staff = people()
            out.write_text(json.dumps([_played(staff, to) for _ in range(number)]))

    done(apart(make))
    refs: list[str] = json.loads(out.read_text())
    return refs


def _played(staff: Any, to: str) -> str:
    case = Play(staff)
    last = max(place for place, step in enumerate(STEPS) if step[1] == to)
    for who, kind, _ in STEPS[: last + 1]:
        case.usual(kind, who, key=secrets.token_hex(8))
    return case.ref or ""


def _race(act: Racer) -> list[Said]:
    """Let all go when the last is ready; return what each was answered."""
    gate, opener = os.pipe()
    ready, steps_up = os.pipe()

    def run(me: int) -> None:
        with clock.at(AT):
            staff = people()
            os.write(steps_up, b".")
            os.read(gate, 1)
            (settings.LIUHEN_DATA / f"racer-{me}.json").write_text(json.dumps(_answer(act, staff, me)))

    children = [apart(lambda me=me: run(me)) for me in range(RACERS)]
    for _ in children:
        os.read(ready, 1)
    os.write(opener, b"." * RACERS)
    for child in children:
        done(child)
    for end in (gate, opener, ready, steps_up):
        os.close(end)
    return [json.loads((settings.LIUHEN_DATA / f"racer-{me}.json").read_text()) for me in range(RACERS)]


def _answer(act: Racer, staff: Any, me: int) -> Said:
    for waited in range(PATIENT):
        try:
            made = act(staff, me)
        except UnusableError:
            continue  # told to wait for the others and send again: the same request, so it counts once
        except LiuhenError as refusal:
            return {"refused": type(refusal).__name__, "says": str(refusal), "remedy": refusal.remedy}
        return {"entry": made.entry.digest, "ref": made.ref, "waited": waited}
    return {"refused": "UnusableError", "says": "waited too often", "remedy": ""}


def _look() -> None:
    report = verify()
    assert report.intact, report.problems
    for series in NumberTaken.objects.filter(organ=ORGAN).values_list("series", flat=True).distinct():
        taken = NumberTaken.objects.filter(organ=ORGAN, series=series).order_by("number")
        numbers = list(taken.values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1)), (series, numbers)
