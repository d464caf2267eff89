"""Canonical bytes of plain values: JCS (RFC 8785), without floating point numbers."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import rfc8785

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"

LARGEST_INTEGER = 2**53 - 1


def canonical(value: Json) -> bytes:
    """Return the one byte string that stands for `value`.

    Args:
        value: null, booleans, integers within ±(2**53 - 1), text, lists and mappings of these.

    Raises:
        TypeError: a float or any other type; amounts are integer fen, durations integer milliseconds.
        ValueError: an integer that JSON readers would not carry exactly, or text that is not Unicode.
    """
    _refuse_inexact(value)
    return rfc8785.dumps(value)


def _refuse_inexact(value: object) -> None:
    if value is None or isinstance(value, bool | str):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise ValueError(f"integer beyond 2**53 - 1: {value}")
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if not isinstance(name, str):
                raise TypeError(f"a name must be text: {name!r}")
            _refuse_inexact(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_inexact(inner)
    else:
        raise TypeError(f"no canonical form for {type(value).__name__}")
