"""The shape of a form, read from a pydantic model: leaves, parts, and rows of parts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

MANY = (list, tuple, set, frozenset)


@dataclass(frozen=True, slots=True)
class Declared:
    """One field of a model, as far as a page needs it."""

    name: str
    label: str
    help: str
    article: str
    widget: str
    required: bool
    optional: bool  # None is a value
    many: bool
    part: type[BaseModel] | None  # the model of a nested part, or of each row
    default: Any
    told: Mapping[str, Any]


def fields_of(model: type[BaseModel]) -> Iterator[Declared]:
    """Yield the fields of `model` in the order in which they are declared."""
    for name, info in model.model_fields.items():
        yield _declared(name, info)


def _declared(name: str, info: FieldInfo) -> Declared:
    told = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    inner, optional = _without_none(info.annotation)
    many = get_origin(inner) in MANY
    held = get_args(inner)[0] if many else inner
    part = held if isinstance(held, type) and issubclass(held, BaseModel) else None
    return Declared(
        name=name,
        label=info.title or name,
        help=info.description or "",
        article=str(told.get("article", "")),
        widget=str(told.get("widget", "text")),
        required=info.is_required(),
        optional=optional,
        many=many,
        part=part,
        default=_start(info),
        told=told,
    )


def _start(info: FieldInfo) -> Any:
    """Return what stands in the field at first: its default, or the usual wording where one is given."""
    if info.is_required():
        return info.examples[0] if info.examples else None
    return info.get_default(call_default_factory=True, validated_data={})


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) in (Union, UnionType):
        others = [one for one in get_args(annotation) if one is not NoneType]
        return others[0], len(others) < len(get_args(annotation))
    return annotation, False
