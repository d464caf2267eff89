"""Folders as the settings need them."""

from pathlib import Path

from liuhen.upkeep.folder import PROJECT, data_folder

__all__ = ["PROJECT", "data_folder", "made"]


def made(folder: Path) -> Path:
    """Return `folder`, made when missing, for its owner only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
