"""What is found again is what would be found anew, at every moment; and little is kept in mind."""

from datetime import timedelta

import pytest

from liuhen.duties import findings as door
from liuhen.duties.facts import told
from liuhen.duties.findings import findings, judged
from liuhen.duties.known import Known
from liuhen.kernel import clock
from liuhen.office.in_force import in_force
from process.bureau import Play


@pytest.fixture
def case(case: Play) -> Play:
    return case.to("notice.given")


def test_at_every_moment_it_is_what_would_be_found_anew(case: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "_known", Known())
    held, force, now = told(case.case.dossier), in_force(case.case.organ), clock.now()
    dues = sorted({one.due for one in judged(held, force=force, now=now) if one.due and one.due > now})
    edges = [due + timedelta(microseconds=step) for due in dues for step in (-1, 0, 1)]
    for moment in (now, now + timedelta(minutes=1), now + timedelta(hours=9), *edges, now):
        assert findings(case.case.dossier, now=moment).findings == judged(held, force=force, now=moment)
    assert len(dues) > 1


def test_it_is_found_again_without_being_worked_out(case: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "_known", Known())
    first = findings(case.case.dossier)
    monkeypatch.setattr(door, "judged", lambda *_args, **_more: pytest.fail("worked out anew"))
    assert findings(case.case.dossier).findings == first.findings


def test_a_new_entry_is_asked_about_at_once(case: Play) -> None:
    before = findings(case.case.dossier)
    case.usual("defence.recorded")
    assert findings(case.case.dossier).dossier.events[-1].kind == "defence.recorded"
    assert findings(case.case.dossier).findings != before.findings


def test_what_was_asked_for_longest_ago_is_forgotten(case: Play) -> None:
    held, force, now = told(case.case.dossier), in_force(case.case.organ), clock.now()
    known = Known(most=2)
    for name in ("a", "b", "c"):
        known.keep(name, held, force, now, ())
    assert [known.recall(name, held, force, now) for name in ("a", "b", "c")] == [None, (), ()]
