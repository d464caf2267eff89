"""Conditions as a pack writes them: field against test, joined by all, any and not.

A path leads through nested bodies by dots (`opinion.chief.at`). `latest` looks at the latest event of a kind
before the act in question, and is false where there is none. Conditions never raise: a value of another shape
than the test expects does not pass it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Protocol, TypeAlias

from pydantic import GetPydanticSchema, WithJsonSchema
from pydantic_core import core_schema

from liuhen.kernel.canonical import Json

Fields: TypeAlias = Mapping[str, Json]


class Scene(Protocol):
    """What a condition can see beside the event it tests."""

    @property
    def trigger(self) -> Fields:
        """Fields of the event that triggered the rule."""

    def latest(self, kind: str) -> Fields | None:
        """Fields of the latest event of `kind` before the act in question."""


class Condition(Protocol):
    """Something that holds or does not hold for the fields of an event."""

    def holds(self, fields: Fields, scene: Scene) -> bool:
        """Say whether it holds; never raises."""

    def reads(self) -> Iterator[tuple[str, str]]:
        """Yield (kind, top-level field) of everything it looks at; kind "" is the event tested, "@" the trigger."""


class Test(Protocol):
    """Something a single value passes or does not pass."""

    def passes(self, value: Json, fields: Fields, scene: Scene) -> bool:
        """Say whether `value`, found in `fields`, passes; never raises."""

    def reads(self) -> Iterator[tuple[str, str]]:
        """As Condition.reads."""


def missing(value: Json) -> bool:
    """Say whether nothing was recorded: absent, empty text, empty list, empty body. False and 0 are values."""
    return value is None or (not value and not isinstance(value, int))


def at(fields: Fields, path: Sequence[str]) -> Json:
    """Return the value at `path`, None where there is none."""
    value = fields.get(path[0])
    if len(path) > 1:
        for part in path[1:]:
            if not isinstance(value, dict) and not isinstance(value, Mapping):  # the plain test is the quick one
                return None
            value = value.get(part)
    return value


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


@dataclass(frozen=True, slots=True)
class Equals:
    """The value is one of `values`; true is not 1."""

    values: tuple[Json, ...]

    def passes(self, value: Json, fields: Fields, scene: Scene) -> bool:
        """Say whether the value is one of them."""
        for each in self.values:  # noqa: SIM110  # as above
            if value == each and isinstance(value, bool) == isinstance(each, bool):
                return True
        return False

    def reads(self) -> Iterator[tuple[str, str]]:
        """Yield nothing more."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Compared:
    """The number is at least (or at most) another: written in the rule, or standing in a field."""

    least: bool
    number: int | None
    path: tuple[str, ...] = ()
    of_trigger: bool = False

    def passes(self, value: Json, fields: Fields, scene: Scene) -> bool:
        """Say whether both are numbers and stand in that order; 以上 and 以下 include the number."""
        other = self.number if not self.path else at(scene.trigger if self.of_trigger else fields, self.path)
        if not _number(value) or not _number(other):
            return False
        return value >= other if self.least else value <= other  # type: ignore[operator]  # both are int

    def reads(self) -> Iterator[tuple[str, str]]:
        """Yield the other field, if it is one."""
        if self.path:
            yield ("@" if self.of_trigger else ""), self.path[0]


def _number(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing was recorded (or, turned round, something was)."""

    expected: bool

    def passes(self, value: Json, fields: Fields, scene: Scene) -> bool:
        """Say whether it is missing as expected."""
        return missing(value) is self.expected

    def reads(self) -> Iterator[tuple[str, str]]:
        """Yield nothing more."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Elements:
    """Each (or some) element of a list passes; `each` is not fulfilled by an empty list."""

    every: bool
    test: Test

    def passes(self, value: Json, fields: Fields, scene: Scene) -> bool:
        """Say whether the elements pass."""
        if not isinstance(value, Sequence) or isinstance(value, str) or not value:
            return False
        return (all if self.every else any)(self.test.passes(each, fields, scene) for each in value)

    def reads(self) -> Iterator[tuple[str, str]]:
        """Yield nothing more: elements lie within the field already named."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Number:
    """The number of elements passes; no list counts as none."""

    test: Test

    def passes(self, value: Json, fields: Fields, scene: Scene) -> bool:
        """Say whether the number passes."""
        listed = isinstance(value, Sequence) and not isinstance(value, str)
        return self.test.passes(len(value) if listed else 0, fields, scene)  # type: ignore[arg-type]

    def reads(self) -> Iterator[tuple[str, str]]:
        """Yield what the test reads."""
        return self.test.reads()


@dataclass(frozen=True, slots=True)
class Within:
    """An element or nested body fulfils a condition of its own."""

    part: Condition

    def passes(self, value: Json, fields: Fields, scene: Scene) -> bool:
        """Say whether it is a body that fulfils the condition."""
        return isinstance(value, Mapping) and self.part.holds(value, scene)

    def reads(self) -> Iterator[tuple[str, str]]:
        """Yield nothing more: the body lies within the field already named."""
        return iter(())


_JOINTS: Final = ("all", "any", "not", "latest")
_TESTS: Final = ("at_least", "at_most", "missing", "each", "some", "count")
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
    raise ValueError("条件的值须是一个值、一列值，或 at_least、at_most、missing、each、some、count 之一")


def _test(word: str, inner: object) -> Test:
    if word == "missing":
        if not isinstance(inner, bool):
            raise ValueError("missing 只能是 true 或 false")
        return Missing(inner)
    if word == "count":
        return Number(read_test(inner))
    if word in ("each", "some"):
        return Elements(word == "each", read_test(inner))
    return _compared(inner, least=word == "at_least")


def _compared(inner: object, *, least: bool) -> Test:
    if isinstance(inner, int) and not isinstance(inner, bool):
        return Compared(least, inner)
    if isinstance(inner, dict) and len(inner) == 1:
        ((where, path),) = inner.items()
        if where in ("field", "trigger") and isinstance(path, str):
            return Compared(least, None, tuple(path.split(".")), where == "trigger")
    raise ValueError("at_least、at_most 之后须是整数，或 {field: 字段}、{trigger: 字段}")


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
            {"type": "object", "minProperties": 1},
        ]
    },
}
