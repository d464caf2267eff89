"""Where the regulations lie: beside `src`, reviewed by lawyers, read by no programmer."""

from pathlib import Path


def regulations() -> Path:
    """Return the folder of packs and of papers that belongs to this installation."""
    return Path(__file__).resolve().parents[3] / "regulations"
