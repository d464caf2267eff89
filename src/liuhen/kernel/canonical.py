"""Canonical bytes of plain values: JCS (RFC 8785), without floating point numbers."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

import rfc8785

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"

LARGEST_INTEGER = 2**53 - 1

_LAST_OF_PLANE: Final = "\uffff"
_PLAIN: Final = frozenset({str, bool, type(None)})  # exactly these need no second look
# The standard encoder writes the same bytes twenty times as fast, except that it sorts names by code point: RFC 8785
# sorts them by UTF-16 code unit, which differs only where a name leaves the basic plane.
_encoded: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


def canonical(value: Json) -> bytes:
    """Return the one byte string that stands for `value`.

    Args:
        value: null, booleans, integers within ±(2**53 - 1), text, lists and mappings of these.

    Raises:
        TypeError: a float or any other type; amounts are integer fen, durations integer milliseconds.
        ValueError: an integer that JSON readers would not carry exactly, or text that is not Unicode.
    """
    return _encoded(value).encode() if _is_basic(value) else rfc8785.dumps(value)


def _is_basic(value: object) -> bool:
    """Refuse what has no exact form; say whether every name keeps to the basic plane."""
    if type(value) in _PLAIN or isinstance(value, str):
        return True
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise ValueError(f"integer beyond 2**53 - 1: {value}")
        return True
    if isinstance(value, (dict, Mapping)):  # a dictionary is known at once, other mappings slowly
        names = "".join(value)  # refuses a name that is no text
        return _are_basic(value.values()) and (names.isascii() or max(names) <= _LAST_OF_PLANE)
    if isinstance(value, list | tuple):
        return _are_basic(value)
    raise TypeError(f"no canonical form for {type(value).__name__}")


def _are_basic(values: Iterable[object]) -> bool:
    basic = True
    for value in values:
        if type(value) not in _PLAIN and not _is_basic(value):
            basic = False  # and on: every one has to be looked at
    return basic
