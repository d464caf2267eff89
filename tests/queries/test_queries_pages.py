"""Pages: a constant number of questions to the database, and the right words in the right place."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuhen.kernel import clock
from liuhen.kernel.errors import NotFoundError, OutOfOrderError
from liuhen.process.case.registry import ACTS, prefill
from liuhen.queries.approvals import approval_page
from liuhen.queries.case import case_page
from liuhen.queries.cases import cases
from liuhen.queries.course import entries_since, entry_choices, entry_page
from liuhen.queries.desk import desk
from liuhen.queries.exports import case_file
from liuhen.queries.files import paper_file, paper_page, scan_file
from liuhen.queries.findings import finding_page
from liuhen.queries.officers import officer_choices
from liuhen.queries.packages import package_page
from liuhen.queries.viewer import demo_accounts, viewer
from liuhen.rulebook import read_dossier
from process.bureau import AT, Play, bring, page

CANARY = {"phone": "13912345678", "identity_no": "42010619900101123X"}


def asked(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as caught:
        ask()
    return len(caught)


@pytest.mark.parametrize("account", ["zhou", "qian", "chen", "wu"])
def test_lists_ask_as_often_for_thirty_cases_as_for_three(played: Callable[..., Play], account: str) -> None:
    kinds = ("clue.registered", "opening.requested", "review.submitted")
    first, *_ = [played(kind) for kind in kinds]
    by = first.people[account]
    pages = (lambda: desk(by), lambda: cases(by), lambda: viewer(by), lambda: cases(by, text="青禾"))
    few = [asked(one) for one in pages]
    for kind in kinds * 9:
        played(kind)
    assert [asked(one) for one in pages] == few
    assert max(few) <= 17


def test_the_desk_shows_what_is_owed_most_urgent_first(case: Play) -> None:
    case.to("inspection.made")
    with clock.at(AT + timedelta(days=200)):
        shown = desk(case.people["zhou"])
    assert shown.overdue > 0
    assert [row.state for row in shown.rows] == sorted(
        (row.state for row in shown.rows), key=["breached", "overdue", "due_soon", "open", "advisory"].index
    )
    assert all(row.article for row in shown.rows)


@pytest.mark.parametrize(
    ("kind", "stage"), [("case.opened", "立案"), ("inspection.made", "调查取证"), ("service.made", "送达")]
)
def test_a_list_says_how_far_a_case_has_come(case: Play, kind: str, stage: str) -> None:
    case.to(kind)
    assert [row.stage for row in cases(case.people["zhou"]).rows] == [stage]


def test_what_came_back_waits_for_the_handlers_and_for_nobody_else(case: Play) -> None:
    case.to("opening.approved")
    assert [one.what for one in desk(case.people["zhou"]).waiting] == [ACTS["case.opened"].verb]
    assert [desk(case.people[name]).waiting for name in ("he", "qian", "chen")] == [(), (), ()]
    assert viewer(case.people["zhou"]).approvals == 1


def test_the_desk_says_what_waits_for_whom(case: Play) -> None:
    case.to("opening.requested")
    assert [one.what for one in desk(case.people["qian"]).waiting] == ["签署立案意见"]
    assert desk(case.people["sun"]).waiting == ()
    assert desk(case.people["zhou"]).waiting == ()
    assert viewer(case.people["qian"]).approvals == 1


def test_a_list_is_turned_page_by_page(played: Callable[..., Play]) -> None:
    for _ in range(21):
        last = played("clue.registered")
    first, second = cases(last.people["zhou"]), cases(last.people["zhou"], page=2)
    assert (first.total, first.pages, len(first.rows), len(second.rows)) == (21, 2, 20, 1)
    assert cases(last.people["zhou"], page=99).page == 2
    assert cases(last.people["zhou"], page=-1).page == 1


@pytest.mark.parametrize(
    ("text", "found"), [("青禾", 1), ("串换", 1), ("案〔2026〕1号", 1), ("2026-0001", 1), ("%", 0)]
)
def test_a_case_is_found_by_any_part_of_its_names(case: Play, text: str, found: int) -> None:
    case.to("case.opened")
    assert cases(case.people["zhou"], text=text).total == found


def test_a_case_page_can_be_written_out_at_every_step(case: Play) -> None:
    for kind in ("clue.registered", "opening.approved", "case.opened", "review.submitted", "decision.made"):
        shown = case_page(case.to(kind).people["zhou"], case.ref or "")
        assert json.dumps(asdict(shown), default=str)
        assert [row.seq for row in shown.entries] == list(range(len(case.entries), 0, -1))


def test_the_page_offers_what_the_guard_lets_pass(case: Play) -> None:
    case.to("decision.drafted")
    offered = {act.kind for act in case_page(case.people["chen"], case.ref or "").acts}
    assert {"decision.made", "decision.returned", "discussion.held"} <= offered
    assert {"opening.approved", "closing.approved", "inquiry.concluded"} & offered == set()


def test_a_due_act_is_the_next_one(case: Play) -> None:
    shown = case_page(case.to("clue.registered").people["zhou"], case.ref or "")
    assert shown.next is not None
    assert shown.next.kind == "clue.checked"


def test_a_finding_shows_its_arithmetic(case: Play) -> None:
    case.to("clue.registered")
    owed = next(one for one in case_page(case.people["zhou"], case.ref or "").owed if one.due)
    shown = finding_page(case.people["zhou"], case.ref or "", owed.handle)
    assert shown.arithmetic
    with pytest.raises(NotFoundError, match="不在应记之列"):
        finding_page(case.people["zhou"], case.ref or "", "W99@1")


def test_an_approver_reads_the_request_and_what_was_said(case: Play) -> None:
    case.to("opening.requested").do("qian", "opening.endorsed", opinion="同意立案。")
    shown = approval_page(case.people["sun"], case.ref or "")
    assert [one.text for one in shown.opinions] == ["同意立案。"]
    assert shown.back is not None
    with pytest.raises(OutOfOrderError, match="没有等待审批"):
        approval_page(case.people["zhou"], Play(case.people).to("clue.registered").ref or "")


def test_sealed_words_are_shown_to_handlers_only(case: Play) -> None:
    case.to("clue.registered", clue_registered={"informant": {"name": "某某（示例）"} | CANARY})
    own = json.dumps(asdict(entry_page(case.people["zhou"], case.ref or "", 1)), default=str, ensure_ascii=False)
    assert CANARY["phone"] in own
    for account in ("qian", "sun", "chen"):
        shown = json.dumps(asdict(entry_page(case.people[account], case.ref or "", 1)), default=str, ensure_ascii=False)
        assert CANARY["phone"] not in shown
        assert "已封存" in shown


def test_no_page_and_no_file_holds_sealed_words(case: Play) -> None:
    case.to("rights.told", clue_registered={"informant": CANARY}, interview_made={"subject_identity": CANARY})
    by, ref = case.people["zhou"], case.ref or ""
    told: list[Any] = [asdict(case_page(by, ref)), case_file(by, ref), asdict(desk(by)), asdict(cases(by))]
    told += [asdict(row) for row in entries_since(by, ref, 0)]
    text = json.dumps(told, default=str)
    assert [word for word in CANARY.values() if word in text] == []


def test_an_entry_that_is_not_there_is_not_found(case: Play) -> None:
    case.to("clue.checked")
    for seq in (0, 3, -1):
        with pytest.raises(NotFoundError, match="没有这一条记录"):
            entry_page(case.people["zhou"], case.ref or "", seq)


def test_a_form_lets_one_pick_the_entries_of_its_kinds(case: Play) -> None:
    case.to("interview.made")
    picked = entry_choices(case.people["zhou"], case.ref or "", ["inspection.made", "interview.made"])
    assert picked == ((9, "第 9 条 询问笔录：经营者 许某"), (8, "第 8 条 现场检查笔录：青禾街 21 号"))


def test_what_was_exported_reads_back_and_is_assessed_alike(case: Play) -> None:
    case.to("archive.filed")
    file = case_file(case.people["chen"], case.ref or "")
    dossier = read_dossier(json.dumps(file))
    assert [event.kind for event in dossier.events] == [entry.kind for entry in case.entries]
    assert [event.entry for event in dossier.events] == [entry.digest for entry in case.entries]


def test_a_paper_is_made_signed_and_handed_out(case: Play) -> None:
    case.to("decision.made")
    by, ref = case.people["zhou"], case.ref or ""
    made = case.do("zhou", "paper.finalised", form="decision")
    assert paper_page(by, ref, made.seq).paper.signatures == ()
    scan = bring(by, page())
    signed = case.do("zhou", "paper.signed", paper_seq=made.seq, role="leader", signer="陈国栋", scan=scan)
    assert [one.signer for one in paper_page(by, ref, made.seq).paper.signatures] == ["陈国栋"]
    assert paper_file(by, ref, made.seq).path.read_bytes().startswith(b"%PDF-")
    assert scan_file(by, ref, signed.seq).path.read_bytes() == page()
    with pytest.raises(NotFoundError, match="没有这份材料"):
        paper_page(by, ref, 1)


def test_a_package_is_listed_before_it_is_made(case: Play) -> None:
    case.to("decision.made").do("zhou", "paper.finalised", form="decision")
    shown = package_page(case.people["chen"], case.ref or "")
    assert (shown.archived, shown.files, shown.catalogue[0][0]) == (False, 1, "行政处罚决定书")


def test_officers_are_offered_with_their_certificates(case: Play) -> None:
    told = dict(officer_choices(case.people["zhou"]))
    assert told[case.people["zhou"].id] == "周明远（执法证 1701-zhou，有效至 2027年12月31日）"
    assert told[case.people["ding"].id] == "丁卫（没有执法证）"
    assert case.people["chen"].id not in told


def test_a_demo_names_its_accounts(case: Play) -> None:
    assert ("chen", "陈国栋", "主要负责人") in demo_accounts()


@pytest.mark.parametrize("kind", sorted(ACTS))
def test_what_a_form_opens_with_is_what_it_takes(case: Play, kind: str) -> None:
    case.to("decision.drafted")
    known = prefill(kind, case.case, case.people["zhou"])
    assert set(known) - set(ACTS[kind].form.model_fields) == set()


def test_a_form_opens_with_what_the_case_knows(case: Play) -> None:
    case.to("clue.checked")
    known = prefill("opening.requested", case.case, case.people["zhou"])
    assert known["case_title"] == "青禾药店（示例）涉嫌串换药品案"
    case.usual("opening.requested", case_title="改过的名称")
    assert prefill("opening.requested", case.case, case.people["zhou"])["case_title"] == "改过的名称"


def test_what_may_but_need_not_be_recorded_is_never_the_next_step(case: Play) -> None:
    shown = case_page(case.people["zhou"], case.to("inspection.made").ref or "")
    assert any(one.state == "advisory" and one.act and one.act.kind == "recording.stored" for one in shown.owed)
    assert shown.next is not None
    assert shown.next.kind != "recording.stored"


def test_who_decides_gets_no_button_before_a_decision_is_put_before_him(case: Play) -> None:
    chief = case.people["chen"]
    owed = [one for one in case_page(chief, case.to("case.opened").ref or "").owed if one.rule == "L4-45"]
    assert [one.act for one in owed] == [None]
    drafted = case_page(chief, case.to("decision.drafted").ref or "")
    assert [one.act.kind for one in drafted.owed if one.rule == "L4-45" and one.act] == ["decision.made"]
