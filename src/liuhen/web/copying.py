"""The plan of a copy as a form sends it: times in minutes and seconds, boxes and mutes as the editor wrote them."""

import json
from typing import Any, Final

from django.http import QueryDict
from pydantic import TypeAdapter, ValidationError

from liuhen.kernel.errors import BadInputError
from liuhen.media.derivatives.plans import Box, Mute, Plan
from liuhen.process.inquiry.payloads.copies import PURPOSES, WHATS
from liuhen.queries.copies import span_words
from liuhen.web.forms.controls import UnreadableError, read_offset

_LONGEST: Final = 400_000  # characters of boxes: sixty with four hundred places each
_BOXES: Final = TypeAdapter(list[Box])
_MUTES: Final = TypeAdapter(list[Mute])
_UNREADABLE: Final = "页面送来的遮盖内容无法读取，请刷新页面重新画"


def read_plan(sent: QueryDict, *, number: str, duration_ms: int | None) -> Plan:
    """Return the plan that was sent.

    Args:
        number: of the case, for the line of words below the picture.
        duration_ms: of the original; a stretch begins and ends with it where nothing else is said. None: a photo.

    Raises:
        BadInputError: something cannot be read; says which.
    """
    wrong: dict[str, str] = {}
    what = sent.get("what", "")
    if what not in WHATS:
        wrong["what"] = "请选择做哪一种副本"
    start = 0 if duration_ms is None else _offset(sent, "start", 0, wrong)
    end = None if duration_ms is None or what == "still" else _offset(sent, "end", duration_ms, wrong)
    covering = what != "clip"
    boxes = _listed(sent, "boxes", _BOXES, wrong) if covering else []
    mutes = _listed(sent, "mutes", _MUTES, wrong) if what == "masked" else []
    if sent.get("purpose") not in PURPOSES:
        wrong["purpose"] = "请选择用途"
    if what == "masked" and not sent.get("hidden", "").strip():
        wrong["hidden"] = "请写明遮盖、消音了什么"
    if wrong:
        said = "；".join(dict.fromkeys(wrong.values())) + "。"
        raise BadInputError("副本没有开始制作。", fields=wrong, why=said, remedy="请按提示改正后再制作。")
    exact = what != "clip" or "fast" not in sent
    label = _label(number, "" if duration_ms is None else span_words(start, end)) if "label" in sent and exact else ""
    return Plan.model_validate(
        {"what": what, "start_ms": start, "end_ms": end, "boxes": boxes, "mutes": mutes, "label": label, "exact": exact}
    )


def _label(number: str, span: str) -> str:
    return f"{number[:60]}　副本，不是原始记录　{span}".rstrip()


def _offset(sent: QueryDict, name: str, usual: int, wrong: dict[str, str]) -> int:
    if not sent.get(name, "").strip():
        return usual
    try:
        return read_offset([sent.get(name, "")])
    except UnreadableError as err:
        wrong[name] = f"{'起点' if name == 'start' else '终点'}：{err}"
        return 0


def _listed(sent: QueryDict, name: str, kind: TypeAdapter[Any], wrong: dict[str, str]) -> Any:
    text = sent.get(name, "") or "[]"
    try:
        if len(text) > _LONGEST:
            raise ValueError(name)  # noqa: TRY301 - answered like any other that cannot be read
        return kind.validate_python(json.loads(text), strict=True)
    except (ValueError, ValidationError, RecursionError):
        wrong[name] = _UNREADABLE
        return []
