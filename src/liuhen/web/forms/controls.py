"""One control per widget: how a value is written into the page, and how what was typed is read back."""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from liuhen.kernel.clock import BEIJING, offset_words, require_aware

Texts = Sequence[str]

_AMOUNT: Final = re.compile(r"(?P<yuan>\d{1,14})(\.(?P<cents>\d{1,2}))?")
_OFFSET: Final = re.compile(
    r"((?P<hours>\d{1,3}):(?=\d{1,2}:))?((?P<minutes>\d{1,5}):)?(?P<seconds>\d{1,7})(\.(?P<ms>\d{1,3}))?"
)
_WHOLE: Final = re.compile(r"-?\d{1,12}")


class UnreadableError(ValueError):
    """What was typed has no reading; the message says so in Chinese."""


@dataclass(frozen=True, slots=True)
class Control:
    """How one widget is shown and read.

    Args:
        write: value -> the texts that stand in the page.
        read: texts -> value; raises UnreadableError.
    """

    template: str
    write: Callable[[Any], list[str]]
    read: Callable[[Texts], Any]
    type: str = "text"
    grouped: bool = False  # several inputs under one label
    wide: bool = False


def _one(texts: Texts) -> str:
    return texts[0] if texts else ""


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _write_text(value: Any) -> list[str]:
    return [str(value)]


def _read_text(texts: Texts) -> str:
    return _one(texts).replace("\r\n", "\n")


def _write_fen(value: int) -> list[str]:
    return [f"{value // 100}.{value % 100:02d}"]


def read_fen(texts: Texts) -> int:
    """Return fen from an amount in yuan such as `1,008.5`; exact, never through a float.

    Raises:
        UnreadableError: no amount, a negative one, or more than two decimals.
    """
    text = _plain(_one(texts)).replace(",", "").replace(" ", "").removesuffix("元").removeprefix("¥")
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise UnreadableError(_amount_fault(text))
    return int(found["yuan"]) * 100 + int((found["cents"] or "").ljust(2, "0"))


def _amount_fault(text: str) -> str:
    if text.startswith("-"):
        return "金额不能是负数"
    if re.fullmatch(r"\d+\.\d{3,}", text):
        return "金额最多写到分，即两位小数"
    return "请填写金额，例如 10087.50"


def _write_moment(value: datetime) -> list[str]:
    beijing = require_aware(value).astimezone(BEIJING).replace(tzinfo=None)
    exact = "milliseconds" if beijing.microsecond else "seconds" if beijing.second else "minutes"
    return [beijing.isoformat(timespec=exact)]


def read_moment(texts: Texts) -> datetime:
    """Return an aware instant from `2026-11-21T09:02`, taken as Beijing time.

    Raises:
        UnreadableError: incomplete, or not a date and a time.
    """
    try:
        return datetime.fromisoformat(_plain(_one(texts))).replace(tzinfo=BEIJING)
    except ValueError as err:
        raise UnreadableError("请填写完整的日期和时间") from err


def _read_date(texts: Texts) -> date:
    try:
        return date.fromisoformat(_plain(_one(texts)))
    except ValueError as err:
        raise UnreadableError("请填写完整的日期") from err


def _read_whole(texts: Texts) -> int:
    text = _plain(_one(texts))
    if not _WHOLE.fullmatch(text):
        raise UnreadableError("请填写整数")
    return int(text)


def _write_offset(value: int) -> list[str]:
    return [offset_words(value)]


def read_offset(texts: Texts) -> int:
    """Return milliseconds from `1:02:03`, `2:03.250` or plain seconds; exact, never through a float.

    Raises:
        UnreadableError: none of these.
    """
    found = _OFFSET.fullmatch(_plain(_one(texts)))
    if found is None:
        raise UnreadableError("请写成 分:秒，例如 12:45")
    hours, minutes, seconds = (int(found[part] or 0) for part in ("hours", "minutes", "seconds"))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((found["ms"] or "").ljust(3, "0"))


def _write_yes(value: bool) -> list[str]:  # noqa: FBT001 - a value, not a switch
    return ["yes" if value else "no"]


def _read_yes(texts: Texts) -> bool:
    if _one(texts) not in ("yes", "no"):
        raise UnreadableError("请选择是或否")
    return _one(texts) == "yes"


def _write_several(value: Sequence[Any]) -> list[str]:
    return [str(one) for one in value]


def _read_several(texts: Texts) -> list[str]:
    return [text for text in texts if text]


def _write_lines(value: Sequence[str]) -> list[str]:
    return ["\n".join(value)]


def _read_lines(texts: Texts) -> list[str]:
    return [line.strip() for line in _one(texts).splitlines() if line.strip()]


def _write_sheet(value: Mapping[str, Any]) -> list[str]:
    return [json.dumps(value, ensure_ascii=False)]


def _read_sheet(texts: Texts) -> dict[str, Any]:
    try:
        told = json.loads(_one(texts) or "{}")
    except ValueError as err:
        raise UnreadableError("补填的内容没有收全，请刷新页面后重试") from err
    if not isinstance(told, dict):
        raise UnreadableError("补填的内容没有收全，请刷新页面后重试")
    return told


_TEXT = Control("web/form/input.html", _write_text, _read_text)

CONTROLS: Final[Mapping[str, Control]] = {
    "text": _TEXT,
    "textarea": Control("web/form/textarea.html", _write_text, _read_text, wide=True),
    "lines": Control("web/form/textarea.html", _write_lines, _read_lines, wide=True),
    "fen": Control("web/form/fen.html", _write_fen, read_fen),
    "moment": Control("web/form/input.html", _write_moment, read_moment, type="datetime-local"),
    "date": Control("web/form/input.html", _write_text, _read_date, type="date"),
    "integer": Control("web/form/input.html", _write_text, _read_whole, type="number"),
    "yesno": Control("web/form/picks.html", _write_yes, _read_yes, type="radio", grouped=True),
    "choice": Control("web/form/picks.html", _write_text, _read_text, type="radio", grouped=True),
    "choices": Control("web/form/picks.html", _write_several, _read_several, type="checkbox", grouped=True, wide=True),
    "officers": Control("web/form/picks.html", _write_several, _read_several, type="checkbox", grouped=True, wide=True),
    "entries": Control("web/form/picks.html", _write_several, _read_several, type="checkbox", grouped=True, wide=True),
    "pack": Control("web/form/picks.html", _write_text, _read_text, type="radio", grouped=True),
    "offset": Control("web/form/input.html", _write_offset, read_offset),
    "number": Control("web/form/hidden.html", _write_text, _read_whole),
    "sheet": Control("web/form/hidden.html", _write_sheet, _read_sheet),
    "entry": Control("web/form/select.html", _write_text, _read_whole),
    "footage": Control("web/form/select.html", _write_text, _read_whole),
    "undated_pack": Control("web/form/select.html", _write_text, _read_text),
    "own_term": Control("web/form/select.html", _write_text, _read_text),
    "holder": Control("web/form/select.html", _write_text, _read_text),
    "party": Control("web/form/select.html", _write_text, _read_text),
    "person": Control("web/form/select.html", _write_text, _read_text),
    "department": Control("web/form/select.html", _write_text, _read_text),
    "certificate": Control("web/form/select.html", _write_text, _read_text),
    "delegation": Control("web/form/select.html", _write_text, _read_text),
    "reset": Control("web/form/select.html", _write_text, _read_text),
    "proposal": Control("web/form/select.html", _write_text, _read_text),
    "packs": Control("web/form/picks.html", _write_several, _read_several, type="checkbox", grouped=True, wide=True),
    "reading": Control("web/form/picks.html", _write_text, _read_text, type="radio", grouped=True, wide=True),
    "file": Control("web/form/file.html", _write_text, _read_text, wide=True),
}


def control(widget: str) -> Control:
    """Return the control of a widget; a widget that is not known is one line of text."""
    return CONTROLS.get(widget, _TEXT)
