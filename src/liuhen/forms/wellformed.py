"""What nobody may enter: invisible characters, words outside the choices, years outside the calendar, two lines in one.

Asked of forms only, never of bodies: what was recorded under an older rule stays readable.
"""

import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import InitErrorDetails, PydanticCustomError

Place = tuple[str | int, ...]

YEARS: Final = range(1949, 2200)
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # control, zero-width and direction, halves, separators
_MANY_LINES: Final = frozenset({"textarea", "qa", "rows", "part"})
_BREAKS: Final = frozenset("\n\t")


def require_wellformed(form: BaseModel) -> None:
    """Refuse a form by field.

    Raises:
        ValidationError: each wrong field with a sentence in Chinese.
    """
    wrong = [
        InitErrorDetails(type=PydanticCustomError("value_error", "{error}", {"error": said}), loc=place, input=value)
        for place, value, said in _faults(form, ())
    ]
    if wrong:
        raise ValidationError.from_exception_data(type(form).__name__, wrong)


def unseen(text: str) -> str:
    """Return the first character of `text` that a reader cannot see, or ""; breaks between lines are let pass."""
    if text.isprintable():  # known at once; a wide space is not printable, yet seen: so the rest is looked at
        return ""
    return next((sign for sign in text if _invisible(sign) and sign not in _BREAKS), "")


def _faults(form: BaseModel, place: Place) -> Iterator[tuple[Place, Any, str]]:
    for name, field in type(form).model_fields.items():
        for where, value in _leaves(getattr(form, name), (*place, name)):
            if isinstance(value, BaseModel):
                yield from _faults(value, where)
            elif said := _wrong(value, field):
                yield where, value, said


def _leaves(value: Any, place: Place) -> Iterator[tuple[Place, Any]]:
    if isinstance(value, list | tuple):
        for number, one in enumerate(value):
            yield from _leaves(one, (*place, number))
    else:
        yield place, value


def _wrong(value: Any, field: FieldInfo) -> str:
    if isinstance(value, date):  # a moment is a date, too
        return "" if value.year in YEARS else "年份有误，请核对"
    if not isinstance(value, str):
        return ""
    told = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    choices = told.get("choices")
    if isinstance(choices, dict) and value not in choices and not told.get("open"):
        return "请从所列各项中选择"
    if sign := unseen(value):
        return f"含有看不见的字符（U+{ord(sign):04X}），请删去后重新输入"
    if told.get("widget") not in _MANY_LINES and _BREAKS & set(value):
        return "这一栏只能填一行"
    return ""


def _invisible(sign: str) -> bool:
    return unicodedata.category(sign) in _UNSEEN or ord(sign) & 0xFFFE == 0xFFFE  # noqa: PLR2004  # no characters
