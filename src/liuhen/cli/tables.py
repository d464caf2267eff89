"""Tables at a terminal: as wide as it is, or wide enough for a file."""

import sys
from collections.abc import Sequence
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from liuhen.cli.shown import plain

_IN_A_FILE: Final = 150


def show_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; nothing in a cell is taken as an instruction."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for at, title in enumerate(head):
        table.add_column(title, no_wrap=at == 0, overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain(cell), overflow="fold") for cell in row))
    width = None if sys.stdout.isatty() else _IN_A_FILE
    Console(file=sys.stdout, width=width, highlight=False).print(table)
