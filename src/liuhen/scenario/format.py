"""What a scenario file may say: a course of acts, the refusals expected, and looks at what the law then says."""

from datetime import date
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from liuhen.process.case.reference import PENALTY
from liuhen.scenario.times import FIRST, STARTS, Ahead, read_ahead, read_start

LONGEST: Final = 200
"""Characters of a title; no case of this kind has more steps than this either."""

Moment = Annotated[Ahead, BeforeValidator(read_ahead)]


class Frozen(BaseModel):
    """Words of a file: nothing else may stand there, and nothing changes once it is read."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, arbitrary_types_allowed=True)


class Refusal(Frozen):
    """How a step is refused: a text that stands in the refusal, the article that it names, the rule that refuses."""

    says: str = ""
    article: str = ""
    rule: str = ""


def _refusal(told: object) -> object:
    return {"says": told} if isinstance(told, str) else told


class Step(Frozen):
    """Somebody does an act; what is not told is taken from the usual course."""

    does: str
    by: str = ""
    at: Moment | None = None
    form: dict[str, Any] = Field(default_factory=dict)
    called: str = Field("", alias="as")
    refused: Annotated[Refusal | None, BeforeValidator(_refusal)] = None
    late: str = ""
    happened: Moment | None = None
    corrects: str | int = ""
    because: str = ""
    begins: str = ""
    within: str = Field("", alias="in")
    seen: str | int | None = None
    key: str = ""


class Look(Frozen):
    """What the rules say of a dossier then."""

    at: Moment | None = None
    within: str = Field("", alias="in")
    rule: str = ""
    state: str = ""
    due: date | None = None
    owes: list[str] = Field(default_factory=list)
    settled: list[str] = Field(default_factory=list)


class Scenario(Frozen):
    """One course with its expectations."""

    title: str = Field(min_length=1, max_length=LONGEST)
    articles: list[str] = Field(min_length=1)
    of: str = PENALTY
    given: str = ""
    without: list[str] = Field(default_factory=list)
    changed: dict[str, dict[str, Any]] = Field(default_factory=dict)
    packs: list[str] = Field(default_factory=list)
    starts: Annotated[Any, BeforeValidator(read_start)] = STARTS
    browser: bool = False
    steps: list[Step | Look] = Field(min_length=1, max_length=LONGEST)


class Course(Frozen):
    """How dossiers of one kind usually go, and what is usually entered for acts beside that.

    Args:
        of: kind of dossier.
        steps: from the act that begins it to its archiving.
        besides: acts that have no place of their own in the course.
    """

    of: str
    steps: list[Step] = Field(default_factory=list)
    besides: list[Step] = Field(default_factory=list)


__all__ = ["FIRST", "STARTS", "Course", "Look", "Refusal", "Scenario", "Step"]
