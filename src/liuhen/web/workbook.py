"""A list handed out as a workbook: all its rows, and the access journal has it first."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import FileResponse

from liuhen.access.journal import note
from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.people.officers import Officer

_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def hand_out_workbook(
    by: Officer, title: str, write: Callable[[Path], int], *, unit: str = "件", act: str = "cases.export"
) -> FileResponse:
    """Hand out what `write` writes; it says how many rows there were.

    Args:
        act: under what the access journal has it.
    """
    outgoing: Path = settings.LIUHEN_DATA / "outgoing"
    outgoing.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=outgoing) as folder:
        path = Path(folder) / "list.xlsx"
        count = write(path)
        note(by, act, f"{title} {count} {unit}")
        file = path.open("rb")
    name = f"{title}-{beijing_date(clock.now()):%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=_WORKBOOK)
