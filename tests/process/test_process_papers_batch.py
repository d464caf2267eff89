"""成批制作: one act for each paper, none twice, what is refused stays with its reason, all of it in one print file."""

from pathlib import Path

import pikepdf
import pytest

from liuhen.jobs import stopping
from liuhen.jobs.stopping import HandedBackError
from liuhen.jobs.waiting import waits_or_runs
from liuhen.kernel.errors import BadInputError, NotFoundError
from liuhen.people.officers import Officer
from liuhen.process.case.models import Paper
from liuhen.process.case.papers import PaperFinalised
from liuhen.process.case.papers import batch as batches
from liuhen.process.case.papers.batch import Batch, make_batch
from liuhen.queries.batches import batch_page, write_print
from process.bureau import PARTY, TODAY, Play

FORMS = ("inspection", "interview", "rights-notice")


def seq_of(case: Play, kind: str) -> int:
    return int(case.case.events(kind)[-1].seq)


def asked(case: Play) -> Batch:
    kinds = ("inspection.made", "interview.made", "rights.told")
    wanted = [(case.ref or "", form, seq_of(case, kind)) for form, kind in zip(FORMS, kinds, strict=True)]
    return batches.ask(case.people["zhou"], wanted, key=case.case.dossier)


@pytest.fixture
def inquired(case: Play) -> Play:
    return case.to("rights.told")


def papers(case: Play) -> list[str]:
    return list(Paper.objects.filter(dossier=case.case.dossier).order_by("seq").values_list("form", flat=True))


def test_each_paper_is_an_act_of_whoever_asked(inquired: Play) -> None:
    told = asked(inquired)
    make_batch.call(told.id)
    done = batches.find(inquired.people["zhou"], told.id)
    assert papers(inquired) == list(FORMS)
    assert [one.state for one in done.items] == ["made"] * 3
    assert {one.by.name for one in inquired.entries if one.kind == "paper.finalised"} == {"周明远"}
    assert [one.seq for one in done.items] == [one.dossier_seq for one in inquired.entries[-3:]]


def test_the_same_request_is_the_same_batch_and_makes_nothing_twice(inquired: Play) -> None:
    first, second = asked(inquired), asked(inquired)
    assert first.id == second.id
    for _ in range(2):
        make_batch.call(first.id)
    assert papers(inquired) == list(FORMS)


def test_a_worker_that_died_after_a_paper_and_before_it_said_so_makes_it_once(
    inquired: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = asked(inquired)

    def dies(_batch: Batch) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(batches, "_keep", dies)
        with pytest.raises(KeyboardInterrupt):
            make_batch.call(told.id)
    assert batches.find(inquired.people["zhou"], told.id).count("waiting") == 3
    make_batch.call(told.id)
    assert papers(inquired) == list(FORMS)


def test_a_job_that_is_asked_to_stop_hands_itself_back(inquired: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    told = asked(inquired)
    monkeypatch.setattr(stopping, "asked", lambda: True)
    with pytest.raises(HandedBackError):
        make_batch.call(told.id)
    assert batches.find(inquired.people["zhou"], told.id).waiting


def test_what_is_refused_says_why_and_the_others_are_made(inquired: Play) -> None:
    zhou, ref = inquired.people["zhou"], inquired.ref or ""
    wanted = [(ref, "review-opinion", 1), (ref, "interview", seq_of(inquired, "interview.made"))]
    told = batches.ask(zhou, wanted, key=f"{inquired.case.dossier}-2")
    make_batch.call(told.id)
    refused, made = batches.find(zhou, told.id).items
    assert (refused.state, made.state) == ("failed", "made")
    assert "法制审核意见书" in refused.said
    again = batches.again(zhou, told.id)
    assert again.items[0].state == "waiting"
    assert again.items[1].state == "made"


def test_a_batch_is_ones_own(inquired: Play) -> None:
    told = asked(inquired)
    for who, name in (("he", told.id), ("zhou", "0" * 24), ("zhou", "../../etc/passwd")):
        with pytest.raises(NotFoundError, match="没有这一批"):
            batches.find(inquired.people[who], name)


def test_nothing_picked_and_too_much_are_told(inquired: Play) -> None:
    many = [(inquired.ref or "", "interview", number) for number in range(batches.MOST + 1)]
    for wanted, words in (([], "没有选"), (many, "最多 500 件")):
        with pytest.raises(BadInputError, match=words):
            batches.ask(inquired.people["zhou"], wanted, key="page-3")


def test_asking_sets_a_job_off(inquired: Play) -> None:
    told = asked(inquired)
    assert waits_or_runs(make_batch.module_path, told.id)


def test_what_can_be_picked_is_what_the_records_owe(inquired: Play) -> None:
    page = batch_page(inquired.people["zhou"], [inquired.ref or ""])
    offered = {paper.form for told in page.wanting[0].owed for paper in told.papers}
    assert set(FORMS) <= offered
    only = batch_page(inquired.people["zhou"], [inquired.ref or ""], only="interview")
    assert {paper.form for told in only.wanting[0].owed for paper in told.papers} == {"interview"}


def test_the_print_file_has_each_paper_as_often_as_it_has_copies_each_from_a_front(
    inquired: Play, tmp_path: Path
) -> None:
    zhou = inquired.people["zhou"]
    told = asked(inquired)
    make_batch.call(told.id)
    done = batches.find(zhou, told.id)
    once = write_print(zhou, done, tmp_path / "once.pdf", copies=False, both_sides=False)
    assert once == sum(Paper.objects.filter(dossier=inquired.case.dossier).values_list("pages", flat=True))
    whole = write_print(zhou, done, tmp_path / "all.pdf", copies=True, both_sides=True)
    assert whole % 2 == 0
    assert whole > once
    with pikepdf.open(tmp_path / "all.pdf") as book:
        assert len(book.pages) == whole


def test_what_is_the_same_on_all_is_given_once_and_never_over_what_the_case_says(
    people: dict[str, Officer],
) -> None:
    planned = Play(people)
    told = {"reason": "daily", "party": PARTY, "matters": "进销存。", "planned_on": TODAY}
    seq = planned.do("zhou", "inspection.planned", officer_ids=planned.two, **told).seq
    entered = {"legal_basis": "条例第二十七条", "party_name": "别的药店", "no_such_field": "x"}
    asked = batches.ask(people["zhou"], [(str(planned.ref), "inspection-notice", seq)], key="same", entered=entered)
    make_batch.call(asked.id)
    done = batches.find(people["zhou"], asked.id).items[0]
    assert (done.state, done.said) == ("made", "")
    _, paper = planned.case.at(done.seq, PaperFinalised)
    assert paper.entered == {"legal_basis": "条例第二十七条"}
