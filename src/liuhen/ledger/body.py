"""What an entry says: one schema a kind, registered when its class is defined."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar, Final, TypeVar, Unpack

from pydantic import BaseModel, ConfigDict

from liuhen.kernel.canonical import Json, canonical
from liuhen.kernel.clock import written
from liuhen.ledger.errors import UnknownKindError

Look = TypeVar("Look", bound=Callable[[str], object])


class Sealed:
    """Marks a field that is kept apart under a key of its own: `Annotated[Informant | None, Sealed] = None`.

    A body read without its sealed part has None there, so the field must default to None.
    """


class Body(BaseModel):
    """The content of an entry; subclass as `class ClueChecked(Body, kind="clue.checked", version=1)`.

    Values must survive being written as canonical JSON and read again: text, integers, booleans, lists, mappings,
    nested frozen models, aware datetimes, dates and enums. A subclass without `kind` is a base for others.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ClassVar[str] = ""
    version: ClassVar[int] = 0

    late_reason: str = ""
    """Why it was recorded later than it happened, or done late (补录说明)."""

    corrects_because: str | None = None
    """Why it puts an earlier entry right (更正理由); the head names that entry."""

    def __init_subclass__(cls, *, kind: str = "", version: int = 1, **rest: Unpack[ConfigDict]) -> None:
        super().__init_subclass__(**rest)
        cls.kind, cls.version = kind, version

    @classmethod
    def __pydantic_init_subclass__(cls, *, kind: str = "", version: int = 1, **rest: Any) -> None:
        """Register the class once its fields are known."""
        super().__pydantic_init_subclass__(**rest)
        if kind:
            _register(cls, kind, version)

    def open_fields(self) -> dict[str, Json]:
        """Return the fields anybody with access to the dossier reads, as JSON; those equal to None are left out."""
        return self._part(sealed=False)

    def sealed_fields(self) -> dict[str, Json]:
        """Return the fields marked `Sealed`, as JSON; those equal to None are left out."""
        return self._part(sealed=True)

    def _part(self, *, sealed: bool) -> dict[str, Json]:
        dumped = self.model_dump(include=_part_names(type(self), sealed=sealed), exclude_none=True)
        return {name: plain(value) for name, value in dumped.items()}

    @classmethod
    def read(cls, fields: Mapping[str, Json]) -> "Body":
        """Return the body that wrote these fields."""
        return cls.model_validate_json(canonical(fields))


_types: Final[dict[str, dict[int, type[Body]]]] = {}


def _register(cls: type[Body], kind: str, version: int) -> None:
    versions = _types.setdefault(kind, {})
    if version in versions:
        raise TypeError(f"{kind} version {version} has a schema already: {versions[version].__qualname__}")
    optional = {name for name, field in cls.model_fields.items() if not field.is_required() and field.default is None}
    if not sealed_names(cls) <= optional:
        raise TypeError(f"sealed fields of {kind} must default to None")
    versions[version] = cls


_looking: Final[list[Callable[[str], object]]] = []


def look_for(look: Look) -> Look:
    """Let `look` be asked about a kind, or a version of one, without a schema: it may define one, from data."""
    _looking.append(look)
    return look


def body_type(kind: str, version: int | None = None) -> type[Body]:
    """Return the schema of a kind: the newest one, or that of `version`.

    Raises:
        UnknownKindError: there is none.
    """
    if kind not in _types or (version is not None and version not in _types[kind]):
        for look in _looking:
            look(kind)
    versions = _types.get(kind, {})
    wanted = max(versions, default=0) if version is None else version
    if wanted not in versions:
        raise UnknownKindError(
            f"不认识这种记录：{kind}。",
            why="系统中没有这种记录的格式定义。",
            remedy="请使用与记录相同或更新版本的系统。",
        )
    return versions[wanted]


def version_of(kind: str, version: int) -> type[Body] | None:
    """Return the schema of one version of a kind, or None where nobody defined it."""
    return _types.get(kind, {}).get(version)


def kinds() -> Mapping[str, type[Body]]:
    """Return every registered kind with its newest schema."""
    return MappingProxyType({kind: versions[max(versions)] for kind, versions in sorted(_types.items())})


@cache
def _part_names(cls: type[Body], *, sealed: bool) -> set[str]:
    """Return the names of a part's fields, found once for a schema; nobody changes the set."""
    names = sealed_names(cls)
    return set(names) if sealed else cls.model_fields.keys() - names


def sealed_names(cls: type[Body]) -> frozenset[str]:
    """Return the names of the fields of `cls` that are marked `Sealed`."""
    return frozenset(
        name
        for name, field in cls.model_fields.items()
        if any(mark is Sealed or isinstance(mark, Sealed) for mark in field.metadata)
    )


def plain(value: object) -> Json:
    """Return a value as JSON in the ledger's one spelling of moments and days.

    Raises:
        TypeError: a type that has no such spelling.
        ValueError: a moment without a time zone.
    """
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, date):
        return written(value)
    if isinstance(value, Mapping):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"no spelling for {type(value).__name__}")
