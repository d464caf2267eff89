"""Conditions as a pack writes them: field against test, joined by all, any and not.

A path leads through nested bodies by dots (`opinion.chief.at`). `latest` looks at the latest event of a kind
before the act in question, and is false where there is none. Conditions never raise: a value of another shape
than the test expects does not pass it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import GetPydanticSchema, WithJsonSchema
from pydantic_core import core_schema

from liuhen.rulebook.terms import Term, Unit
from liuhen.rulebook.trials import (
    Compared,
    Condition,
    Elements,
    Equals,
    Fields,
    Missing,
    NotAfter,
    Number,
    Scene,
    Test,
    Within,
    at,
    missing,
)

__all__ = [
    "ALWAYS",
    "CONDITION_SCHEMA",
    "Condition",
    "ConditionWord",
    "Test",
    "at",
    "missing",
    "read_condition",
    "read_test",
]


@dataclass(frozen=True, slots=True)
class Everything:
    """All parts hold; true without parts."""

    parts: tuple[Condition, ...]

    def holds(self, fields: Fields, scene: Scene) -> bool:
        """Say whether all parts hold."""
        for part in self.parts:  # noqa: SIM110  # a generator costs more than all that it asks
            if not part.holds(fields, scene):
                return False
        return True

    def reads(self) -> Iterator[tuple[str, str]]:
        """Yield what the parts read."""
        for part in self.parts:
            yield from part.reads()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds."""

    parts: tuple[Condition, ...]

    def holds(self, fields: Fields, scene: Scene) -> bool:
        """Say whether one part holds."""
        return any(part.holds(fields, scene) for part in self.parts)

    def reads(self) -> Iterator[tuple[str, str]]:
        """Yield what the parts read."""
        for part in self.parts:
            yield from part.reads()


@dataclass(frozen=True, slots=True)
class Unless:
    """The part does not hold."""

    part: Condition

    def holds(self, fields: Fields, scene: Scene) -> bool:
        """Say whether the part does not hold."""
        return not self.part.holds(fields, scene)

    def reads(self) -> Iterator[tuple[str, str]]:
        """Yield what the part reads."""
        return self.part.reads()


@dataclass(frozen=True, slots=True)
class Latest:
    """There is an event of `kind`, and the latest one fulfils `part`."""

    kind: str
    part: Condition

    def holds(self, fields: Fields, scene: Scene) -> bool:
        """Say whether the latest event of the kind fulfils the part."""
        found = scene.latest(self.kind)
        return found is not None and self.part.holds(found, scene)

    def reads(self) -> Iterator[tuple[str, str]]:
        """Yield the kind, and what the part reads of it."""
        yield self.kind, ""
        for kind, name in self.part.reads():
            yield kind or self.kind, name


@dataclass(frozen=True, slots=True)
class Field:
    """The value at `path` passes `test`."""

    path: tuple[str, ...]
    test: Test

    def holds(self, fields: Fields, scene: Scene) -> bool:
        """Say whether the value passes."""
        return self.test.passes(at(fields, self.path), fields, scene)

    def reads(self) -> Iterator[tuple[str, str]]:
        """Yield the field, and what the test reads."""
        yield "", self.path[0]
        yield from self.test.reads()


_JOINTS: Final = ("all", "any", "not", "latest")
_TESTS: Final = ("at_least", "at_most", "missing", "each", "some", "count", "not_after")
ALWAYS: Final = Everything(())


def read_condition(raw: object) -> Condition:
    """Read what a pack wrote; ValueError with a sentence in Chinese where it is no condition."""
    if not isinstance(raw, dict):
        raise ValueError("条件须写作“字段: 值”")  # noqa: TRY004  # pydantic reports ValueError only
    parts = [_joint(word, inner) if word in _JOINTS else _field(word, inner) for word, inner in raw.items()]
    return parts[0] if len(parts) == 1 else Everything(tuple(parts))


def _joint(word: str, inner: object) -> Condition:
    if word == "not":
        return Unless(read_condition(inner))
    if word == "latest":
        if not isinstance(inner, dict) or not inner:
            raise ValueError("latest 之下须写明记录种类及其条件")
        parts = tuple(Latest(kind, read_condition(part or {})) for kind, part in inner.items())
        return parts[0] if len(parts) == 1 else Everything(parts)
    if not isinstance(inner, list) or not inner:
        raise ValueError(f"{word} 之下须是一列条件")
    parts_of = tuple(read_condition(part) for part in inner)
    return Everything(parts_of) if word == "all" else Either(parts_of)


def _field(path: str, raw: object) -> Condition:
    return Field(tuple(path.split(".")), read_test(raw))


def read_test(raw: object) -> Test:
    """Read a scalar, a list of scalars, or one of the tests; ValueError otherwise."""
    if raw is None or isinstance(raw, bool | int | str):
        return Equals((raw,))
    if isinstance(raw, list) and raw and all(each is None or isinstance(each, bool | int | str) for each in raw):
        return Equals(tuple(raw))
    if isinstance(raw, dict) and raw:
        (word, inner), *more = raw.items()
        if word in _TESTS and not more:
            return _test(word, inner)
        return Within(read_condition(raw))
    raise ValueError("条件的值须是一个值、一列值，或 at_least、at_most、missing、each、some、count、not_after 之一")


def _test(word: str, inner: object) -> Test:
    if word == "missing":
        if not isinstance(inner, bool):
            raise ValueError("missing 只能是 true 或 false")
        return Missing(inner)
    if word == "count":
        return Number(read_test(inner))
    if word in ("each", "some"):
        return Elements(word == "each", read_test(inner))
    if word == "not_after":
        return _not_after(inner)
    return _compared(inner, least=word == "at_least")


def _compared(inner: object, *, least: bool) -> Test:
    match inner:
        case bool():  # true is no number
            pass
        case int():
            return Compared(least, inner)
        case {"field": str(path), **more} if more.keys() <= {"times"}:
            return Compared(least, None, tuple(path.split(".")), times=_times(more.get("times", 1)))
        case {"trigger": str(path), **more} if more.keys() <= {"times"}:
            return Compared(least, None, tuple(path.split(".")), of_trigger=True, times=_times(more.get("times", 1)))
    raise ValueError("at_least、at_most 之后须是整数，或 {field: 字段}、{trigger: 字段}，可加 times: 倍数")


def _not_after(inner: object) -> NotAfter:
    match inner:
        case {"field": str(path), "add": str(add), **more} if not more:
            term = Term.read(add)
            if term.unit in (Unit.DAYS, Unit.MONTHS, Unit.YEARS):
                return NotAfter(tuple(path.split(".")), term)
    raise ValueError("not_after 之后须是 {field: 字段, add: 期限}，期限以日、月、年计")


def _times(times: object) -> int:
    if not isinstance(times, int) or isinstance(times, bool) or times < 1:
        raise ValueError("times 须是不小于 1 的整数")
    return times


def _plain_schema(_source: Any, _handler: Any) -> core_schema.CoreSchema:
    return core_schema.no_info_plain_validator_function(read_condition)


ConditionWord = Annotated[
    Condition, GetPydanticSchema(_plain_schema), WithJsonSchema({"type": "object", "x-is": "Condition"})
]
"""A condition in a pydantic model; the schema of a pack points to CONDITION_SCHEMA for it."""

CONDITION_SCHEMA: Final[dict[str, Any]] = {
    "Condition": {
        "type": "object",
        "description": "字段: 值；all、any、not 相连；latest 看某类记录最近一条",
        "properties": {
            "all": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Condition"}},
            "any": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Condition"}},
            "not": {"$ref": "#/$defs/Condition"},
            "latest": {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": {"anyOf": [{"$ref": "#/$defs/Condition"}, {"type": "null"}]},
            },
        },
        "additionalProperties": {"$ref": "#/$defs/Test"},
    },
    "Test": {
        "anyOf": [
            {"type": ["boolean", "integer", "string", "null"]},
            {"type": "array", "minItems": 1, "items": {"type": ["boolean", "integer", "string", "null"]}},
            {
                "type": "object",
                "minProperties": 1,
                "maxProperties": 1,
                "additionalProperties": False,
                "properties": {
                    "at_least": {"$ref": "#/$defs/Bound"},
                    "at_most": {"$ref": "#/$defs/Bound"},
                    "missing": {"type": "boolean"},
                    "each": {"$ref": "#/$defs/Test"},
                    "some": {"$ref": "#/$defs/Test"},
                    "count": {"$ref": "#/$defs/Test"},
                    "not_after": {
                        "type": "object",
                        "description": "不晚于另一字段所载之日加上期限（日、月、年）",
                        "required": ["field", "add"],
                        "additionalProperties": False,
                        "properties": {"field": {"type": "string"}, "add": {"type": "string"}},
                    },
                },
            },
            {
                "allOf": [{"$ref": "#/$defs/Condition"}],
                "minProperties": 1,
                "propertyNames": {"not": {"enum": list(_TESTS)}},
            },
        ]
    },
    "Bound": {
        "description": "整数；或者某一字段的数，可乘以整数倍",
        "anyOf": [
            {"type": "integer"},
            *(
                {
                    "type": "object",
                    "required": [where],
                    "additionalProperties": False,
                    "properties": {where: {"type": "string"}, "times": {"type": "integer", "minimum": 1}},
                }
                for where in ("field", "trigger")
            ),
        ],
    },
}
