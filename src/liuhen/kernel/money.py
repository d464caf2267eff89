"""Money is integer fen (1 yuan = 100 fen)."""

from typing import Final

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("", "拾", "佰", "仟")
_GROUPS: Final = ("", "万", "亿", "万亿")
LARGEST: Final = 10**16 * 100 - 1


def yuan(fen: int) -> str:
    """Return an amount for reading: 1008750 fen is `10,087.50`."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def capitals(fen: int) -> str:
    """Return an amount in 大写 for papers: 1008750 fen is `壹万零捌拾柒元伍角`.

    Raises:
        ValueError: a negative amount, or one of 10**16 yuan and more.
    """
    if not 0 <= fen <= LARGEST:
        raise ValueError(f"no capitals for {fen} fen")
    whole, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    words = _whole(whole) + "元" if whole or not rest else ""
    if not rest:
        return words + "整"
    if jiao:
        words += _DIGITS[jiao] + "角"
    elif words:
        words += "零"
    return words + (_DIGITS[cents] + "分" if cents else "")


def _whole(number: int) -> str:
    if not number:
        return "零"
    words = ""
    for place in reversed(range(len(_GROUPS))):
        group = number // 10_000**place % 10_000
        if group:
            gap = bool(words) and (group < 1_000 or words.endswith("零"))  # noqa: PLR2004
            words += ("零" if gap and not words.endswith("零") else "") + _group(group) + _GROUPS[place]
        elif words and not words.endswith("零") and number % 10_000**place:
            words += "零"
    return words


def _group(number: int) -> str:
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + _PLACES[place]
        gap = not digit
    return words
