"""A ledger of its own for every test, in a transaction that is rolled back, with only the acts of these tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.acts import KINDS, ORGAN, small_case
from liuhen.ledger import Entry, body, make_organ_key, projections


@dataclass(frozen=True)
class Shop:
    """A small case in a real ledger, with real stores."""

    case: list[Entry]
    originals: Path
    papers: Path

    @property
    def roots(self) -> tuple[Path, Path]:
        return self.originals, self.papers


@pytest.fixture
def shop(db: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    settings.LIUHEN_DATA = tmp_path / "data"
    settings.LIUHEN_DATA.mkdir()
    for kind, versions in KINDS.items():
        monkeypatch.setitem(body._types, kind, {**body._types.get(kind, {}), **versions})
    monkeypatch.setattr(projections, "_every", [])
    monkeypatch.setattr(projections, "_last", [])
    originals, papers = tmp_path / "originals", tmp_path / "papers"
    originals.mkdir()
    papers.mkdir()
    make_organ_key(ORGAN)
    yield Shop(small_case(originals, papers), originals, papers)
