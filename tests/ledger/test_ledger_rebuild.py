"""Tables follow from the entries: replayed beside, compared, written anew."""

# ruff: noqa: S608  # attacks are written as SQL, from names of this file

import pytest
from django.db import connections

from ledger.acts import CASE, ORGAN, Note, Noted, Tally, count_entry, note
from liuhen.ledger import Destroyed, Projection, body, entries, projections, rebuild
from liuhen.ledger.models import Head, RebuildMark
from liuhen.ledger.scratch import ScratchRouter

pytestmark = pytest.mark.usefixtures("ledger")


@pytest.fixture
def three():
    """One act on the organ and two dossiers."""
    return [note("甲", dossier=None), note("乙"), note("丙", dossier="case-2", seen=("账册",))]


def differences():
    return [(one.table, one.pk, one.column) for one in rebuild.check()]


def test_what_follows_from_the_entries_does_not_differ(three):
    assert differences() == []


def test_checking_leaves_no_database_behind(three):
    before = set(connections.settings)
    list(rebuild.check())
    assert set(connections.settings) == before


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("text", "改"),
        ("pages", 2),
        ("pages", "abc"),
        ("at", "2020-01-01 00:00:00"),
        ("at", "no time"),
        ("at", "2020-13-45 00:00:00"),
        ("seen", "no json"),
    ],
)
def test_a_changed_value_is_named(three, intruder, column, value):
    intruder.runs(f"UPDATE ledger_tests_note SET {column} = ? WHERE dossier = ?", value, CASE)
    assert differences() == [("ledger_tests_note", f"{ORGAN}:2", column)]


def test_a_deleted_row_is_named(three, intruder):
    intruder.runs("DELETE FROM ledger_tests_note WHERE dossier = ?", CASE)
    found = list(rebuild.check())
    assert [(one.pk, one.column, one.dossier) for one in found] == [(f"{ORGAN}:2", "", CASE)]
    assert "缺少" in found[0].what


def test_an_added_row_is_named(three):
    Note.objects.create(key="x", dossier=CASE, organ=ORGAN, text="x", pages=1, at=three[0].recorded, seen=[])
    found = list(rebuild.check())
    assert [(one.pk, one.column) for one in found] == [("x", "")]
    assert "多出" in found[0].what


def test_a_row_of_a_dossier_nobody_knows_is_named(three):
    Tally.objects.create(key="x", dossier="case-none", entries=1, last="x")
    assert differences() == [("ledger_tests_tally", "x", "")]


def test_a_row_moved_to_another_dossier_is_missed_and_found(three, intruder):
    intruder.runs("UPDATE ledger_tests_note SET dossier = 'case-2' WHERE dossier = ?", CASE)
    assert len(differences()) == 2


def test_an_act_on_the_organ_is_replayed_too(three, intruder):
    intruder.runs("UPDATE ledger_tests_note SET text = '改' WHERE dossier = ''")
    assert differences() == [("ledger_tests_note", f"{ORGAN}:1", "text")]


def test_many_rows_are_compared_some_at_a_time(monkeypatch, intruder):
    monkeypatch.setattr("liuhen.ledger.differences._BATCH", 2)
    for number in range(5):
        note(f"第{number}")
    intruder.runs("UPDATE ledger_tests_note SET text = '改' WHERE text = '第4'")
    assert differences() == [("ledger_tests_note", f"{ORGAN}:5", "text")]


def test_a_dossier_written_to_meanwhile_is_replayed_again(three, monkeypatch):
    real, once = rebuild.replay, []

    def meanwhile(dossier, *, alias=None):
        real(dossier, alias=alias)
        if dossier == CASE and not once:
            once.append(note("刚刚"))

    monkeypatch.setattr(rebuild, "replay", meanwhile)
    assert differences() == []
    assert len(once) == 1


def test_a_projector_may_read_what_the_organs_acts_left(three, monkeypatch):
    def looks(entry, _body):
        if entry.dossier:
            assert Note.objects.filter(dossier="").count() == 1

    monkeypatch.setattr(projections, "_every", [count_entry, looks])
    assert differences() == []


def test_a_projector_that_reads_what_does_not_follow_is_found_out(three, monkeypatch):
    monkeypatch.setattr(projections, "_every", [count_entry, lambda _entry, _body: Head.objects.count()])
    assert {one.table for one in rebuild.check()} == {""}


def test_a_kind_nobody_knows_any_more_cannot_be_replayed(three, monkeypatch):
    monkeypatch.delitem(body._types, Noted.kind)
    assert "无法重新推算" in next(rebuild.check()).what


def test_rebuilding_heals_every_row(three, intruder):
    intruder.runs("UPDATE ledger_tests_note SET text = '改', seen = '[]'")
    intruder.runs("DELETE FROM ledger_tests_tally WHERE dossier = ?", CASE)
    Tally.objects.create(key="x", dossier="case-none", entries=1, last="x")
    assert rebuild.rebuild() == 3
    assert differences() == []
    assert RebuildMark.objects.count() == 0


def test_rebuilding_goes_on_where_it_was_stopped(three, monkeypatch):
    real, done = rebuild.replay_in_place, []

    def breaks(dossier):
        if dossier == "case-2":
            raise KeyboardInterrupt
        real(dossier)

    monkeypatch.setattr(rebuild, "replay_in_place", breaks)
    with pytest.raises(KeyboardInterrupt):
        rebuild.rebuild()
    assert RebuildMark.objects.get().dossier == CASE
    monkeypatch.setattr(rebuild, "replay_in_place", done.append)
    assert rebuild.rebuild() == 1
    assert done == ["case-2"]


def test_rebuilding_anew_does_not_go_on_where_it_was_stopped(three, monkeypatch):
    RebuildMark(name="rebuild", dossier=CASE).save()
    done = []
    monkeypatch.setattr(rebuild, "replay_in_place", done.append)
    rebuild.rebuild(anew=True)
    assert done == ["", CASE, "case-2"]


def test_rebuilding_leaves_the_ledger_as_it_is(three):
    before = list(entries())
    rebuild.rebuild()
    assert list(entries()) == before


def test_a_projection_must_not_count_its_rows():
    with pytest.raises(TypeError, match="primary key"):
        type(
            "Counting",
            (Projection,),
            {"__module__": __name__, "Meta": type("Meta", (), {"app_label": "ledger_tests"})},
        )


def test_an_abstract_projection_is_no_table():
    class Base(Projection):
        class Meta:
            app_label = "ledger_tests"
            abstract = True

    assert Base not in projections.tables()


def test_tables_come_in_the_order_of_their_names():
    assert list(projections.tables()) == [Note, Tally]


def test_a_destroyed_body_is_shown_to_those_that_follow_every_entry_only(three, monkeypatch):
    seen = []
    monkeypatch.setattr("liuhen.ledger.replay._body", lambda _entry: Destroyed())
    monkeypatch.setattr(projections, "_every", [lambda _entry, body: seen.append(body)])
    rebuild.rebuild()
    assert seen == [Destroyed()] * 3
    assert Note.objects.count() == 0


def test_outside_a_check_everything_stays_where_it_is():
    router = ScratchRouter()
    assert router.db_for_read(Note) is router.db_for_write(Head) is None
    assert router.allow_relation(Note(), Note()) is None
    assert router.allow_migrate("default", "ledger") is None
    assert router.allow_migrate("scratch-1", "ledger") is False


def test_what_the_day_brings_is_done_before_tables_are_compared(three, monkeypatch):
    done = []
    monkeypatch.setattr(rebuild, "_first", [])
    rebuild.first(lambda: done.append(True))
    assert list(rebuild.check()) == []
    assert done == [True]


def test_where_that_cannot_be_done_it_is_said(three, monkeypatch):
    def fail():
        raise ValueError("没有规程")

    monkeypatch.setattr(rebuild, "_first", [fail])
    assert [one.what for one in rebuild.check()] == ["推算的表没有能够更新到今天：没有规程"]
