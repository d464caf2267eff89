"""Plain sense inside a case: an act stands on others, some acts happen once, opinions come in their turn."""

from dataclasses import replace
from typing import Final

import pytest

from liuhen.kernel.errors import NotAllowedError, NotFoundError, OutOfOrderError, StalePageError
from liuhen.people.acts import APPROVALS
from liuhen.people.officers import Officer
from liuhen.people.roles import KEEPERS, Role
from liuhen.process.case.order import needed
from liuhen.process.case.reference import PENALTY
from liuhen.process.case.registry import ACTS
from liuhen.process.case.requests import AnswerForm
from liuhen.process.inquiry.payloads.watching import OPENING
from permissions.filling import filled
from process.bureau import STEPS, Play, entered_for

WITH_FILES: Final = {
    "paper.finalised": {"form": "decision"},
    "paper.signed": {"paper_seq": 1, "role": "party", "signer": "许某", "scan": "0" * 64},
    "recording.stored": {"file": "0" * 64, "started": "2026-11-20T01:00:00Z", "device": "A-07"},
    "gap.explained": {
        "act": 1,
        "start": "2026-11-20T01:00:00Z",
        "end": "2026-11-20T01:05:00Z",
        "cause": "fault",
        "how": "written",
        "text": "换机。",
    },
    "shots.marked": {"recording": 1, "absent": ["papers"]},
    "opening.confirmed": {"recording": 1} | {name: {"said": False} for name in OPENING},
    "clue.not_opened": {"reason": "没有违法事实。"},
    "opening.returned": {"reason": "请补充。"},
    "decision.returned": {"reason": "请补充。"},
    "closing.returned": {"reason": "请补充。"},
    "opening.withdrawn": {"reason": "材料有误。"},
    "decision.withdrawn": {"reason": "材料有误。"},
    "closing.withdrawn": {"reason": "材料有误。"},
    "decision.endorsed": {"opinion": "同意。"},
    "closing.endorsed": {"opinion": "同意。"},
    "handlers.changed": {"reason": "另有任务。"},
}
AT_ANY_TIME: Final = {"approval.urged", "recusal.requested", "party.joined", "party.changed", "party.identified",
               "paper.finalised", "device.checked", "key_stages.filmed", "recording.exempted"}  # fmt: skip
"""In any dossier, from its first entry on."""

REACH_LATER: Final = frozenset({"review.opinion", "review.extension_requested", "archive.filed"})
"""Whoever may do these does not see the case before."""


def everything(one: Officer) -> Officer:
    """Return an officer to whom no role is wanting, so that only the order stands in the way."""
    return replace(one, roles=frozenset(Role) - KEEPERS)


def somebody(case: Play, kind: str) -> Officer:
    """Return who has every role: a handler of the case, but for what its handlers do not approve themselves."""
    return everything(case.people["ding" if kind in APPROVALS else "zhou"])


def form(case: Play, kind: str) -> dict[str, object]:
    played = {step for _, step, _ in STEPS}
    if kind in WITH_FILES:
        entered = dict(WITH_FILES[kind])
    else:
        entered = entered_for(kind) if kind in played else filled(ACTS[kind].form)
    asked = ACTS[kind].form.model_fields
    return entered | ({"officer_ids": case.two} if "officer_ids" in asked else {})


OF_PENALTY: Final = {kind: act for kind, act in ACTS.items() if PENALTY in act.of}
STANDING_ON_MORE: Final = sorted(
    kind for kind, act in OF_PENALTY.items() if set(act.needs) - {"clue.registered"} and kind not in REACH_LATER
)


@pytest.mark.parametrize("kind", STANDING_ON_MORE)
def test_an_act_without_what_it_stands_on_is_refused(case: Play, kind: str) -> None:
    case.to("clue.registered")
    told = "、".join(ACTS[need].label for need in needed(case.case, ACTS[kind]))
    with pytest.raises(OutOfOrderError, match=f"还没有{told}"):
        case.do(somebody(case, kind), kind, **form(case, kind))
    assert len(case.entries) == 1


@pytest.mark.parametrize("kind", sorted(kind for kind, act in ACTS.items() if kind not in OF_PENALTY))
def test_an_act_of_another_kind_of_dossier_is_no_act_of_a_penalty(case: Play, kind: str) -> None:
    case.to("clue.registered")
    if not ACTS[kind].starts_dossier:
        with pytest.raises(OutOfOrderError, match="不属于行政处罚（普通程序）"):
            case.do(somebody(case, kind), kind, **form(case, kind))
    assert len(case.entries) == 1


def test_every_act_but_the_first_stands_on_another() -> None:
    answers = {kind for kind, act in ACTS.items() if issubclass(act.form, AnswerForm)}
    alone = {kind for kind, act in ACTS.items() if not act.needs} - answers - AT_ANY_TIME
    assert alone == {kind for kind, act in ACTS.items() if act.starts_dossier}


@pytest.mark.parametrize("kind", sorted(kind for kind, act in ACTS.items() if act.once and kind in dict.fromkeys(
    step for _, step, _ in STEPS)))  # fmt: skip
def test_what_happens_once_is_not_recorded_twice(case: Play, kind: str) -> None:
    case.to(kind)
    before = len(case.entries)
    with pytest.raises(OutOfOrderError):
        case.usual(kind)
    assert len(case.entries) == before


def test_not_opening_happens_once_and_ends_the_clue(case: Play) -> None:
    case.to("clue.checked").do("zhou", "clue.not_opened", reason="没有违法事实。")
    for kind in ("clue.not_opened", "opening.requested"):
        with pytest.raises(OutOfOrderError, match="不予立案"):
            case.do("zhou", kind, **form(case, kind))
    assert case.case.stopped


@pytest.mark.parametrize("kind", ["opening.approved", "case.opened", "inspection.made"])
def test_an_approved_case_is_not_turned_into_one_not_opened(case: Play, kind: str) -> None:
    case.to(kind)
    with pytest.raises(OutOfOrderError, match="已经批准立案"):
        case.do("zhou", "clue.not_opened", reason="没有违法事实。")


def test_a_clue_before_its_leaders_is_not_dropped(case: Play) -> None:
    case.to("opening.requested")
    with pytest.raises(OutOfOrderError, match="审批正在进行"):
        case.do("zhou", "clue.not_opened", reason="没有违法事实。")


def test_a_returned_request_may_end_in_not_opening(case: Play) -> None:
    case.to("opening.requested").do("qian", "opening.returned", reason="依据不足。")
    case.do("zhou", "clue.not_opened", reason="依据不足。")
    assert case.case.awaiting == ""


@pytest.mark.parametrize("who", ["sun", "chen"])
def test_the_head_of_unit_speaks_first(case: Play, who: str) -> None:
    case.to("opening.requested")
    kind = "opening.endorsed" if who == "sun" else "opening.approved"
    with pytest.raises(OutOfOrderError, match="还没有轮到您"):
        case.do(who, kind, opinion="同意。")


def test_the_deputy_speaks_before_the_chief(case: Play) -> None:
    case.to("opening.requested").do("qian", "opening.endorsed", opinion="同意。")
    with pytest.raises(OutOfOrderError, match="还没有轮到您"):
        case.do("chen", "opening.approved", opinion="批准。")


def test_one_level_does_not_speak_twice(case: Play) -> None:
    case.to("opening.requested").do("qian", "opening.endorsed", opinion="同意。")
    with pytest.raises(OutOfOrderError, match="还没有轮到您"):
        case.do("qian", "opening.endorsed", opinion="同意。")


def test_who_holds_two_levels_still_goes_step_by_step(case: Play) -> None:
    case.to("opening.requested")
    both = replace(case.people["chen"], department="基金监管处", roles=frozenset({Role.UNIT_HEAD, Role.CHIEF}))
    with pytest.raises(OutOfOrderError, match="还没有轮到您"):
        case.do(both, "opening.approved", opinion="批准。")


def test_a_request_under_way_is_not_made_again(case: Play) -> None:
    case.to("opening.requested")
    with pytest.raises(OutOfOrderError, match="审批正在进行"):
        case.usual("opening.requested")


def test_what_was_approved_is_not_exchanged_before_the_case_is_opened(case: Play) -> None:
    case.to("opening.approved")
    with pytest.raises(OutOfOrderError, match="立案已经批准"):
        case.usual("opening.requested", case_title="另一件案子")


@pytest.mark.parametrize("who", ["qian", "sun", "chen"])
def test_each_level_may_send_the_request_back_and_it_begins_anew(case: Play, who: str) -> None:
    case.to("opening.requested")
    for level in {"qian": [], "sun": ["qian"], "chen": ["qian", "sun"]}[who]:
        case.do(level, "opening.endorsed", opinion="同意。")
    case.do(who, "opening.returned", reason="请补充证据。")
    assert case.case.awaiting == "opening.requested"
    case.usual("opening.requested")
    assert case.case.awaiting_roles == (Role.UNIT_HEAD,)


def test_nothing_is_sent_back_that_nobody_asked_for(case: Play) -> None:
    case.to("decision.made")
    for kind in ("opening.returned", "decision.returned"):
        with pytest.raises(OutOfOrderError):
            case.do("chen", kind, reason="请补充。")


def test_a_returned_draft_is_drafted_again_and_decided(case: Play) -> None:
    case.to("decision.drafted").do("chen", "decision.returned", reason="文字有误。")
    with pytest.raises(OutOfOrderError, match="没有待批的决定呈批"):
        case.usual("decision.made")
    case.usual("decision.drafted", measures="改正后的内容。")
    assert "改正后的内容" in str(case.usual("decision.made").entry.kind and case.case.last(ACTS["decision.made"].body))


def test_after_the_decision_nothing_is_drafted(case: Play) -> None:
    case.to("decision.made")
    with pytest.raises(OutOfOrderError, match="已经作出决定"):
        case.usual("decision.drafted")


def test_a_review_under_way_is_not_asked_for_again(case: Play) -> None:
    case.to("review.submitted")
    with pytest.raises(OutOfOrderError, match="正在法制审核"):
        case.usual("review.submitted")


def test_a_newer_report_may_be_submitted_while_the_older_waits(case: Play) -> None:
    case.to("review.submitted").usual("inquiry.concluded")
    again = case.usual("review.submitted")
    given = case.usual("review.opinion")
    assert case.case.at(given.seq, ACTS["review.opinion"].body)[1].submission_seq == again.seq  # type: ignore[attr-defined]


def test_no_opinion_is_given_on_nothing(case: Play) -> None:
    case.to("review.opinion")
    with pytest.raises(OutOfOrderError, match="没有待审的材料"):
        case.usual("review.opinion")


@pytest.mark.parametrize("kind", ["decision.drafted", "closing.requested"])
def test_a_case_waits_for_one_thing_at_a_time(case: Play, kind: str) -> None:
    case.to("review.submitted")
    with pytest.raises(OutOfOrderError, match="正在等待法制审核意见"):
        case.usual(kind)
    assert case.case.awaiting == "review.opinion"


def test_an_urgent_case_is_approved_before_it_is_put_before_anybody_else(case: Play) -> None:
    case.to("opening.requested", opening_requested={"urgent": True})
    case.usual("case.opened")
    case.usual("inquiry.concluded")
    with pytest.raises(OutOfOrderError, match="正在等待立案审批意见"):
        case.usual("review.submitted")


def test_a_returned_urgent_request_is_made_again_though_the_case_is_open(case: Play) -> None:
    case.to("opening.requested", opening_requested={"urgent": True})
    case.usual("case.opened")
    case.do("qian", "opening.returned", reason="请补充。")
    assert case.usual("opening.requested").seq == len(case.entries)


def test_closing_is_asked_for_once_at_a_time(case: Play) -> None:
    case.to("closing.requested")
    with pytest.raises(OutOfOrderError, match="已经呈报"):
        case.usual("closing.requested")
    case.do("chen", "closing.returned", reason="缺缴款凭证。")
    with pytest.raises(OutOfOrderError, match="没有待批"):
        case.usual("closing.approved")
    case.usual("closing.requested")
    assert case.usual("closing.approved").seq == len(case.entries)


def test_a_paper_not_made_yet_is_not_served(case: Play) -> None:
    case.to("case.opened")
    with pytest.raises(OutOfOrderError, match="还没有行政处罚决定书"):
        case.usual("service.made")


def test_after_archiving_nothing_is_added(case: Play) -> None:
    case.to("archive.filed")
    with pytest.raises(OutOfOrderError, match="已经归档"):
        case.usual("execution.checked")


def test_a_stale_page_is_refused_kindly(case: Play) -> None:
    case.to("clue.checked")
    with pytest.raises(StalePageError, match="刚刚有了新的记录") as caught:
        case.usual("opening.requested", expect=1)
    assert (caught.value.expected, caught.value.actual) == (1, 2)
    assert case.usual("opening.requested", expect=2).seq == 3


def test_an_act_that_does_not_exist_is_not_found(case: Play) -> None:
    case.to("clue.registered")
    with pytest.raises(NotFoundError, match="没有这种办理事项"):
        case.do("zhou", "case.deleted")


def test_the_order_does_not_widen_what_a_role_may(case: Play) -> None:
    case.to("review.submitted")
    with pytest.raises(NotAllowedError, match="您不能"):
        case.do("chen", "review.opinion", **entered_for("review.opinion"))
