"""Where an installation keeps its things; known before any settings are."""

import os
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parents[3]
FOR_OWNER: Final = 0o700
"""Mode of a data folder: tables and originals are no business of other users of the machine."""


def data_folder() -> Path:
    """Return the folder of this installation's data: `LIUHEN_DATA`, or `data` beside the source."""
    return Path(os.environ.get("LIUHEN_DATA") or PROJECT / "data").resolve()
