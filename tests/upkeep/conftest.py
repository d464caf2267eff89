"""A small bureau with a case, a recording of a page and papers, and a backup of it."""

from pathlib import Path

import pytest

from house.installation import Installation
from promises.conftest import bureau_copy, bureau_folder
from upkeep.copies import Copies, backed_up

__all__ = ["bureau_copy", "bureau_folder"]


@pytest.fixture(scope="session")
def first_copies(bureau_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """The bureau after its first backup. Do not change it: take `copies`."""
    folder = tmp_path_factory.mktemp("copies")
    used = Installation(bureau_folder).copied_to(folder / "data")
    return backed_up(used, folder / "backup")


@pytest.fixture
def copies(first_copies: Copies, tmp_path: Path) -> Copies:
    """A bureau of the test's own, with a backup."""
    return first_copies.copied_to(tmp_path)
