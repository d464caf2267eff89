"""A clean case, and every wrong order tried on purpose."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from liuhen.kernel.clock import BEIJING
from liuhen.rulebook import Dossier, Event, Rulebook, WorkingCalendar, assess, blocking, load
from liuhen.rulebook.spans import Apart, read_apart

Refusals = Callable[..., set[str]]


@pytest.fixture
def refusals(wuhan: Rulebook, calendar: WorkingCalendar, clean: Dossier) -> Refusals:
    """Take the clean case up to the first `kind`, leave out and change what is told, and try that act."""

    def refused(kind: str, *, without: Iterable[str] = (), change: dict[str, dict[str, Any]] | None = None) -> set[str]:
        changed = [replace(e, fields={**e.fields, **(change or {}).get(e.kind, {})}) for e in clean.events]
        act = next(event for event in changed if event.kind == kind)
        before = tuple(event for event in changed if event.seq < act.seq and event.kind not in set(without))
        return {found.rule.id for found in blocking(act, replace(clean, events=before), wuhan, calendar)}

    return refused


def test_nothing_in_the_clean_case_is_refused(wuhan: Rulebook, calendar: WorkingCalendar, clean: Dossier) -> None:
    for at, event in enumerate(clean.events):
        assert blocking(event, replace(clean, events=clean.events[:at]), wuhan, calendar) == ()


def test_a_gate_says_what_is_missing_and_under_which_article(
    wuhan: Rulebook, calendar: WorkingCalendar, clean: Dossier
) -> None:
    act = next(event for event in clean.events if event.kind == "decision.made")
    before = tuple(event for event in clean.events if event.seq < act.seq and event.kind != "review.opinion")
    (found,) = blocking(act, replace(clean, events=before), wuhan, calendar)
    assert (found.rule.cited, found.missing) == ("令第4号第三十七条", ("缺针对最近一次送审的同意意见",))
    assert found.settle_kinds == ("review.opinion",)


@pytest.mark.parametrize(
    ("act", "without", "rules"),
    [
        ("opening.approved", ["clue.checked"], {"L4-15"}),
        ("case.opened", ["opening.approved"], {"W12-2"}),
        ("decision.made", ["inquiry.concluded"], {"L4-36-2"}),
        ("decision.made", ["review.submitted"], {"L4-37-1", "L4-39-2"}),
        ("decision.made", ["notice.given"], {"L4-41-1", "CF45-2"}),
        ("decision.made", ["defence.recorded"], {"L4-41-3"}),
        ("decision.made", ["discussion.held"], {"L4-44-1"}),
        ("archive.filed", ["closing.approved"], {"L4-56-1"}),
    ],
)
def test_an_act_is_refused_until_what_it_rests_on_is_there(
    refusals: Refusals, act: str, without: list[str], rules: set[str]
) -> None:
    assert refusals(act, without=without) == rules


@pytest.mark.parametrize("act", ["inspection.made", "interview.made", "service.made"])
@pytest.mark.parametrize(
    "officers",
    [[], [{"id": "zhou", "valid": True}], [{"id": "zhou", "valid": True}, {"id": "he", "valid": False}]],
)
def test_one_officer_or_an_expired_certificate_is_refused(refusals: Refusals, act: str, officers: list[Any]) -> None:
    assert refusals(act, change={act: {"officers": officers}}) == {"L4-16"}


@pytest.mark.parametrize("opinion", ["more_inquiry", "change", "correct", "other"])
def test_only_an_agreeing_review_lets_a_major_decision_pass(refusals: Refusals, opinion: str) -> None:
    assert "L4-37-1" in refusals("decision.made", change={"review.opinion": {"opinion": opinion}})


MINOR = {"inquiry.concluded": {"grounds_major": [], "discussion_grounds": [], "total_fen": 9_999_999}}


def test_a_case_that_owes_no_review_needs_none(refusals: Refusals) -> None:
    left_out = ["review.submitted", "review.opinion", "discussion.held"]
    assert refusals("decision.made", without=left_out, change=MINOR) == set()


def test_the_threshold_itself_is_major_and_without_a_threshold_no_amount_is(refusals: Refusals) -> None:
    without = ["review.submitted", "review.opinion", "discussion.held"]
    at = {"inquiry.concluded": {**MINOR["inquiry.concluded"], "total_fen": 10_000_000}}
    assert refusals("decision.made", without=without, change=at) == {"L4-37-1", "L4-39-2"}
    unset = {"inquiry.concluded": {**at["inquiry.concluded"], "thresholds": {"review_fen": None}}}
    assert refusals("decision.made", without=without, change=unset) == set()


def test_a_defence_that_changes_the_case_needs_a_new_review(refusals: Refusals) -> None:
    assert refusals("decision.made", change={"defence.recorded": {"changes_case": True}}) == {"L4-39-2"}


@pytest.mark.parametrize("person", ["zhou", "he"])
def test_whoever_took_part_may_not_review(
    wuhan: Rulebook, calendar: WorkingCalendar, clean: Dossier, person: str
) -> None:
    act = next(event for event in clean.events if event.kind == "review.opinion")
    before = replace(clean, events=clean.events[: act.seq - 1])
    (found,) = blocking(replace(act, by=person), before, wuhan, calendar)
    assert found.rule.id == "L4-37-2"
    assert found.missing[0].startswith("审核人员曾参与本案办理：")


def test_the_chief_must_have_signed(refusals: Refusals) -> None:
    assert refusals("decision.made", change={"decision.made": {"opinion": ""}}) == {"W20-1"}


def test_an_urgent_start_passes_before_its_approval(refusals: Refusals) -> None:
    assert refusals("case.opened", without=["opening.approved"], change={"case.opened": {"urgent": True}}) == set()


def test_a_gate_needs_only_the_facts_of_the_kinds_and_fields_it_names(
    wuhan: Rulebook, calendar: WorkingCalendar, clean: Dossier
) -> None:
    kept = [e for e in clean.events if e.kind not in ("review.opinion", "opening.approved")]
    for event in clean.events:
        needed = [e for e in kept if e.kind in wuhan.needs(event.kind)]
        slim = tuple(
            replace(e, fields={n: v for n, v in e.fields.items() if n in wuhan.named_fields(e.kind)}) for e in needed
        )
        by_slim, by_whole = (blocking(event, replace(clean, events=es), wuhan, calendar) for es in (slim, tuple(kept)))
        assert [found.rule for found in by_slim] == [found.rule for found in by_whole]


def test_a_gate_of_a_later_law_does_not_bind_an_earlier_act(
    wuhan: Rulebook, calendar: WorkingCalendar, clean: Dossier
) -> None:
    act = next(event for event in clean.events if event.kind == "decision.made")
    old = replace(act, happened=act.happened.replace(year=2020))
    assert {found.rule.pack for found in blocking(old, Dossier("penalty"), wuhan, calendar)} <= {"wuhan-ybj"}


def test_two_acts_must_lie_far_enough_apart_where_the_calendar_is_known(calendar: WorkingCalendar) -> None:
    book = load(["coercion-law"])
    for served, applied, refused in [
        ("2026-06-02", "2026-06-16T23:59:59+08:00", ["距催告书送达不满10个工作日"]),
        ("2026-06-02", "2026-06-17T00:00:00+08:00", []),
        ("2026-12-25", "2027-01-04T10:00:00+08:00", []),  # the year is not published: nobody can say
    ]:
        events = (Event(1, "reminder.served", date.fromisoformat(served)),)
        act = Event(2, "court.applied", datetime.fromisoformat(applied))
        found = blocking(act, Dossier("penalty", events), book, calendar)
        assert [each for one in found if one.rule.id == "QZ54-1" for each in one.missing] == refused


def test_a_term_written_in_working_days_by_the_earlier_act_is_read_there(calendar: WorkingCalendar) -> None:
    book = load(["base-penalty-law"])
    silent = Event(2, "defence.recorded", datetime(2026, 3, 11, 9, tzinfo=BEIJING), fields={"outcome": "silent"})
    for days, refused in [(5, True), (4, False), (None, False), ("五", False)]:
        told = Event(1, "notice.given", datetime(2026, 3, 4, 9, tzinfo=BEIJING), fields={"defence_days": days})
        found = blocking(silent, Dossier("penalty", (told,)), book, calendar)
        assert ("CF62-2" in {one.rule.id for one in found}) is refused


@pytest.mark.parametrize("words", [{}, {"term": "x", "workdays_in": "days"}])
def test_how_far_apart_is_said_in_one_way(words: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="apart 写一个期限"):
        Apart.model_validate(read_apart(words))


# -- who was barred


def barring(*events: Event) -> Dossier:
    first = Event(1, "clue.registered", date(2026, 3, 2), by="zhou", fields={})
    return Dossier("penalty", (first, *events))


def decided(seq: int, person: str, result: str) -> Event:
    fields = {"person": person, "result": result, "decided_by": "leader", "post": "other"}
    return Event(seq, "recusal.decided", date(2026, 3, 3), by="sun", fields=fields)


@pytest.mark.parametrize(
    ("kind", "by", "fields", "refused"),
    [
        ("interview.made", "he", {}, True),
        ("interview.made", "zhou", {"officers": [{"id": "zhou"}, {"id": "he"}]}, True),
        ("some.unheard_of", "he", {}, True),
        ("interview.made", "zhou", {"officers": [{"id": "zhou"}]}, False),
        ("recusal.decided", "he", {"person": "zhou", "decided_by": "leader"}, True),
    ],
)
def test_who_was_recused_does_nothing_more_of_any_kind(
    wuhan: Rulebook, calendar: WorkingCalendar, kind: str, by: str, fields: dict[str, Any], refused: bool
) -> None:
    act = Event(3, kind, date(2026, 3, 4), by=by, fields=fields)
    found = blocking(act, barring(decided(2, "he", "upheld")), wuhan, calendar)
    assert ("L4-5-3" in {one.rule.id for one in found}) is refused


def test_a_later_decision_about_the_same_person_lifts_it_and_one_about_another_does_not(
    wuhan: Rulebook, calendar: WorkingCalendar
) -> None:
    def refused(act: Event, dossier: Dossier) -> set[str]:
        return {one.rule.id for one in blocking(act, dossier, wuhan, calendar)}

    act = Event(5, "interview.made", date(2026, 3, 4), by="he", fields={})
    barred = decided(2, "he", "upheld")
    assert "L4-5-3" in refused(act, barring(barred, decided(3, "zhou", "rejected")))
    assert "L4-5-3" not in refused(act, barring(barred, decided(3, "he", "rejected")))


def test_what_was_done_before_is_no_breach_and_what_was_done_after_is(
    wuhan: Rulebook, calendar: WorkingCalendar
) -> None:
    def state(*events: Event) -> str:
        now = datetime(2026, 4, 1, tzinfo=BEIJING)
        found = assess(barring(*events), wuhan, calendar, now)
        return next(str(one.state) for one in found if one.rule.id == "L4-5-3")

    before = Event(2, "interview.made", date(2026, 3, 2), by="he", fields={})
    after = Event(4, "interview.made", date(2026, 3, 4), by="he", fields={})
    lifted = decided(4, "he", "rejected")
    assert state(before, decided(3, "he", "upheld")) == "satisfied"
    assert state(before, decided(3, "he", "upheld"), after) == "breached"
    assert state(before, decided(3, "he", "upheld"), lifted, replace(after, seq=5)) == "satisfied"
