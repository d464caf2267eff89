import pytest

from liuhen.papers import faces


@pytest.fixture(autouse=True, scope="session")
def _faces_are_installed() -> None:
    """A missing face is a broken set-up and not a reason to pass over a test."""
    faces.faces_in(faces.folder())
