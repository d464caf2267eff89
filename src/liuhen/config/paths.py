"""Where an installation keeps its things."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]


def data_folder() -> Path:
    """Return the folder of this installation's data: `LIUHEN_DATA`, or `data` beside the source."""
    return Path(os.environ.get("LIUHEN_DATA") or PROJECT / "data").resolve()


def made(folder: Path) -> Path:
    """Return `folder`, made when missing, for its owner only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
