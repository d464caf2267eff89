"""What pydantic found wrong with a pack, said to a lawyer in Chinese, with the place it stands."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, Final

from pydantic import ValidationError

from liuhen.rulebook.approvals import Approval
from liuhen.rulebook.frame import Choice, Labels, PackHead, Procedure
from liuhen.rulebook.source import Place
from liuhen.rulebook.words import Words

_KNOWN: Final = sorted(
    {
        field.alias or name
        for model in (Words, Procedure, Choice, Approval, PackHead, Labels)
        for name, field in model.model_fields.items()
    }
)
_LONGEST: Final = 40
"""Letters of a wrong value that are shown."""

_SAID: Final = {
    "missing": "缺少“{name}”",
    "extra_forbidden": "没有“{name}”这个词",
    "string_type": "“{name}”须为文字",
    "string_too_short": "“{name}”不能为空",
    "string_pattern_mismatch": "“{name}”写法不对：“{input}”",
    "int_type": "“{name}”须为整数",
    "int_parsing": "“{name}”须为整数",
    "bool_type": "“{name}”只能是 true 或 false",
    "bool_parsing": "“{name}”只能是 true 或 false",
    "tuple_type": "“{name}”须是一列",
    "too_short": "“{name}”太少",
    "dict_type": "“{name}”须由“词: 内容”组成",
    "model_type": "“{name}”须由“词: 内容”组成",
    "literal_error": "“{name}”不能是“{input}”，只能是 {expected}",
    "enum": "“{name}”不能是“{input}”，只能是 {expected}",
}


def sentences(error: ValidationError) -> Iterator[tuple[Place, str]]:
    """Yield place and sentence of each fault."""
    for fault in error.errors():
        place = tuple(part for part in fault["loc"] if part != "[key]")
        yield place, _sentence(place, fault)


def _sentence(place: Place, fault: Any) -> str:
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    name = next((part for part in reversed(place) if isinstance(part, str)), "规则")
    expected = str(fault.get("ctx", {}).get("expected", "")).replace(" or ", "、").replace(", ", "、").replace("'", "")
    given = str(fault["input"])
    shown = given if len(given) <= _LONGEST else f"{given[:_LONGEST]}…"
    said = _SAID.get(fault["type"], "“{name}”写法不对").format(name=name, input=shown, expected=expected)
    close = get_close_matches(name, _KNOWN, n=1, cutoff=0.7) if fault["type"] == "extra_forbidden" else []
    return f"{said}；是否为“{close[0]}”" if close else said
