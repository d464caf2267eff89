"""One transaction, all of it or nothing; what the disk under the database refuses is said to people."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import OperationalError, transaction

from liuhen.kernel.errors import UnusableError

_FULL: Final = ("存放记录的磁盘已满。", "请系统管理员清理或扩充磁盘，然后重新提交。")
_FAILING: Final = ("存放记录的磁盘写入失败。", "请系统管理员检查磁盘，恢复后重新提交。")
_READ_ONLY: Final = ("存放记录的磁盘不可写入。", "请系统管理员检查磁盘的挂载与权限，然后重新提交。")
_BUSY: Final = ("同时写入的人太多，等候超时。", "请稍候再提交；已经填写的内容不会重复记入。")
_SQLITE: Final = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: _FAILING,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: _READ_ONLY,
    sqlite3.SQLITE_BUSY: _BUSY,
}
_POSTGRESQL: Final = {"53100": _FULL, "58030": _FAILING, "55P03": _BUSY}
_PRIMARY: Final = 0xFF  # SQLite says the kind of error in the low byte and the detail above it


@contextmanager
def whole() -> Iterator[None]:
    """Run the block in one transaction; also usable as a decorator.

    Raises:
        UnusableError: the disk is full, failing or not writable, or others held the database for too long. Nothing
            was acknowledged; whoever sends the same request again gets one record, whatever became of the first.
    """
    try:
        with transaction.atomic():
            yield
    except OperationalError as err:
        said = _words(err)
        if said is None:
            raise
        raise UnusableError("没有写入。", why=said[0], remedy=said[1]) from err


def _words(err: OperationalError) -> tuple[str, str] | None:
    code = getattr(err.__cause__, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE.get(code & _PRIMARY)
    return _POSTGRESQL.get(getattr(err.__cause__, "sqlstate", None) or "")
