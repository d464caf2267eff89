"""Get the product ready inside a command: Django loaded, tables in place, triggers present."""

from pathlib import Path

import click
import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from liuhen.kernel.errors import UnusableError


def load() -> None:
    """Load the applications; nothing is read or written yet."""
    django.setup()


def require_installation() -> None:
    """Load, and refuse when there is no installation in the data folder.

    Raises:
        UnusableError: the folder holds no ledger, or a newer version's tables are missing.
    """
    load()
    if not Path(str(settings.DATABASES["default"]["NAME"])).is_file():
        raise UnusableError(
            f"数据目录 {settings.LIUHEN_DATA} 中没有安装。",
            remedy="请先运行 make demo，或者用 LIUHEN_DATA 指定数据目录。",
        )
    if "ledger_head" not in connection.introspection.table_names():
        raise UnusableError("数据库不完整。", remedy="请运行 make setup 后重试。")


def migrate() -> None:
    """Bring the tables up to date and put the triggers back."""
    settings.LIUHEN_DATA.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)


def say(text: str = "") -> None:
    """Print a line for the person at the terminal."""
    click.echo(text)
