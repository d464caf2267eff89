"""What the tests of this room share: the real packs, the real calendar, the case files anyone can read."""

from pathlib import Path

import pytest

from liuhen.rulebook import Dossier, Rulebook, WorkingCalendar, load, load_calendar, read_dossier

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def wuhan() -> Rulebook:
    return load(["wuhan-ybj"])


@pytest.fixture(scope="session")
def calendar() -> WorkingCalendar:
    return load_calendar()


@pytest.fixture(scope="session")
def clean() -> Dossier:
    """A case that left nothing out, from clue to archive."""
    return read_dossier((ROOT / "examples/clean.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def overdue() -> Dossier:
    """A case with an overdue review, a late recording and an expired certificate."""
    return read_dossier((ROOT / "examples/overdue.json").read_text(encoding="utf-8"))


@pytest.fixture
def regulations(tmp_path: Path) -> Path:
    """A folder for packs of a test's own, with the real calendar beside them."""
    (tmp_path / "calendar").symlink_to(ROOT / "regulations/calendar")
    return tmp_path
