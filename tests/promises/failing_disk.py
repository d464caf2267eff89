"""SQLite on a disk that fails on purpose: the n-th write, truncation or sync of any of its files goes wrong.

The database library asks a table of functions for everything it does to a file. Its own functions stay in place and are
called; only for the chosen one the answer of a bad disk is given instead.
"""

import _sqlite3
import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, c_int, c_int64, c_void_p
from dataclasses import dataclass, field
from typing import Any, Final

_TABLE: Final = 152  # bytes of sqlite3_io_methods: a number and eighteen functions
_WRITE, _TRUNCATE, _SYNC = 3 * 8, 4 * 8, 5 * 8  # where in it the functions stand
_OPEN: Final = 40  # where in sqlite3_vfs the function that opens a file stands
_FULL, _WRITE_FAILED, _SYNC_FAILED, _TRUNCATE_FAILED = 13, 778, 1034, 1546

# The name as a bare address: the library keeps it, so it must stay the one that the library gave.
_Open = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, POINTER(c_int))
_Write = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_Truncate = CFUNCTYPE(c_int, c_void_p, c_int64)
_Sync = CFUNCTYPE(c_int, c_void_p, c_int)

HOW: Final = ("full", "broken", "short", "unconfirmed")
_installed: "Final[list[Disk]]" = []  # for ever: a file that is still open asks its functions when it is closed


@dataclass
class Disk:
    """Counts what is asked of it; from number `at` on it answers as `how` says, once or for ever."""

    at: int = 0
    how: str = ""
    for_ever: bool = False
    asked: int = 0
    failed: int = 0
    kept: list[Any] = field(default_factory=list)  # functions must outlive every open file

    def fails(self, *kinds: str) -> bool:
        """Count a request; say whether this one fails. Syncs fail as unconfirmed only, writes in the other ways."""
        if self.how and self.how not in kinds:
            return False
        self.asked += 1
        hit = bool(self.at) and (self.asked == self.at or (self.for_ever and self.asked > self.at))
        self.failed += hit
        return hit

    @contextmanager
    def failing(self, at: int, how: str, *, for_ever: bool = False) -> Iterator[None]:
        """Let request number `at` fail inside."""
        self.at, self.how, self.for_ever, self.asked, self.failed = at, how, for_ever, 0, 0
        try:
            yield
        finally:
            self.at, self.how = 0, ""

    @contextmanager
    def counting(self, how: str) -> Iterator[None]:
        """Only count inside how much is asked that could fail in this way."""
        with self.failing(0, how):
            yield


def install(disk: Disk) -> None:
    """Put `disk` under every database file that this process opens from now on."""
    library = ctypes.CDLL(_sqlite3.__file__)  # finds the library that the module is linked with
    library.sqlite3_vfs_find.restype = c_void_p
    vfs = library.sqlite3_vfs_find(None)
    place = c_void_p.from_address(vfs + _OPEN)
    original = _Open(place.value or 0)
    tables: dict[int, int] = {}

    def open_file(told: int, name: int | None, file: int, flags: int, out: Any) -> int:
        code = original(told, name, file, flags, out)
        methods = c_void_p.from_address(file)
        if code == 0 and methods.value:
            known = methods.value
            if known not in tables and known not in tables.values():
                tables[known] = _table(disk, known)
            methods.value = tables.get(known, known)
        return int(code)

    opener = _Open(open_file)
    disk.kept += [opener, original]
    place.value = ctypes.cast(opener, c_void_p).value
    _installed.append(disk)


def _table(disk: Disk, known: int) -> int:
    copy = ctypes.create_string_buffer(ctypes.string_at(known, _TABLE), _TABLE)
    base = ctypes.addressof(copy)
    write = _Write(c_void_p.from_address(known + _WRITE).value or 0)
    truncate = _Truncate(c_void_p.from_address(known + _TRUNCATE).value or 0)
    sync = _Sync(c_void_p.from_address(known + _SYNC).value or 0)

    def written(file: int, data: int, size: int, at: int) -> int:
        if not disk.fails("full", "broken", "short"):
            return int(write(file, data, size, at))
        if disk.how == "short":
            write(file, data, size // 2, at)
        return _WRITE_FAILED if disk.how == "broken" else _FULL

    def cut(file: int, size: int) -> int:
        return _TRUNCATE_FAILED if disk.fails("broken") else int(truncate(file, size))

    def settled(file: int, flags: int) -> int:
        return _SYNC_FAILED if disk.fails("unconfirmed") else int(sync(file, flags))

    for place, made in ((_WRITE, _Write(written)), (_TRUNCATE, _Truncate(cut)), (_SYNC, _Sync(settled))):
        c_void_p.from_address(base + place).value = ctypes.cast(made, c_void_p).value
        disk.kept.append(made)
    disk.kept += [copy, write, truncate, sync]
    return base
