"""What pydantic found wrong, said to the person who typed it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

Words = Callable[[Mapping[str, Any], Any], str]


def _too_short(context: Mapping[str, Any], value: Any) -> str:
    del value
    return "请填写" if context["min_length"] == 1 else f"至少 {context['min_length']} 个字"


def _too_long(context: Mapping[str, Any], value: Any) -> str:
    return f"最多 {context['max_length']} 个字，现在有 {len(value)} 个字"


_WORDS: Final[Mapping[str, Words]] = {
    "missing": lambda context, value: "请填写",
    "string_too_short": _too_short,
    "string_too_long": _too_long,
    "too_short": lambda context, value: f"至少要有 {context['min_length']} 项",
    "too_long": lambda context, value: f"最多 {context['max_length']} 项",
    "greater_than_equal": lambda context, value: f"不能小于 {context['ge']}",
    "less_than_equal": lambda context, value: "数目过大，请核对",
    "literal_error": lambda context, value: "请从所列各项中选择",
    "enum": lambda context, value: "请从所列各项中选择",
    "string_pattern_mismatch": lambda context, value: "格式不对，请核对",
    "bool_parsing": lambda context, value: "请选择是或否",
    "value_error": lambda context, value: str(context["error"]),
    "assertion_error": lambda context, value: str(context["error"]),
    "string_unicode": lambda context, value: "含有无法保存的字符，请重新输入",
}


def wrong_fields(err: ValidationError) -> dict[str, str]:
    """Return dotted path -> sentence; the first fault of a field wins."""
    found: dict[str, str] = {}
    for one in err.errors():
        found.setdefault(".".join(str(step) for step in one["loc"]), _sentence(one))
    return found


def _sentence(one: ErrorDetails) -> str:
    words = _WORDS.get(one["type"])
    return words(one.get("ctx", {}), one["input"]) if words else "填写有误，请核对"
