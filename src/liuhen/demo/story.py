"""An invented case as its file tells it: who, what, how much, and who does what on which day."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from liuhen.demo.amounts import Frozen, Group, against, breakdown, cited
from liuhen.kernel.money import yuan

_CASES: Final = Path(__file__).with_name("cases")
_TIME: Final = re.compile(r"(?P<day>-?\d+)(?P<rest>\+\d)? (?P<hour>\d\d):(?P<minute>\d\d)$")
_EXAMPLE: Final = "（示例）"


class Party(Frozen):
    """The party, without any number that could be somebody's."""

    name: str = Field(pattern=f"{_EXAMPLE}$")
    kind: Literal["organisation", "individual_business", "person"] = "organisation"
    address: str
    representative: str = ""


class Anchor(Frozen):
    """The day from which a case's days are counted: so many working days, or days, before the demo is made."""

    workdays: int | None = None
    days: int | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.workdays is None) == (self.days is None):
            raise ValueError("an anchor is told in working days or in days")
        return self


class Moment(Frozen):
    """Working days from the anchor, days after that (for a day of rest), hour and minute in Beijing."""

    day: int
    rest: int
    hour: int
    minute: int


class Signing(Frozen):
    """How a step's paper differs from the usual: made later, not signed by some, or refused."""

    t: str = ""
    after: int = 12
    unsigned: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    witness: str = ""


class Copy(Frozen):
    """A copy of a recording; times of the day; `box` is left, top, width, height in ten-thousandths of the picture."""

    what: Literal["still", "clip", "masked"]
    at: str
    to: str = ""
    purpose: Literal["evidence", "hearing", "review", "publicity", "transfer", "other"] = "evidence"
    hidden: str = ""
    box: tuple[int, int, int, int] | None = None


class Footage(Frozen):
    """A recording brought to the store; times of the day of the activity, `HH:MM` or `HH:MM:SS`."""

    kind: Literal["video", "clip", "audio", "photo"] = "video"
    device: str
    start: str
    end: str = ""
    scene: str = "counter"
    what: str = "现场"
    spoken: bool = True
    gap: tuple[int, int] | None = None  # seconds from its start
    checked: bool = False  # somebody listened to its beginning
    unsaid: tuple[str, ...] = ()  # what was not said there
    marks: tuple[tuple[str, str, str], ...] = ()  # item, clock, what is to be seen
    absent: tuple[str, ...] = ()
    words: str = ""  # what is said there, as it is typed: a time and a speaker to a line
    proves: str = ""  # labelled as evidence: what it proves
    copies: tuple[Copy, ...] = ()

    @property
    def worked_on(self) -> bool:
        """Say whether somebody does more with it than look how it begins and mark what it shows."""
        return bool(self.words or self.proves or self.copies)


class Step(BaseModel):
    """An act; what is not a circumstance of it is what is entered on its form."""

    model_config = ConfigDict(frozen=True, extra="allow")

    t: str
    act: str
    who: str = ""
    recorded: str = ""  # when it is written down, where later than done
    late: str = ""  # why
    corrects: bool = False
    because: str = ""
    paper: bool | Signing = True
    of: str = ""
    start: str = ""
    end: str = ""
    files: tuple[Footage, ...] = ()

    @property
    def entered(self) -> dict[str, Any]:
        """Return what is entered beyond what the form knows already."""
        return dict(self.model_extra or {})


class Story(BaseModel):
    """One case. `multiple` is how many times the loss the fine is; `texts` are said on several papers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    stage: str  # where it stands when it has been played
    party: Party
    violation: str
    source: Literal["inspection", "complaint", "assigned", "transferred", "other"]
    informant: dict[str, str] = Field(default_factory=dict)
    handlers: tuple[str, ...]
    reviewer: str = "吴思齐"
    electronic: bool = False  # its papers are signed on the screen and sealed, not on paper
    anchor: Anchor
    penalty: str = "38"
    item: str = ""
    multiple: Decimal = Decimal(0)
    groups: tuple[Group, ...] = ()
    texts: dict[str, str] = Field(default_factory=dict)
    steps: tuple[Step, ...]
    number: int = 0

    @model_validator(mode="after")
    def _lawful(self) -> Self:
        if self.refund_fen * self.multiple % 1:
            raise ValueError(f"{self.key}: the fine has parts of a fen")
        said = against(self.penalty, kind=self.party.kind, loss_fen=self.refund_fen, fine_fen=self.fine_fen)
        if said:
            raise ValueError(f"{self.key}: {cited(self.penalty)}: {', '.join(said)}")
        return self

    @property
    def refund_fen(self) -> int:
        """Return the loss, in fen."""
        return sum(one.fen for one in self.groups)

    @property
    def fine_fen(self) -> int:
        """Return the fine, in fen."""
        return int(self.refund_fen * self.multiple)

    @property
    def basis(self) -> str:
        """Return the article of the penalty as papers cite it."""
        return f"《医疗保障基金使用监督管理条例》{cited(self.penalty)}{self.item}"

    @property
    def short_name(self) -> str:
        """Return the party without the mark of an example."""
        return self.party.name.removesuffix(_EXAMPLE)

    def filled(self, text: str) -> str:
        """Return a text of the file with the amounts set in."""
        told = {
            "party": self.short_name,
            "count": sum(one.count for one in self.groups),
            "breakdown": breakdown(self.groups) if self.groups else "",
            "refund": yuan(self.refund_fen),
            "fine": yuan(self.fine_fen),
            "multiple": self.multiple,
        }
        return text.format_map(told) if "{" in text else text


def moment(told: str) -> Moment:
    """Read `-12 09:20`, or `-12+1 15:00` for the calendar day after that working day."""
    found = _TIME.match(told)
    if found is None:
        raise ValueError(f"not a time of a story: {told}")
    return Moment(
        day=int(found["day"]), rest=int(found["rest"] or 0), hour=int(found["hour"]), minute=int(found["minute"])
    )


@cache
def stories() -> tuple[Story, ...]:
    """Return every case of the demo, by the names of their files."""
    return tuple(_read())


def _read() -> Iterator[Story]:
    for number, file in enumerate(sorted(_CASES.glob("*.yaml")), start=1):
        told = yaml.safe_load(file.read_text(encoding="utf-8"))
        yield Story.model_validate({"key": file.stem.split("-", 1)[1], "number": number} | told)
