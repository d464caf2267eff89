"""A prepared read gives what its queryset gives, however often and with whatever values it is asked."""

import pytest

from ledger.acts import Note, note
from liuhen.ledger.models import Head
from liuhen.ledger.prepared import Prepared

pytestmark = pytest.mark.usefixtures("ledger")

of_dossiers = Prepared(
    Head,
    lambda *dossiers: Head.objects.filter(dossier__in=dossiers).order_by("organ_seq").values_list("dossier", "head"),
)


def test_it_gives_the_rows_of_the_queryset():
    made = [note(dossier=dossier) for dossier in ("d-1", "d-2", "d-1")]
    assert of_dossiers("d-1") == [("d-1", made[0].head), ("d-1", made[2].head)]
    assert [row[0] for row in of_dossiers("d-2", "d-1")] == ["d-1", "d-2", "d-1"]


def test_a_value_is_a_value_and_never_sql():
    note(dossier="d-1")
    assert of_dossiers("d-1' OR '1'='1") == []
    assert of_dossiers("\x020\x03") == []


def test_the_first_row_or_none():
    assert of_dossiers.first("d-1") is None
    note(dossier="d-1")
    assert of_dossiers.first("d-1")[0] == "d-1"


def test_columns_come_as_the_queryset_converts_them():
    note(dossier="d-1")
    columns = [field.attname for field in Note._meta.concrete_fields]
    read = Prepared(Note, lambda dossier: Note.objects.filter(dossier=dossier).values_list(*columns))
    assert read("d-1") == list(Note.objects.filter(dossier="d-1").values_list(*columns))
