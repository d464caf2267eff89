"""Get the product ready inside a command: Django loaded, tables in place, triggers present."""

from pathlib import Path

import click
import django
from django.conf import settings
from django.db import DatabaseError, connection

from liuhen.kernel.errors import UnusableError


def load() -> None:
    """Load the applications; nothing is read or written yet."""
    django.setup()


def require_installation() -> None:
    """Load, and refuse when there is no installation in the data folder.

    Raises:
        OutOfOrderError: a restore into the folder is not done.
        UnusableError: the folder holds no ledger, one that cannot be opened, or one that a newer
            program has been at.
    """
    load()
    from liuhen.upkeep.upgrade import require_known, require_restored

    require_restored(settings.LIUHEN_DATA)
    if not Path(str(settings.DATABASES["default"]["NAME"])).is_file():
        raise UnusableError(
            f"数据目录 {settings.LIUHEN_DATA} 中没有安装。",
            remedy="请先运行 liuhen init（正式使用）或者 make demo（试用），或者用 LIUHEN_DATA 指定数据目录。",
        )
    if "ledger_head" not in _tables():
        raise UnusableError("数据库不完整。", remedy="请运行 make setup 后重试。")
    require_known()


def _tables() -> list[str]:
    try:
        return connection.introspection.table_names()
    except DatabaseError as error:
        raise UnusableError(
            "数据库打不开。",
            why=f"文件损坏或者读不出：{error}",
            remedy="请检查磁盘；数据目录原样保留，用 liuhen restore 把最近的备份恢复到一个空目录。",
        ) from error


def migrate() -> None:
    """Bring the tables up to date and put the triggers back; where there are records, a copy is made first.

    Raises:
        OutOfOrderError: the product runs on these data already, or a restore into them is not done.
        UnusableError: a newer program wrote here, or a step failed and the database is as it was before.
    """
    from liuhen.upkeep.upgrade import upgrade

    upgrade()


def say(text: str = "") -> None:
    """Print a line for the person at the terminal."""
    click.echo(text)
