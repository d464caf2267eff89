"""Each act is judged by what was in force when it was recorded; the newest packs say what is still to come."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from duties.tiny import ID, write
from liuhen.duties.facts import told
from liuhen.duties.findings import eras, findings
from liuhen.duties.models import Duty, Fact, Reckoned
from liuhen.duties.projectors import reckon
from liuhen.kernel import clock
from liuhen.kernel.errors import UnusableError
from liuhen.ledger import append
from liuhen.ledger.rebuild import rebuild
from liuhen.office import actions as office
from liuhen.office.adopting import adopted
from liuhen.office.in_force import in_force
from liuhen.office.models import Law
from liuhen.office.texts import kept
from liuhen.rulebook import PackError, State
from process.bureau import AT, ORGAN, Play

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def shelf(house: Path, case: Play, settings: Any, tmp_path: Path) -> Iterator[Path]:
    """The tiny pack in force in its first version."""
    settings.LIUHEN_PACKS = [tmp_path / "shelf"]
    write(tmp_path / "shelf")
    office.adopt(ORGAN, packs=[ID], by=office.SYSTEM, key="tiny-1")
    yield tmp_path / "shelf"


def renewed(shelf: Path) -> None:
    """Put the second version on the shelf and adopt it."""
    write(shelf, second=True)
    office.adopt(ORGAN, packs=[ID], by=office.SYSTEM, key="tiny-2")


def rebuilt_alike() -> bool:
    """Write every table anew from the entries; say whether these came to the same rows."""

    def rows() -> list[list[dict[str, Any]]]:
        return [list(table.objects.order_by("pk").values()) for table in (Law, Fact, Duty, Reckoned)]

    before = rows()
    rebuild()
    return rows() == before


def due(rule: str) -> list[datetime | None]:
    return list(Duty.objects.filter(rule=rule).values_list("due", flat=True))


def test_a_newer_text_on_the_shelf_changes_nothing_until_it_is_adopted(case: Play, shelf: Path) -> None:
    write(shelf, second=True)
    assert in_force(ORGAN).rulebook.versions[ID] == "1.0.0"
    case.to("clue.registered")
    assert case.entries[0].terms.packs[ID] == "1.0.0"


def test_an_old_act_keeps_its_term_and_a_new_one_has_the_new(case: Play, shelf: Path) -> None:
    case.to("clue.registered")
    old = due("X1-1")
    renewed(shelf)
    reckon(case.case.dossier)
    assert due("X1-1") == old
    assert old == [datetime(2026, 11, 27, 15, 59, 59, tzinfo=UTC)]
    later = Play(case.people)
    later.to("clue.registered")
    assert Duty.objects.get(rule="X1-1", dossier=later.case.dossier).due == datetime(
        2026, 11, 25, 15, 59, 59, tzinfo=UTC
    )


def test_a_rule_that_only_the_new_version_has_asks_nothing_of_old_acts(case: Play, shelf: Path) -> None:
    case.to("clue.registered")
    renewed(shelf)
    found = {one.rule.id: one.state for one in findings(case.case.dossier).findings}
    assert found["X4-1"] is State.NOT_APPLICABLE


def test_what_a_new_gate_asks_of_an_act_to_come_is_owed_at_once(case: Play, shelf: Path) -> None:
    case.to("clue.registered")
    assert due("X3-1") == []
    renewed(shelf)
    reckon(case.case.dossier)
    assert due("X3-1") == [None]


def test_one_dossier_under_two_versions_has_an_answer_of_every_rule_of_the_newest(case: Play, shelf: Path) -> None:
    case.to("clue.registered")
    renewed(shelf)
    case.usual("clue.checked")
    judged = findings(case.case.dossier)
    spoken = {one.rule.id for one in judged.findings}
    assert {plan.rule.id for plan in judged.force.rulebook.plans("penalty", judged.force.choices)} <= spoken
    keys = [(one.rule.id, one.trigger.seq if one.trigger else 0, one.piece) for one in judged.findings]
    assert len(keys) == len(set(keys))


def test_facts_say_what_was_in_force_when_they_were_made(case: Play, shelf: Path) -> None:
    case.to("clue.registered")
    renewed(shelf)
    case.usual("clue.checked")
    held = told(case.case.dossier)
    assert [sorted(seqs) for seqs in held.pins.values()] == [[1], [2]]
    assert in_force(ORGAN).pin == list(held.pins)[1]


def test_a_dossier_tells_under_what_its_acts_were_done(case: Play, shelf: Path) -> None:
    assert eras("nowhere") == ()
    case.to("clue.registered")
    renewed(shelf)
    case.usual("clue.checked")
    assert [(one.packs[ID], one.seqs, one.present) for one in eras(case.case.dossier)] == [
        ("1.0.0", (1,), False),
        ("2.0.0", (2,), True),
    ]


def test_facts_hold_what_a_later_pack_reads_of_them(case: Play, shelf: Path) -> None:
    case.to("clue.registered")
    assert "department" not in Fact.objects.get().fields
    renewed(shelf)
    reckon(case.case.dossier)
    assert Fact.objects.get().fields["department"] == "基金监管处"


def test_a_rebuild_comes_to_the_same_facts_pins_and_duties(case: Play, shelf: Path) -> None:
    case.to("clue.registered")
    renewed(shelf)
    reckon(case.case.dossier)
    assert rebuilt_alike()
    case.usual("clue.checked")
    pick()
    reckon(case.case.dossier)
    assert rebuilt_alike()


def pick() -> None:
    """Follow another reading than the usual one of some open text."""
    number, choice = next(iter(in_force(ORGAN).rulebook.choices.items()))
    other = next(one for one in choice.readings if one != choice.default)
    office.pick(ORGAN, choice=number, reading=other, reason="试。", by=office.SYSTEM, key="pick")


def test_reckoning_twice_changes_nothing(case: Play, shelf: Path) -> None:
    case.to("clue.registered")
    renewed(shelf)
    reckon(case.case.dossier)
    before = [list(table.objects.values()) for table in (Fact, Duty, Reckoned)]
    reckon(case.case.dossier)
    assert [list(table.objects.values()) for table in (Fact, Duty, Reckoned)] == before


def test_a_pack_for_a_day_to_come_holds_from_that_day(case: Play, shelf: Path) -> None:
    write(shelf, second=True)
    body = adopted([ID], since=MONDAY.date())
    append(body, organ=ORGAN, by=office.SYSTEM, happened=AT, key="tiny-monday", channel="system")
    assert in_force(ORGAN).rulebook.versions[ID] == "1.0.0"
    case.to("clue.registered")
    with clock.at(MONDAY):
        assert in_force(ORGAN).rulebook.versions[ID] == "2.0.0"
        case.usual("clue.checked")
        assert len(told(case.case.dossier).pins) == 2
        assert rebuilt_alike()


def test_a_reading_picked_later_holds_for_later_acts_only(case: Play) -> None:
    case.to("clue.registered")
    before = told(case.case.dossier).pins
    pick()
    case.usual("clue.checked")
    assert len(told(case.case.dossier).pins) == len(before) + 1


def test_a_changed_text_is_not_worked_by(case: Play, shelf: Path) -> None:
    write(
        shelf,
        rules="- id: X9-1\n  form: record\n  article: 第九条\n  asks: 试\n  on: clue.registered\n  fields: [source]\n",
    )
    office.adopt(ORGAN, packs=[ID], by=office.SYSTEM, key="tiny-3")
    for file in kept().glob("*/*"):
        file.chmod(0o644)
        file.write_bytes(file.read_bytes().replace("第九条".encode(), "第十条".encode()))
    with pytest.raises(UnusableError):
        in_force(ORGAN)


def test_a_pack_that_cannot_be_read_is_not_adopted(case: Play, shelf: Path) -> None:
    (shelf / ID / "rules.yaml").write_text("- id: [\n", "utf-8")
    with pytest.raises(PackError):
        office.adopt(ORGAN, packs=[ID], by=office.SYSTEM, key="tiny-4")
    assert in_force(ORGAN).rulebook.versions[ID] == "1.0.0"


def test_in_the_ordinary_case_nothing_is_asked_twice(case: Play, django_assert_max_num_queries: Any) -> None:
    case.to("clue.registered")
    dossier = case.case.dossier
    findings(dossier)
    with django_assert_max_num_queries(3):
        findings(dossier, now=AT + timedelta(days=1))
