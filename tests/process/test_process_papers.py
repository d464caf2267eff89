"""Every paper of the line is filled from what was recorded, by whoever it belongs to."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from liuhen.forms.fields import Form
from liuhen.kernel.errors import BadInputError, NotAllowedError, OutOfOrderError
from liuhen.papers import every_form, form
from liuhen.people.roles import POWERS, Role
from liuhen.process.case import papers, parts
from liuhen.process.case.models import Paper
from liuhen.process.decision import notice_payloads as notice
from liuhen.process.decision import payloads as decision
from liuhen.process.execution import payloads as execution
from liuhen.process.inquiry.payloads import conclusion
from liuhen.process.review import payloads as review
from process.bureau import STEPS, Play, bring, page

MAKERS = {"review-opinion": "wu", "catalogue": "zheng"}
SAID = {"decision": "decision.drafted"}  # the chief's opinion is on the approval, not on the paper
LINE = (
    "opening-approval",
    "inspection",
    "interview",
    "rights-notice",
    "conclusion",
    "review-opinion",
    "prior-notice",
    "defence",
    "discussion",
    "decision",
    "service-receipt",
    "closing-approval",
    "catalogue",
)
BEFORE: dict[str, str] = {name: papers.MADE[name].acts[0] for name in LINE}


def text_of(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def made(case: Play, name: str, **more: Any) -> str:
    """Finalise a paper; return its text."""
    seq = case.do(MAKERS.get(name, "zhou"), "paper.finalised", form=name, **more).seq
    digest = case.case.at(seq, papers.PaperFinalised)[1].file.sha256
    return text_of(settings.LIUHEN_PAPERS / digest[:2] / digest)


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in texts(inner)]
    return [value] if isinstance(value, str) and any(sign > "\u4e00" for sign in value) else []


@pytest.mark.parametrize("name", LINE)
def test_every_paper_says_what_its_entry_says(case: Play, name: str) -> None:
    case.to("decision.made").do("zhou", "paper.finalised", form="decision")
    case.to("archive.filed" if name == "catalogue" else "closing.approved")
    said = next(entered for _, kind, entered in reversed(STEPS) if kind == SAID.get(name, BEFORE[name]))
    text = made(case, name)
    missing = [one for one in texts(dict(said)) if "".join(one.split()) not in text]
    assert missing == []
    assert papers.FORMS[name] in text


def test_every_form_is_offered_filled_and_made_by_somebody() -> None:
    assert set(papers.FORMS) == set(every_form()) - {"file-cover", "deadlines", "volume-originals", "evidence-disc"}
    assert set().union(*papers.MADE_BY.values()) == set(papers.FORMS)
    assert {role for role in Role if "paper.finalised" in POWERS[role]} == set(papers.MADE_BY)
    assert {name: form(name).title for name in papers.FORMS} == papers.FORMS
    offered = papers.FinaliseForm.model_fields["source_seq"].json_schema_extra
    assert isinstance(offered, dict)
    assert set(offered["kinds"]) == {kind for one in papers.MADE.values() for kind in one.acts}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "field", "words"),
    [
        ("inspection", "party_signed", parts.PARTY_SIGNED),
        ("rights-notice", "rights", conclusion.RIGHTS),
        ("conclusion", "grounds_major", conclusion.GROUNDS),
        ("conclusion", "discussion_grounds", conclusion.DISCUSSION),
        ("review-opinion", "opinion", review.OPINIONS),
        ("prior-notice", "rights", notice.RIGHTS),
        ("defence", "outcome", decision.OUTCOMES),
        ("defence", "adopted", decision.ADOPTED),
        ("closing-approval", "ground", execution.GROUNDS),
    ],
)
def test_a_paper_offers_the_choices_of_its_form(name: str, field: str, words: dict[str, str]) -> None:
    assert dict(form(name).field(field).options) == words


def test_the_review_opinion_lists_the_ten_points_by_their_titles(case: Play) -> None:
    text = made(case.to("review.opinion"), "review-opinion")
    assert [one.title for one in review.Points.model_fields.values() if str(one.title) not in text] == []
    assert len(review.Points.model_fields) == 10


def test_every_participant_has_a_place_to_sign(case: Play) -> None:
    people = [{"name": f"参会人{n}", "opinion": f"第{n}种意见。"} for n in "甲乙丙丁"]
    case.to("discussion.held", discussion_held={"participants": people})
    text = made(case, "discussion")
    assert text.count("年月日") == 4
    assert all(one["name"] in text and one["opinion"] in text for one in people)


def test_what_is_sealed_is_on_no_paper(case: Play) -> None:
    sealed = {"name": "举报人乙", "phone": "13900000001", "identity_no": "420100190001010011"}
    asked = {"identity_no": "420100190001010022", "phone": "13900000002"}
    case.to(
        "archive.filed",
        clue_registered={"informant": sealed, "source": "complaint"},
        interview_made={"subject_identity": asked},
    )
    sheets = [papers.sheet_of(case.case, papers.FinaliseForm(form=name)) for name in LINE]  # type: ignore[misc]
    assert [one for one in (*sealed.values(), *asked.values()) if one in repr(sheets)] == []


def test_a_missing_field_names_its_article(case: Play) -> None:
    with pytest.raises(BadInputError) as caught:
        case.to("decision.drafted", decision_drafted={"party": {"name": "青禾药店（示例）"}})
    assert "行政处罚法第五十九条第一款第一项" in caught.value.fields["party.address"]


@pytest.mark.parametrize(
    ("who", "name"), [("wu", "decision"), ("zhou", "review-opinion"), ("zheng", "decision"), ("zhou", "catalogue")]
)
def test_nobody_makes_the_papers_of_another(case: Play, who: str, name: str) -> None:
    case.to("decision.made").do("zhou", "paper.finalised", form="interview")
    case.to("archive.filed" if name == "catalogue" else "closing.approved")
    with pytest.raises(NotAllowedError, match="制作"):
        case.do(who, "paper.finalised", form=name)


def test_the_chief_makes_no_paper(case: Play) -> None:
    with pytest.raises(NotAllowedError):
        case.to("decision.made").do("chen", "paper.finalised", form="decision")


def test_after_archiving_only_the_catalogue_is_made(case: Play) -> None:
    case.to("closing.approved").do("zhou", "paper.finalised", form="closing-approval")
    case.to("archive.filed")
    with pytest.raises(OutOfOrderError, match="已经归档"):
        case.do("zhou", "paper.finalised", form="interview")
    assert "结案审批表" in made(case, "catalogue")


def test_who_signs_a_form_can_be_said() -> None:
    roles = {(name, one.role) for name in papers.FORMS for one in form(name).signatories}
    unknown = [(name, role) for name, role in roles if role not in papers.SIGNERS]
    assert [one for one in unknown if one[1] != "organ"] == []  # the seal of the organ is no signature of a person


def test_a_reviewer_and_an_archivist_register_signatures_on_their_own_papers(case: Play) -> None:
    case.to("review.opinion").do("wu", "paper.finalised", form="review-opinion")
    signed(case, "wu", "reviewer")
    case.to("archive.filed").do("zheng", "paper.finalised", form="catalogue")
    signed(case, "zheng", "keeper")
    assert [one["role"] for row in Paper.objects.order_by("seq") for one in row.signatures] == ["reviewer", "keeper"]


def test_they_register_none_on_the_papers_of_another(case: Play) -> None:
    case.to("review.submitted").do("zhou", "paper.finalised", form="conclusion")
    with pytest.raises(NotAllowedError, match="不能登记调查终结报告的签名"):
        signed(case, "wu", "officer")


def test_after_archiving_no_signature_is_added_but_on_the_catalogue(case: Play) -> None:
    seq = case.to("closing.approved").do("zhou", "paper.finalised", form="closing-approval").seq
    case.to("archive.filed")
    with pytest.raises(OutOfOrderError, match="已经归档"):
        signed(case, "zhou", "officer", seq=seq)


def signed(case: Play, who: str, role: str, *, seq: int | None = None) -> None:
    """Register a signature on the last paper, or on the one of entry `seq`."""
    last = seq or case.case.events("paper.finalised")[-1].seq
    name = case.people[who].name
    case.do(who, "paper.signed", paper_seq=last, role=role, signer=name, scan=bring(case.people[who], page()))


def test_an_earlier_entry_can_be_chosen(case: Play) -> None:
    first = case.to("interview.made").entries[-1].dossier_seq
    case.usual("interview.made", questions=[{"q": "第二次问？", "a": "第二次答。"}])
    assert "第二次答" in made(case, "interview")
    assert "第二次答" not in made(case, "interview", source_seq=first)


def test_a_refused_signature_and_its_witness_are_on_the_record(case: Play) -> None:
    signed = {"party": "refused", "every_page": False, "witness": "社区工作人员梅某"}
    text = made(case.to("inspection.made", inspection_made={"signatures": signed}), "inspection")
    assert "拒绝在笔录上签名" in text
    assert "见证人（社区工作人员梅某）" in text


def test_a_rare_name_and_a_long_text_are_filled_in_whole(case: Play) -> None:
    findings = "货架上有𠮷牌䶮记商品。" * 500
    text = made(case.to("inspection.made", inspection_made={"findings": findings}), "inspection")
    for line in ("被检查人逐页签名", "第1页", "第2页"):
        text = text.replace(line, "")
    assert text.count("䶮记商品") > 480  # pages break inside the rest


def test_the_forms_still_take_plain_input() -> None:
    assert issubclass(papers.FinaliseForm, Form)
    assert papers.FinaliseForm(form="inspection").source_seq is None
