"""Where an installation keeps its things; known before any settings are."""

import os
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parents[3]


def data_folder() -> Path:
    """Return the folder of this installation's data: `LIUHEN_DATA`, or `data` beside the source."""
    return Path(os.environ.get("LIUHEN_DATA") or PROJECT / "data").resolve()
