"""The amounts of an invented case: groups that add up, and a fine within the article it is laid under."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Final

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter

from liuhen.kernel.money import yuan

_TABLE: Final = Path(__file__).with_name("penalties.yaml")


def fen(told: object) -> object:
    """Return an amount written in yuan, as in `26.00`, in fen; anything else as it is."""
    return int(Decimal(told) * 100) if isinstance(told, str) else told


class Frozen(BaseModel):
    """What is read from the demo's files and never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Penalty(Frozen):
    """An article of the regulation on the funds: whom it is for, and how many times the loss the fine may be."""

    cited: str
    who: tuple[str, ...]
    least: Decimal
    most: Decimal


class Group(Frozen):
    """So many pieces of one thing at one price; `each` is written in yuan and kept in fen."""

    what: str
    count: int
    of: str
    each: Annotated[int, BeforeValidator(fen)]

    @property
    def fen(self) -> int:
        """Return count × price."""
        return self.count * self.each

    def __str__(self) -> str:
        return f"{self.what} {self.count} {self.of}，每{self.of} {yuan(self.each)} 元，计 {yuan(self.fen)} 元"


@cache
def penalties() -> Mapping[str, Penalty]:
    """Return the articles under which the demo's fines are laid."""
    return TypeAdapter(dict[str, Penalty]).validate_python(yaml.safe_load(_TABLE.read_text(encoding="utf-8")))


def breakdown(groups: tuple[Group, ...]) -> str:
    """Return the groups and their sum in one sentence, as the facts of a case say it."""
    if len(groups) == 1:
        return f"{groups[0]}"
    return f"{'；'.join(map(str, groups))}；合计 {yuan(sum(one.fen for one in groups))} 元"
