"""Packs and years that somebody brings along: they stand beside the shipped ones, the same id or year replaces."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import click

from liuhen.rulebook import WorkingCalendar, load_calendar

FOLDER: Final = click.Path(exists=True, file_okay=False, path_type=Path)


def packs_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--packs DIR`, which may be given several times."""
    told = "另加的规程目录（下有“规程名/pack.yaml”），可以写几次；与自带的同名的以它为准。"
    return click.option("--packs", "folders", multiple=True, type=FOLDER, metavar="目录", help=told)(command)


def calendar_with(folders: Sequence[Path]) -> WorkingCalendar:
    """Return the shipped calendar with the years that lie in `calendar/` of the folders; PackError where one is bad."""
    years = {year.year: year for root in (None, *folders) for year in load_calendar(root).years}
    return WorkingCalendar(tuple(years[each] for each in sorted(years)))
