"""An installation of these tests' own, and a way to keep the figures that come out."""

from collections.abc import Callable
from pathlib import Path

import pytest

from house.installation import Installation
from promises import figures
from promises.trials import tried

Keep = Callable[[int, str], None]


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Keep:
    """Keep what came out of this test for docs/promises.md."""
    return lambda promise, said: figures.keep(promise, request.node.nodeid, said)


@pytest.fixture(scope="session")
def bureau_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small bureau with a case that has a recording and papers. Take a copy."""
    folder = tmp_path_factory.mktemp("promises") / "data"
    folder.mkdir()
    tried("bureau", folder)
    return folder


@pytest.fixture
def bureau_copy(bureau_folder: Path, tmp_path: Path) -> Installation:
    return Installation(bureau_folder).copied_to(tmp_path / "data")
