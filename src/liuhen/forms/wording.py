"""What a schema found wrong, said to a person, by field."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

Words = Callable[[Mapping[str, Any]], str]

_WORDS: Final[Mapping[str, Words]] = {
    "missing": lambda told: "请填写",
    "extra_forbidden": lambda told: "没有这一栏",
    "string_too_short": lambda told: "请填写" if told["min_length"] == 1 else f"至少 {told['min_length']} 个字",
    "string_too_long": lambda told: f"最多 {told['max_length']} 个字",
    "too_short": lambda told: f"至少要有 {told['min_length']} 项",
    "too_long": lambda told: f"最多 {told['max_length']} 项",
    "greater_than_equal": lambda told: f"不能小于 {told['ge']}",
    "less_than_equal": lambda told: "数目过大，请核对",
    "string_pattern_mismatch": lambda told: "格式不对，请核对",
    "string_type": lambda told: "应当是文字",
    "string_unicode": lambda told: "含有无法保存的字符，请重新输入",
    "bool_type": lambda told: "请选择是或否",
    "bool_parsing": lambda told: "请选择是或否",
    "int_type": lambda told: "应当是整数；金额以分为单位",
    "int_parsing": lambda told: "应当是整数；金额以分为单位",
    "int_parsing_size": lambda told: "数目过大，请核对",
    "int_from_float": lambda told: "应当是整数；金额以分为单位",
    "list_type": lambda told: "应当是若干项",
    "timezone_aware": lambda told: "时间缺少时区，例如 2026-11-19T09:02:00+08:00",
    "value_error": lambda told: str(told["error"]),
}


def wrong_fields(errors: Iterable[Mapping[str, Any]], *, below: int = 0) -> dict[str, str]:
    """Return dotted path -> sentence; the first fault of a field wins.

    Args:
        errors: as pydantic lists them.
        below: how many leading steps of each path are no names of fields.
    """
    found: dict[str, str] = {}
    for one in errors:
        words = _WORDS.get(one["type"])
        path = ".".join(str(step) for step in one["loc"][below:])
        found.setdefault(path, words(one.get("ctx", {})) if words else "填写有误，请核对")
    return found
