"""How time left is said, on a page and on a paper alike."""

from collections.abc import Mapping
from typing import Final

UNIT_WORDS: Final[Mapping[str | None, str]] = {"workday": "个工作日", "day": "天"}


def left_words(word: str, state: str, left: int | None, unit: str | None) -> str:
    """Return what a tag says about time.

    Args:
        word: the state in Chinese, used where no number of days exists.
        left: working days or days until due, negative when past.
        unit: workday or day.
    """
    if left is None or state not in ("open", "due_soon", "overdue"):
        return word
    if state == "overdue":
        return f"逾期 {-left} {UNIT_WORDS[unit]}" if left < 0 else word
    return f"余 {left} {UNIT_WORDS[unit]}" if left > 0 else "今天到期"
