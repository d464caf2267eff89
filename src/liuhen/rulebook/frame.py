"""What stands around the rules of a pack: its head, stages, open texts, and the reader's words."""

from typing import Literal, Self

from pydantic import Field, model_validator

from liuhen.rulebook.parts import InForce, Kind, Kinds, Path, Texts, Word


class Stage(Word):
    """One stage of a procedure; content, not order (a gate needs a rule of its own)."""

    id: str = Field(pattern=r"^[a-z_]+$")
    title: str = Field(min_length=1)
    kinds: Kinds
    special: bool = False


class Procedure(Word):
    """The stages of one kind of enforcement, and the events with which it is over."""

    id: str
    form: Literal["procedure"]
    article: str
    asks: str
    of: str
    rows: Texts = ()
    by_reference: bool = Field(default=False, description="参照执行")
    overrides: str | None = None
    because: str | None = None
    stages: tuple[Stage, ...] = Field(min_length=1)
    over: Kinds


class Choice(Word):
    """A text that bears more than one reading: the readings, and the default.

    Args:
        used_by: what in the product follows the reading, where no rule does.
    """

    id: str = Field(pattern=r"^K[0-9]+$")
    form: Literal["choice"]
    article: str
    question: str = Field(min_length=1)
    readings: dict[str, str] = Field(min_length=2)
    default: str
    rows: Texts = ()
    used_by: str = ""

    @model_validator(mode="after")
    def _default_is_a_reading(self) -> Self:
        if self.default not in self.readings:
            raise ValueError(f"default“{self.default}”不在 readings 之中")
        return self


class Labels(Word):
    """The reader's words for kinds of dossier, kinds of record, fields, roles, and the codes that fields hold."""

    dossiers: dict[str, str] = Field(default={})
    kinds: dict[Kind, str] = Field(default={})
    fields: dict[Path, str] = Field(default={})
    roles: dict[str, str] = Field(default={})
    matters: dict[str, str] = Field(default={}, description="几部规程说到的同一件事")
    codes: dict[Path, dict[str, str]] = Field(default={}, description="字段所取的代码，逐个写明中文")

    def code(self, path: str, code: str) -> str | None:
        """Return the word for a code of a field: of the field by its whole path, or by its last part."""
        return self.codes.get(path, {}).get(code) or self.codes.get(path.rpartition(".")[2], {}).get(code)


class PackHead(Word):
    """`pack.yaml`: what the regulation is."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str = Field(min_length=1)
    short: str = Field(min_length=1)
    version: str = Field(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")
    rank: Literal["law", "administrative_regulation", "ministry_rule", "local_regulation", "normative_document"]
    extends: Texts = ()
    of: Texts = ("penalty",)
    region: str = Field(default="", description="制定它的地区；全国适用的不填")
    in_force: InForce = InForce()
    note: str = ""
