"""What each act leaves: the right fields in its entry, and nothing that was not entered or known."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from liuhen.duties.models import Duty
from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, NotFoundError, OutOfOrderError
from liuhen.ledger import Body, Problem, body_of
from liuhen.people.roles import Role
from liuhen.process.case.fixity import check_originals, check_papers
from liuhen.process.case.models import Paper, Recording, Upload
from liuhen.process.case.papers import FILLS, MADE_BY, finalise
from liuhen.process.case.parties import party_of
from liuhen.process.case.registry import ACTS, prefill
from liuhen.process.decision.payloads import DecisionDrafted, DecisionForm, DecisionMade
from liuhen.process.inquiry.payloads import RecordingStored
from liuhen.queries.files import recording_file, recording_page
from liuhen.queries.stages import stage_word
from media.clips import tone
from process.bureau import AT, REVIEW_FEN, Play, bring, page


def body(case: Play, kind: str) -> Any:
    """Return the body of the latest entry of a kind."""
    return body_of([entry for entry in case.entries if entry.kind == kind][-1])


def test_a_clue_takes_its_number_and_its_department(case: Play) -> None:
    said = body(case.to("clue.registered"), "clue.registered")
    assert (said.ref, said.clue_no, said.department) == ("2026-0001", "线索 2026-0001", "基金监管处")


def test_the_approval_brings_four_opinions_together(case: Play) -> None:
    said = body(case.to("opening.approved"), "opening.approved").opinion
    told = [(one.name, one.text) for one in (said.handler, said.unit_head, said.deputy, said.chief)]
    assert told == [("周明远", "建议立案。"), ("钱立新", "同意。"), ("孙曼", "同意立案。"), ("陈国栋", "批准。")]


def test_opinions_on_a_returned_request_do_not_count_for_the_next(case: Play) -> None:
    case.to("opening.requested").do("qian", "opening.endorsed", opinion="同意旧稿。")
    case.do("sun", "opening.returned", reason="请补充。")
    case.usual("opening.requested")
    for who, kind in (("qian", "opening.endorsed"), ("sun", "opening.endorsed"), ("chen", "opening.approved")):
        case.do(who, kind, opinion="同意新稿。")
    assert body(case, "opening.approved").opinion.unit_head.text == "同意新稿。"


def test_a_request_of_which_only_the_day_is_known_is_dated_to_its_end(case: Play) -> None:
    case.to("clue.checked").usual("opening.requested", happened=clock.beijing_date(AT))
    case.to("opening.approved", without=("opening.requested",))
    assert body(case, "opening.approved").opinion.handler.at == "2026-11-20T15:59:59.000000Z"


def test_an_opened_case_names_its_officers_as_they_stood(case: Play) -> None:
    said = body(case.to("case.opened"), "case.opened")
    assert [(one.name, one.certificate, one.valid) for one in said.officers] == [
        ("周明远", "1701-zhou", True),
        ("何静", "1701-he", True),
    ]
    assert case.case.subject.officers == set(case.two)


def test_a_conclusion_carries_the_amount_of_the_day_and_its_draft_number(case: Play) -> None:
    case.to("inquiry.concluded").usual("inquiry.concluded", fine_fen=7, refund_fen=5)
    said = body(case, "inquiry.concluded")
    assert (said.total_fen, said.thresholds.review_fen, said.revision) == (12, REVIEW_FEN, 2)


def test_amounts_that_together_are_beyond_reason_are_refused(case: Play) -> None:
    case.to("rights.told")
    with pytest.raises(BadInputError) as caught:
        case.usual("inquiry.concluded", fine_fen=10**15, refund_fen=1)
    assert caught.value.fields == {"total_fen": "数目过大，请核对"}


def test_the_decision_is_what_was_drafted(case: Play) -> None:
    case.to("decision.made")
    drafted, made = body(case, "decision.drafted"), body(case, "decision.made")
    decided = DecisionForm.model_fields
    assert {name: getattr(made, name) for name in decided} == {name: getattr(drafted, name) for name in decided}
    assert (made.opinion, made.document_no, made.total_fen) == ("同意。", "江医保罚〔2026〕1号", 150_000)


def test_a_correction_is_due_counted_from_the_decision(case: Play) -> None:
    case.to("decision.made", decision_drafted={"correction": "规范收费。", "correction_days": 10})
    assert str(body(case, "decision.made").correction_due) == "2026-11-30"


def test_looking_after_payment_is_not_looking_whether_things_were_put_right(case: Play) -> None:
    case.to("service.made").do("zhou", "execution.checked", findings="罚款已缴。", paid_fen=100_000)
    owed = Duty.objects.filter(rule="W23-2")
    assert owed.exists()
    case.do("zhou", "execution.checked", findings="已停止串换。", corrected=False)
    assert not owed.exists()


def test_a_decision_without_penalty_orders_no_correction(case: Play) -> None:
    spared = {"result": "none", "fine_fen": 0, "circumstances": "初次违法，及时改正。"}
    case.to("decision.made", decision_drafted={**spared, "correction": "", "correction_days": 0})
    assert body(case, "decision.made").correction_due is None


def test_the_file_lists_papers_and_recordings_in_their_order(case: Play, tmp_path: Path) -> None:
    case.to("decision.made").do("zhou", "paper.finalised", form="decision")
    record(case, tmp_path)
    said = body(case.to("archive.filed"), "archive.filed")
    assert [(row.title, row.pages > 0) for row in said.catalogue] == [
        ("行政处罚决定书", True),
        ("音像：现场.wav", False),
    ]
    assert (said.volume.files, said.keeper) == (2, "郑小雨")


def record(case: Play, folder: Path, name: str = "现场.wav", **changed: Any) -> int:
    sound = tone(folder / "tone.wav", "pcm_s16le", "wav", seconds=2)
    digest = bring(case.people["zhou"], sound.read_bytes(), name)
    told = {"file": digest, "started": AT - timedelta(minutes=5), "device": "A-07"} | changed
    return case.do("zhou", "recording.stored", **told).seq


def test_a_recording_is_measured_and_labelled(case: Play, tmp_path: Path) -> None:
    seq = record(case.to("inspection.made"), tmp_path, of=8)
    said = body(case, "recording.stored")
    assert (said.case_no, said.party_name, said.handler_name, said.of) == (
        "江医保案〔2026〕1号",
        "青禾药店（示例）",
        "周明远",
        8,
    )
    assert 1_900 <= said.duration_ms <= 2_100
    assert said.ended - said.started == timedelta(milliseconds=said.duration_ms)
    by, ref = case.people["zhou"], case.ref or ""
    assert recording_page(by, ref, seq).case_no == said.case_no
    assert recording_file(by, ref, seq).path.read_bytes() == (tmp_path / "tone.wav").read_bytes()
    assert Recording.objects.get().of_seq == 8


def test_a_recording_that_would_end_in_the_future_is_refused(case: Play, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="晚于本条记录"):
        record(case.to("case.opened"), tmp_path, started=AT + timedelta(minutes=2))


def test_a_recording_of_a_whole_day_has_a_length(case: Play, tmp_path: Path) -> None:
    record(case.to("case.opened"), tmp_path)
    said = body(case, "recording.stored")
    assert RecordingStored(**dict(said) | {"duration_ms": 24 * 3600 * 1000}).duration_ms == 86_400_000


def test_a_misnamed_recording_is_kept_and_the_difference_told(case: Play, tmp_path: Path) -> None:
    record(case.to("case.opened"), tmp_path, name=f"{'长' * 190}.mp4")
    assert body(case, "recording.stored").noticed


LINE = {
    "opening-approval", "inspection", "interview", "rights-notice", "conclusion", "prior-notice",
    "defence", "discussion", "decision", "service-receipt",
}  # fmt: skip


@pytest.mark.parametrize("form", sorted(LINE))
def test_every_paper_of_a_handler_is_filled_from_the_case(case: Play, form: str) -> None:
    case.to("service.made")
    said = body_of(case.do("zhou", "paper.finalised", form=form).entry)
    row = Paper.objects.get()
    assert (row.form, row.sha256, row.number) == (form, said.file.sha256, said.number)  # type: ignore[attr-defined]


EARLY = frozenset({"opening-approval", "clue-register", "clue-check"})
"""Papers whose records are there, or on their way, when an opening is asked for."""


def test_a_paper_without_its_record_is_not_made(case: Play) -> None:
    case.to("opening.requested")
    for form in sorted(MADE_BY[Role.HANDLER] - EARLY):
        with pytest.raises(OutOfOrderError, match="还不能制作"):
            case.do("zhou", "paper.finalised", form=form)


def test_a_paper_is_made_from_the_record_that_was_picked(case: Play) -> None:
    case.to("interview.made").usual("interview.made", place="第二询问室")
    said = body_of(case.do("zhou", "paper.finalised", form="interview", source_seq=9).entry)
    assert said.source_seq == 9  # type: ignore[attr-defined]
    with pytest.raises(OutOfOrderError, match="不是询问笔录所依据的记录"):
        case.do("zhou", "paper.finalised", form="interview", source_seq=8)


@pytest.mark.parametrize("outcome", ["made", "silent", "waived"])
def test_the_decision_paper_says_what_the_party_said(case: Play, outcome: str) -> None:
    said = {"outcome": outcome, "content": "数量有误。", "review": "不属实。", "adopted": "no"}
    case.to("notice.given")
    with clock.at(clock.now() + timedelta(days=30)):  # what was not said is known only when the term is over
        case.to("decision.made", defence_recorded=said)
    text = FILLS["decision"](case.case, *case.case.given(DecisionMade))["defence"]
    assert {"made": "数量有误。", "silent": "期限内没有提出", "waived": "书面放弃"}[outcome] in str(text)


def test_before_notice_and_defence_the_paper_says_nothing_of_them(case: Play) -> None:
    case.to("inquiry.concluded")
    drafted = case.usual("decision.drafted").entry
    fill = FILLS["decision"]
    content = case.case.given(DecisionDrafted)[1].model_dump(include=set(DecisionForm.model_fields))
    made = DecisionMade(**content, draft_seq=1, opinion="同意", document_no="罚一", total_fen=0)
    assert fill(case.case, drafted, made)["defence"] is None
    case.usual("notice.given")
    assert str(fill(case.case, drafted, made)["defence"]).endswith("享有的权利。")


def test_an_unknown_paper_is_not_found(case: Play) -> None:
    case.to("case.opened")
    asked = ACTS["paper.finalised"].form.model_construct(form="receipt", source_seq=None)
    with pytest.raises(NotFoundError, match="没有“receipt”这种文书"):
        finalise(case.case, asked, None)  # type: ignore[arg-type]


def test_the_same_paper_twice_says_the_same_under_a_code_of_its_own(case: Play) -> None:
    case.to("decision.made")
    first, again = (body_of(case.do("zhou", "paper.finalised", form="decision").entry) for _ in range(2))
    assert first.fields_sha256 == again.fields_sha256  # type: ignore[attr-defined]
    assert first.code != again.code  # type: ignore[attr-defined]
    assert first.file != again.file  # type: ignore[attr-defined]


def test_a_changed_paper_or_scan_is_found(case: Play, house: Path) -> None:
    made = case.to("decision.made").do("zhou", "paper.finalised", form="decision")
    scan = bring(case.people["zhou"], page("改动"))
    case.do("zhou", "paper.signed", paper_seq=made.seq, role="leader", signer="陈国栋", scan=scan)
    assert [one for one in [*check_papers(), *check_originals()] if isinstance(one, Problem)] == []
    paper = Paper.objects.get()
    for root, digest in (("papers", paper.sha256), ("originals", scan)):
        path = house / root / digest[:2] / digest
        path.chmod(0o600)
        path.write_bytes(path.read_bytes()[:-1])
    found = {one.code: one.where for one in [*check_papers(), *check_originals()] if isinstance(one, Problem)}
    assert "文书" in found["papers.changed"]
    assert "签名页扫描件" in found["originals.changed"]


def test_an_upload_prints_as_its_name(case: Play) -> None:
    bring(case.people["zhou"], page(), "签名页.pdf")
    assert str(Upload.objects.first()) == "签名页.pdf"


def test_what_is_not_there_cannot_be_stood_on(case: Play) -> None:
    case.to("clue.registered")
    with pytest.raises(OutOfOrderError, match="还没有"):
        case.case.given(DecisionMade)


def test_the_party_is_who_the_latest_entry_says(case: Play) -> None:
    case.to("opening.approved", opening_requested={"party": {"name": "更名药店（示例）"}})
    told = party_of(case.case)
    assert told is not None
    assert told.name == "更名药店（示例）"
    assert party_of(type(case.case)(**{**_plain(case.case), "dossier": "d-none"})) is None


def _plain(case: Any) -> dict[str, Any]:
    return {name: getattr(case, name) for name in case.__slots__}


def test_a_draft_opens_with_what_was_told_to_the_party(case: Play) -> None:
    case.to("inquiry.concluded")
    assert set(prefill("decision.drafted", case.case, case.people["zhou"])) == {"party"}
    case.usual("notice.given", proposal="退回基金并罚款。")
    known = prefill("decision.drafted", case.case, case.people["zhou"])
    assert (known["measures"], known["fine_fen"]) == ("退回基金并罚款。", 100_000)


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("clue.registered", "线索"),
        ("opening.requested", "立案审批"),
        ("opening.approved", "待立案编号"),
        ("case.opened", "办理中"),
        ("review.submitted", "法制审核"),
        ("decision.drafted", "决定待签署"),
        ("closing.requested", "结案审批"),
        ("closing.approved", "待归档"),
        ("archive.filed", "已归档"),
    ],
)
def test_a_list_says_where_the_case_stands(case: Play, kind: str, word: str) -> None:
    from liuhen.process.case.models import Case  # noqa: PLC0415

    case.to(kind)
    assert stage_word(Case.objects.get()) == word


def test_every_act_has_the_words_a_page_needs() -> None:
    assert [kind for kind, act in ACTS.items() if not (act.label and act.verb and act.phase and act.roles)] == []
    assert [kind for kind, act in ACTS.items() if not issubclass(act.body, Body) or act.body.kind != kind] == []


def test_a_conclusion_opens_with_the_party_and_then_with_the_last_one(case: Play) -> None:
    case.to("rights.told")
    assert prefill("inquiry.concluded", case.case, case.people["zhou"])["party"]["name"] == "青禾药店（示例）"
    case.usual("inquiry.concluded", nature="另一性质。")
    assert prefill("inquiry.concluded", case.case, case.people["zhou"])["nature"] == "另一性质。"
