"""What depends on a dossier as a whole is worked out after each append, and once when the dossier is replayed."""

import pytest
from django.db import transaction

from ledger.acts import Note, note
from liuhen.ledger import projections
from liuhen.ledger.rebuild import rebuild

pytestmark = pytest.mark.usefixtures("ledger")


@pytest.fixture
def seen(monkeypatch):
    seen = []
    monkeypatch.setattr(projections, "_last", [])
    projections.projects_last(lambda entry: seen.append((entry.dossier, entry.dossier_seq, Note.objects.count())))
    return seen


def test_it_runs_after_every_append_when_the_other_rows_stand(seen):
    note(dossier="d-1")
    note(dossier="d-1")
    assert seen == [("d-1", 1, 1), ("d-1", 2, 2)]


def test_a_replay_runs_it_once_a_dossier(seen):
    for dossier in ("d-1", "d-1", "d-2", "d-1"):
        note(dossier=dossier)
    seen.clear()
    rebuild()
    assert [(dossier, seq) for dossier, seq, _rows in seen if dossier] == [("d-1", 3), ("d-2", 1)]


def test_where_it_fails_nothing_is_written(monkeypatch):
    def fails(_entry):
        raise ZeroDivisionError

    monkeypatch.setattr(projections, "_last", [fails])
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        note(dossier="d-1")
    assert Note.objects.count() == 0
