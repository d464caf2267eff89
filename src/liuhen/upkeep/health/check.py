"""What one check found, in words, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a thing stands."""

    FINE = "正常"
    NOTICE = "注意"
    WRONG = "有问题"
    UNCHECKED = "未检"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, how it stands, what was found, what to do."""

    name: str
    state: State
    found: str
    remedy: str = ""

    def as_json(self) -> dict[str, str]:
        """Return the shape of `liuhen doctor --json`."""
        return {"name": self.name, "state": self.state.value, "found": self.found, "remedy": self.remedy}


def fine(name: str, found: str) -> Check:
    """Return a check that found nothing to do."""
    return Check(name, State.FINE, found)


def notice(name: str, found: str, remedy: str) -> Check:
    """Return a check that asks for something soon."""
    return Check(name, State.NOTICE, found, remedy)


def wrong(name: str, found: str, remedy: str) -> Check:
    """Return a check that asks for something now."""
    return Check(name, State.WRONG, found, remedy)


def unchecked(name: str, why: str) -> Check:
    """Return a check that could not run."""
    return Check(name, State.UNCHECKED, why)
