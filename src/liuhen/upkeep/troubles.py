"""What a disk refuses, in words for who looks after the machine."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from liuhen.kernel.errors import UnusableError

_FULL: Final = ("{folder} 所在的磁盘已满。", "请清理或者更换磁盘后再试；已经写好的部分不必重写。")
_LARGE: Final = ("{folder} 所在的磁盘不接受这么大的文件。", "请换用 ext4、XFS、NTFS 等格式的磁盘。")
_CLOSED: Final = ("{folder} 不可读写。", "请检查磁盘是否挂载、是否只读，以及运行本程序的用户的权限。")
_GONE: Final = ("{folder} 或者其中的文件不在了。", "请检查磁盘是否挂载好，再试一次。")
_FAILING: Final = ("{folder} 读写出错。", "请检查磁盘和连接线；必要时更换磁盘。")
_WORDS: Final = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _LARGE,
    errno.EROFS: _CLOSED,
    errno.EACCES: _CLOSED,
    errno.EPERM: _CLOSED,
    errno.ENOENT: _GONE,
    errno.ENOTDIR: _GONE,
}


@contextmanager
def speaking(refused: str, folder: Path) -> Iterator[None]:
    """Turn an OSError inside into an UnusableError.

    Args:
        refused: what was not done, one sentence in Chinese.
        folder: where it was to be done.
    """
    try:
        yield
    except OSError as error:
        why, remedy = _WORDS.get(error.errno or 0, _FAILING)
        raise UnusableError(refused, why=why.format(folder=folder), remedy=remedy) from error
