"""A form filled in with the least that it takes: so that who is refused is refused for who he is, not for the form."""

from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

_DAY: Final = "2026-11-20"
_BY_NAME: Final = {
    "account": "somebody-new",
    "year": 2026,
    "proposal": "1",
    "idle_minutes": 30,
    "password_days": 180,
    "packs": ["wuhan-ybj"],
}

_BY_WIDGET: Final = {"file": "0" * 64, "moment": f"{_DAY}T01:00:00Z"}


def filled(form: type[BaseModel], **known: Any) -> dict[str, Any]:
    """Return values for the fields of `form` that have no default; what is `known` by name is taken as it is."""
    told = {**_BY_NAME, **known}
    values = {}
    for name, field in form.model_fields.items():
        if name in known or field.is_required():
            values[name] = told[name] if name in told else _value(field.annotation, field)
    return values


def _value(kind: Any, field: FieldInfo) -> Any:
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    choices = extra.get("choices")
    one = next(iter(choices)) if isinstance(choices, dict) else None
    origin, inner = get_origin(kind), [each for each in get_args(kind) if each is not NoneType]
    if origin in (Union, UnionType):
        return _value(inner[0], field)
    if origin in (list, tuple):
        return [one if one is not None else _value(inner[0], field)]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return filled(kind)
    if one is not None:
        return one
    if extra.get("widget") in _BY_WIDGET:
        return _BY_WIDGET[str(extra["widget"])]
    return _PLAIN[next(each for each in _PLAIN if issubclass(kind, each))]


_PLAIN: Final[dict[type, Any]] = {
    bool: True,
    int: 1,
    datetime: f"{_DAY}T01:00:00Z",
    date: _DAY,
    str: "某某",
    object: "某某",
}
