"""What the disk says, in words for the person who uploads and for the one who administers."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from liuhen.kernel.errors import UnusableError

_FULL: Final = ("存储空间不足。", "请系统管理员清理或扩充存储，然后重新上传；设备中的原始文件请勿删除。")
_READ_ONLY: Final = ("存储不可写入。", "请系统管理员检查存储的挂载与权限，然后重新上传。")
_FAILING: Final = ("存储写入失败。", "请系统管理员检查磁盘；设备中的原始文件请勿删除，恢复后重新上传。")
_WORDS: Final = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: ("超过存储允许的单个文件大小。", "请分段上传，或请系统管理员更换存储。"),
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
}


NOT_FETCHED: Final = "原件没有从对象存储取回。"


@contextmanager
def speaking_of(name: str) -> Iterator[None]:
    """Turn an OSError inside into an UnusableError that says what became of the file `name`."""
    try:
        yield
    except OSError as error:
        why, remedy = _WORDS.get(error.errno or 0, _FAILING)
        raise UnusableError(f"“{name}”未保存。", why=why, remedy=remedy) from error


@contextmanager
def fetching() -> Iterator[None]:
    """Turn an OSError inside into an UnusableError that says that the original stands where it was."""
    try:
        yield
    except OSError as error:
        why, _ = _WORDS.get(error.errno or 0, _FAILING)
        remedy = "对象存储中的原件未受影响；请系统管理员检查本机存放原件的磁盘，然后重试。"
        raise UnusableError(NOT_FETCHED, why=why, remedy=remedy) from error
