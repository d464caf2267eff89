"""What stands in a form: first from the case, then as typed. Rows left blank are dropped before anything else looks."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from django.http import QueryDict
from pydantic import BaseModel

from liuhen.web.forms.controls import UnreadableError, control
from liuhen.web.forms.shape import Declared, fields_of

Part: TypeAlias = "dict[str, Any]"
"""Field name -> texts of a leaf, part of a nested part, or list of parts for rows."""

MOST_ROWS: Final = 500
_MISSING: Final[Mapping[str, str]] = {
    "yesno": "请选择是或否",
    "choice": "请选择一项",
    "entry": "请选择一条记录",
    "file": "请选择文件",
}


def from_values(model: type[BaseModel], values: Mapping[str, Any]) -> Part:
    """Return a form filled with `values`; a field that has none starts with its default."""
    return {field.name: _written(field, values.get(field.name, field.default)) for field in fields_of(model)}


def _written(field: Declared, value: Any) -> Any:
    if field.part is not None and field.many:
        return [from_values(field.part, _as_mapping(one)) for one in value or ()]
    if field.part is not None:
        return from_values(field.part, _as_mapping(value or {}))
    return [] if value is None else control(field.widget).write(value)


def _as_mapping(value: Any) -> Mapping[str, Any]:
    return {name: getattr(value, name) for name in type(value).model_fields} if isinstance(value, BaseModel) else value


def from_post(model: type[BaseModel], post: QueryDict, prefix: str = "") -> Part:
    """Return a form as it was sent; names are dotted paths such as `questions.0.answer`."""
    return {field.name: _sent(field, post, prefix + field.name) for field in fields_of(model)}


def _sent(field: Declared, post: QueryDict, path: str) -> Any:
    if field.part is not None and field.many:
        blank = from_values(field.part, {})
        rows = [from_post(field.part, post, f"{path}.{index}.") for index in _indices(post, path)]
        return [row for row in rows if not _left_blank(row, blank)]
    if field.part is not None:
        return from_post(field.part, post, f"{path}.")
    return post.getlist(path)


def as_post(typed: Part, prefix: str = "") -> QueryDict:
    """Return a form as it would be sent."""
    post = QueryDict(mutable=True)
    for name, value in typed.items():
        for path, texts in _flat(value, prefix + name):
            post.setlist(path, texts)
    return post


def _flat(value: Any, path: str) -> Iterator[tuple[str, list[str]]]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _flat(one, f"{path}.{name}")
    elif value and isinstance(value[0], dict):
        for index, one in enumerate(value):
            yield from _flat(one, f"{path}.{index}")
    else:
        yield path, value


def _indices(post: QueryDict, path: str) -> list[int]:
    numbered = re.compile(re.escape(path) + r"\.(\d{1,4})\.")
    found = {int(match[1]) for name in post if (match := numbered.match(name))}
    return sorted(found)[:MOST_ROWS]


def _left_blank(row: Part, blank: Part) -> bool:
    return all(_empty(value) or value == blank[name] for name, value in row.items())


def _empty(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_empty(one) for one in value.values())
    return all(_empty(one) if isinstance(one, dict) else not one.strip() for one in value)


def to_values(model: type[BaseModel], typed: Part, wrong: dict[str, str], prefix: str = "") -> dict[str, Any]:
    """Return the values that `typed` stands for, for pydantic to judge; what has no reading goes to `wrong` by path."""
    values = {}
    for field in fields_of(model):
        path = prefix + field.name
        if _has_value(field, typed[field.name]):
            try:
                values[field.name] = _read(field, typed[field.name], wrong, path)
            except UnreadableError as err:
                wrong[path] = str(err)
        elif field.required:
            wrong[path] = _MISSING.get(field.widget, "请填写")
    return values


def _has_value(field: Declared, typed: Any) -> bool:
    """Say whether a field counts as entered: an empty text does only where it was cleared of a default text."""
    if field.part is not None:
        return field.many or not (field.optional and _left_blank(typed, from_values(field.part, {})))
    cleared = isinstance(field.default, str) and field.default != ""
    return field.many or cleared or not _empty(typed)


def _read(field: Declared, typed: Any, wrong: dict[str, str], path: str) -> Any:
    if field.part is not None and field.many:
        part = field.part
        return [to_values(part, row, wrong, f"{path}.{index}.") for index, row in enumerate(typed)]
    if field.part is not None:
        return to_values(field.part, typed, wrong, f"{path}.")
    value = control(field.widget).read(typed)
    if not _offered(field, value):
        raise UnreadableError("请从所列各项中选择")
    return value


def _offered(field: Declared, value: Any) -> bool:
    choices = field.told.get("choices")
    if not choices:
        return True
    return all(one in choices for one in (value if field.many else [value]))
