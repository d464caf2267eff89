"""Facts hold only what some rule names; duties follow every entry; a closed gate leaves nothing."""

from datetime import timedelta

import pytest

from liuhen.duties.errors import RuleBrokenError
from liuhen.duties.facts import KEPT, dossier_of, event_of, events, latest
from liuhen.duties.models import Duty, Fact
from liuhen.kernel import clock
from liuhen.ledger import body_of
from liuhen.office.in_force import in_force
from liuhen.process.case.reference import PENALTY as DOSSIER_KIND
from liuhen.rulebook import State, assess
from process.bureau import AT, ORGAN, Play

OWED = {State.OPEN, State.DUE_SOON, State.OVERDUE, State.BREACHED}


def test_every_entry_leaves_one_fact_with_named_fields_only(case: Play) -> None:
    case.to("archive.filed")
    book = in_force(ORGAN).rulebook
    facts = list(Fact.objects.order_by("seq"))
    assert [(fact.seq, fact.kind, fact.entry) for fact in facts] == [
        (entry.dossier_seq, entry.kind, entry.digest) for entry in case.entries
    ]
    assert [fact.kind for fact in facts if set(fact.fields) - KEPT - book.named_fields(fact.kind)] == []


def test_facts_are_slimmer_than_bodies(case: Play) -> None:
    entry = case.to("clue.registered").entries[0]
    assert set(Fact.objects.get().fields) < set(event_of(entry, body_of(entry)).fields)


def test_the_gates_see_in_facts_what_they_would_see_in_bodies(case: Play) -> None:
    case.to("archive.filed")
    force = in_force(ORGAN)
    slim = dossier_of(case.case.dossier, kind=DOSSIER_KIND, force=force)
    whole = type(slim)(
        kind=DOSSIER_KIND, events=tuple(event_of(one, body_of(one)) for one in case.entries), choices=force.choices
    )
    told = [
        [(one.rule.id, one.state, one.due, one.missing) for one in assess(each, force.rulebook, force.calendar, AT)]
        for each in (slim, whole)
    ]
    assert told[0] == told[1]


@pytest.mark.parametrize(
    "kind", ["clue.registered", "case.opened", "inquiry.concluded", "decision.made", "archive.filed"]
)
def test_duties_are_what_is_owed_after_the_last_entry(case: Play, kind: str) -> None:
    case.to(kind)
    force = in_force(ORGAN)
    found = assess(dossier_of(case.case.dossier, kind=DOSSIER_KIND, force=force), force.rulebook, force.calendar, AT)
    owed = {(one.rule.id, one.trigger.seq if one.trigger else None, one.due) for one in found if one.state in OWED}
    assert set(Duty.objects.values_list("rule", "trigger", "due")) == owed


def test_a_settled_duty_is_gone_and_an_untouched_one_stays(case: Play) -> None:
    case.to("clue.registered")
    assert (
        Duty.objects.filter(rule="L4-14", settles="clue.checked").exists()
        or Duty.objects.filter(settles="clue.checked").exists()
    )
    case.usual("clue.checked")
    assert not Duty.objects.filter(settles="clue.checked").exists()


def test_a_duty_never_holds_a_state(case: Play) -> None:
    case.to("clue.registered")
    before = list(Duty.objects.values())
    with clock.at(AT + timedelta(days=365)):
        assert list(Duty.objects.values()) == before


def test_a_closed_gate_leaves_no_fact_and_no_duty(case: Play) -> None:
    case.to("decision.drafted", without=("defence.recorded",))
    before = (list(Fact.objects.values()), list(Duty.objects.values()))
    with pytest.raises(RuleBrokenError):
        case.usual("decision.made")
    assert (list(Fact.objects.values()), list(Duty.objects.values())) == before


def test_a_refusal_says_what_which_article_and_what_to_do(case: Play) -> None:
    case.to("case.opened")
    with pytest.raises(RuleBrokenError) as caught:
        case.usual("inspection.made", officer_ids=[case.people["zhou"].id])
    assert caught.value.message == "现在还不能登记现场检查笔录。"
    assert "令第4号第十六条" in caught.value.why
    assert caught.value.remedy == "须先解决：执法人员少于两人。"


def test_events_are_read_by_kind_and_the_latest_alone(case: Play) -> None:
    case.to("opening.approved")
    dossier = case.case.dossier
    assert [one.seq for one in events(dossier, kinds=["opening.endorsed"])] == [4, 5]
    assert [one.seq for one in events(dossier)] == [1, 2, 3, 4, 5, 6]
    last = latest(dossier, "opening.endorsed")
    assert last is not None
    assert last.seq == 5
    assert latest(dossier, "case.opened") is None


def test_acts_on_the_bureau_leave_no_fact(case: Play) -> None:
    assert not Fact.objects.exists()
