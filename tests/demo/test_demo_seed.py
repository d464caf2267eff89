"""The demo: invented, made once, by the product's own acts, and whole."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from ledger.acts import database_at
from liuhen.demo.dossiers import dossiers
from liuhen.demo.equipment import BROKEN, FORGOTTEN, WRONG
from liuhen.demo.people import MEMBERS, ORGAN
from liuhen.demo.seed import seed
from liuhen.demo.story import stories
from liuhen.duties.models import Duty
from liuhen.ledger import Counted, Problem, body_of, entries, rebuild, verify
from liuhen.papers import form
from liuhen.people.officers import Officer, officer_of_account
from liuhen.process.case.fixity import check_originals, check_papers
from liuhen.process.case.models import Case, Paper
from liuhen.process.case.papers.making import paperwork
from liuhen.process.case.papers.order import owed
from liuhen.process.case.papers.proofs import check_signatures
from liuhen.process.case.reference import find_case
from liuhen.process.footage.models import Device, DeviceLog, FootageFiled
from liuhen.process.inquiry.models import Disc
from liuhen.queries.checking import checked
from liuhen.queries.desk import desk
from liuhen.queries.footage import footage_for
from liuhen.queries.footage_waiting import unfiled
from liuhen.queries.owed_footage import owed_footage
from liuhen.queries.owed_footage_shapes import Asked
from liuhen.queries.stages import ended, stage_word
from liuhen.queries.undocked import undocked


@pytest.fixture(scope="module")
def seeded(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """The whole demo in a data folder of its own, made once for the tests of this file; what was said meanwhile."""
    folder = tmp_path_factory.mktemp("demo")
    told = {"LIUHEN_DATA": folder, "LIUHEN_ORIGINALS": folder / "originals", "LIUHEN_PAPERS": folder / "papers"}
    told["LIUHEN_DERIVED"] = folder / "derived"
    said: list[str] = []
    with override_settings(**told), django_db_blocker.unblock(), database_at(folder / "liuhen.sqlite3"):
        call_command("migrate", verbosity=0, interactive=False)
        with transaction.atomic():
            assert seed(say=said.append)
        yield said


@pytest.fixture
def chief(seeded: list[str]) -> Officer:
    return officer_of_account("chenguodong")


def test_it_says_how_far_it_is_and_what_it_made(seeded: list[str]) -> None:
    assert "示例单位" in seeded[0]
    assert f"{len(stories()) + len(dossiers())} 件" in seeded[-1]
    assert sum("正在办理" in line for line in seeded) >= 10


def test_it_is_made_once(chief: Officer) -> None:
    assert not seed(say=pytest.fail)


def test_its_first_entry_says_demo(chief: Officer) -> None:
    assert body_of(next(entries(organ=ORGAN))).demo is True  # type: ignore[attr-defined]


def test_its_cases_are_where_their_stories_leave_them(chief: Officer) -> None:
    told = {one.party.name: one.stage for one in stories()}
    beside = {step.form["party"]["name"] for one in dossiers() for step in one.steps[:1]}
    cases = list(Case.objects.exclude(party__in=beside))
    why = ended([row for row in cases if row.stopped])
    rows = {row.party: why.get(row.id) or stage_word(row) for row in cases}
    assert Case.objects.filter(party__in=beside).count() == len(dossiers())
    agreed = {
        party: stage
        for party, stage in rows.items()
        if stage not in {"办理中", "立案（退回）", "决定（退回）", "结案（退回）"}
    }
    assert rows.keys() == told.keys()
    assert agreed.items() <= told.items()


def test_something_is_overdue(chief: Officer) -> None:
    assert desk(chief).overdue > 0


def test_its_files_are_whole(chief: Officer) -> None:
    found = [*check_papers(), *check_originals()]
    assert [one for one in found if isinstance(one, Problem)] == []
    assert sum(one.number for one in found if isinstance(one, Counted)) > len(MEMBERS)


def asked_to_sign(paper: Paper) -> set[str]:
    return {one.role for one in form(paper.form).signatories if not one.optional}


def test_a_case_signed_on_the_screen_owes_no_signature_and_no_seal(chief: Officer) -> None:
    told = [one.party.name for one in stories() if one.electronic and one.stage == "已归档"]
    rows = Case.objects.filter(party__in=told)
    papers = [(find_case(ORGAN, row.ref), paper) for row in rows for paper in Paper.objects.filter(dossier=row.id)]
    lacking = {
        f"{row.ref} {paper.title}": [
            one.words for one in owed(paperwork(row, paper.form), paper.places, paper.signatures)
        ]
        for row, paper in papers
    }
    assert len(told) >= 2
    assert {name: words for name, words in lacking.items() if words} == {}
    assert {one["way"] for _, paper in papers for one in paper.signatures} >= {"glass", "certificate", "seal"}


def test_anybody_may_check_a_sealed_decision_by_its_code(chief: Officer) -> None:
    paper = next(one for one in Paper.objects.filter(form="decision") if one.revisions)
    found = checked(paper.code)
    assert (found.state.word, found.revisions[-1].what) == ("本机关出具", "盖章")
    assert [one for one in check_signatures() if isinstance(one, Problem)] == []


def test_devices_are_looked_after_and_one_clock_was_wrong(chief: Officer) -> None:
    assert len(set(Device.objects.filter(organ=ORGAN).values_list("sort", flat=True))) >= 4
    assert DeviceLog.objects.filter(number=WRONG[0], clock_offset_ms=WRONG[1]).exists()
    assert Device.objects.get(number=BROKEN).retired_at is not None


def test_one_device_was_not_read_out(chief: Officer) -> None:
    assert [(one.device, one.holder) for one in undocked(chief)] == [(FORGOTTEN, "唐子谦")]


def test_what_was_filmed_came_through_the_footage_room_and_some_of_it_waits_there(chief: Officer) -> None:
    rows = footage_for(chief)
    filed = FootageFiled.objects.filter(organ=ORGAN).count()
    assert {one.way for one in rows} == {"dock", "window"}
    assert filed >= 15
    assert unfiled(chief) == rows.count() - filed >= 6
    assert [one.name for one in rows if not one.device] == ["DVR00341.mp4"]


def test_acts_are_covered_explained_and_open(chief: Officer) -> None:
    states = {one.state for one in owed_footage(chief, Asked()).totals.figures}
    assert states >= {"whole", "explained", "gaps"}


def test_recordings_are_written_down_copied_and_put_on_discs(chief: Officer) -> None:
    kinds = Counter(entry.kind for entry in entries(organ=ORGAN))
    assert kinds["evidence_disc.made"] == Disc.objects.filter(organ=ORGAN).count() >= 2
    assert kinds["transcript.made"] >= 2
    made = [body_of(one).what for one in entries(organ=ORGAN) if one.kind == "copy.derived"]  # type: ignore[attr-defined]
    assert set(made) == {"still", "clip", "masked"}


def test_archived_cases_lack_nothing(chief: Officer) -> None:
    archived = Case.objects.filter(archived=True)
    papers = Paper.objects.filter(dossier__in=archived.values("id"))
    assert [one.title for one in papers if asked_to_sign(one) - {"organ"} - {s["role"] for s in one.signatures}] == []
    assert [f"{duty.dossier} {duty.rule}" for duty in Duty.objects.filter(dossier__in=archived.values("id"))] == []


def test_its_chain_and_its_tables_are_right(chief: Officer) -> None:
    assert verify().intact
    assert list(rebuild.check()) == []
