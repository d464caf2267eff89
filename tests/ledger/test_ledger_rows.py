"""A row written by a prepared statement is the row that the model itself would have written."""

import pytest
from django.db import IntegrityError, transaction

from ledger.acts import Note, note
from liuhen.ledger.models import DataKey, Head, OrganLock
from liuhen.ledger.rows import change, insert, remove

pytestmark = pytest.mark.usefixtures("ledger")


def test_an_inserted_row_reads_back_as_it_was_given():
    insert(DataKey(name="dossier/d-1", box=b"\x00'; --"))
    assert bytes(DataKey.objects.get(name="dossier/d-1").box) == b"\x00'; --"


def test_a_key_that_is_taken_is_refused_and_the_old_row_stays():
    insert(DataKey(name="dossier/d-1", box=b"first"))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(DataKey(name="dossier/d-1", box=b"second"))
    assert bytes(DataKey.objects.get(name="dossier/d-1").box) == b"first"


def test_a_table_that_takes_no_changes_takes_none_this_way():
    made = note(dossier="d-1")
    row = Head.objects.get(digest=made.digest)
    row.kind = "other"
    with pytest.raises(IntegrityError), transaction.atomic():
        change(row, "kind")


def test_only_the_named_fields_are_changed():
    note("原来的话", dossier="d-1")
    before = Note.objects.get(dossier="d-1")
    change(Note(key=before.key, text="改过的话", pages=9), "text")
    after = Note.objects.get(dossier="d-1")
    assert (after.text, after.pages, after.at) == ("改过的话", before.pages, before.at)


def test_a_field_the_table_has_not_is_a_mistake_of_the_caller():
    with pytest.raises(TypeError):
        change(OrganLock(organ="o"), "colour")


def test_only_the_row_of_that_key_is_removed():
    note("留下", dossier="d-1")
    note("删去", dossier="d-2")
    remove(Note(key=Note.objects.get(dossier="d-2").key))
    assert list(Note.objects.values_list("text", flat=True)) == ["留下"]


def test_removing_what_is_not_there_changes_nothing():
    note(dossier="d-1")
    remove(Note(key="nobody:1"))
    assert Note.objects.count() == 1


def test_what_must_stay_cannot_be_removed_this_way():
    made = note(dossier="d-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        remove(Head.objects.get(digest=made.digest))
    assert Head.objects.filter(digest=made.digest).exists()
