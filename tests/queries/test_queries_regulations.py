"""Regulations as rules: what is said of each, which clash touches a case, and how everything was counted."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuhen.duties.models import Duty
from liuhen.kernel import clock
from liuhen.kernel.errors import NotFoundError
from liuhen.office.guard import perform
from liuhen.office.payloads.standards import CalendarForm, HolidayPart, PacksForm
from liuhen.people.officers import Officer
from liuhen.queries.case import case_page
from liuhen.queries.deadlines import deadlines
from liuhen.queries.desk import desk
from liuhen.queries.regulations.clashes import clash_page, clash_view, touching
from liuhen.queries.regulations.differences import difference_page
from liuhen.queries.regulations.library import library, pack_page, rule_of
from liuhen.queries.regulations.narrowing import narrowed, read_asked
from liuhen.queries.regulations.official import adoptions, attached_to, text_of
from liuhen.queries.regulations.sayings import FORMS, RANKS, STATES
from liuhen.queries.regulations.shapes import Asked, PackPage, RuleView
from liuhen.queries.regulations.shelf import force_of, rows, shipped
from liuhen.queries.regulations.trial import case_rules, trial
from liuhen.queries.regulations.year_shapes import TermAsked
from liuhen.queries.regulations.years import calendar_of, counted, year_page
from liuhen.rulebook import State, load
from liuhen.rulebook.clashes import Clash
from process.bureau import AT, Play

People = dict[str, Officer]
NOBODY = Officer("x", "nowhere", "某某", "处", "x", frozenset())


def rules(page: PackPage) -> list[RuleView]:
    return [rule for article in page.articles for rule in article.rules]


def read(people: People, pack: str = "wuhan-ybj", **asked: str) -> list[RuleView]:
    return rules(pack_page(people["zhou"], pack, Asked(**asked)))


def said(rule: RuleView) -> str:
    return "\n".join(f"{label}：{words}" for label, words in rule.says)


def test_every_form_rank_and_state_has_a_readers_word() -> None:
    written = {one.words.form for pack in shipped()[0].values() for one in pack.written}
    assert written <= FORMS.keys() and {pack.head.rank for pack in shipped()[0].values()} <= RANKS.keys()
    assert {str(state) for state in State} == STATES.keys()


def test_everything_a_pack_writes_is_read(people: People) -> None:
    for name, pack in shipped()[0].items():
        page = pack_page(people["zhou"], name, Asked())
        assert {rule.id for rule in rules(page)} == {one.words.id for one in pack.written}, name
        assert page.total == page.shown == len(pack.written)


def test_no_word_of_a_programmer_is_shown(people: People) -> None:
    bare = re.compile(r"(?<![A-Za-z0-9])[a-z]+[_.][a-z_]+(?![A-Za-z0-9])")
    for name in shipped()[0]:
        for rule in read(people, name):
            told = "\n".join((rule.asks, said(rule), *(event for one in rule.examples for event in one.events)))
            assert not bare.search(told), (rule.id, bare.findall(told))


def test_articles_come_in_their_order(people: People) -> None:
    labels = [one.label for one in pack_page(people["zhou"], "nhsa-order-4", Asked()).articles]
    assert labels.index("第十三条") < labels.index("第十六条") < labels.index("第四十五条")


def test_a_term_is_said_with_what_lengthens_it(people: People) -> None:
    told = said(next(rule for rule in read(people, "nhsa-order-4") if rule.id == "L4-45"))
    assert "期限：" in told and "90日内" in told and "延长" in told and "不计入" in told


def test_a_rule_is_found_by_two_characters_in_any_of_its_words(people: People) -> None:
    every = read(people)
    for text in ("音像", "第二十六条", "W12-1", "承办"):
        assert any(narrowed(every, Asked(text=text))), text
    assert not any(narrowed(every, Asked(text="琉璃")))
    assert any(narrowed(every, Asked(text="琉璃"), official=lambda rule: "琉璃" if rule.id == "W12-1" else ""))


def test_what_is_asked_for_is_cut_to_a_length() -> None:
    asked = read_asked({"text": "  音像   记录 " + "长" * 300, "form": "deadline"})
    assert asked.text.startswith("音像 记录") and len(asked.text) == 100 and asked.any


def test_an_organ_without_regulations_still_reads_them(db: None) -> None:
    del db
    page = library(NOBODY, Asked(text="立案"))
    assert page.own == () and len(page.others) == len(shipped()[0]) and page.found == ()
    assert not clash_page(NOBODY).adopted and force_of(NOBODY) is None
    assert pack_page(NOBODY, "wuhan-ybj", Asked()).pack.state == "没有启用"


def test_a_pack_to_come_is_said_to_come(people: People) -> None:
    form = PacksForm(packs=["dongxihu-wlj"], since=date(2027, 1, 1), basis="通知")
    perform("packs.adopted", form, by=people["wu"], key="k", channel="web")
    own, _ = rows(people["zhou"], ())
    states = {one.id: (one.state, one.since) for one in own}
    assert states["dongxihu-wlj"] == ("到时执行", date(2027, 1, 1)) and states["wuhan-ybj"][0] == "现行"
    assert adoptions("jianghanhu", "dongxihu-wlj")[0].since == date(2027, 1, 1)


def test_a_text_whose_file_is_gone_leaves_the_rules_to_be_read(people: People) -> None:
    assert text_of("0" * 64) == () and attached_to(people["wu"].organ) == {}


def test_what_is_not_there_is_said_to_be_missing(people: People) -> None:
    by = people["zhou"]
    for ask in (
        lambda: pack_page(by, "nowhere", Asked()),
        lambda: rule_of(by, "wuhan-ybj", "W99-9"),
        lambda: rule_of(by, "nhsa-order-4", "W12-1"),
        lambda: difference_page(by, "nowhere", ""),
        lambda: difference_page(by, "wuhan-ybj", "@999"),
        lambda: year_page(by, 1900),
    ):
        with pytest.raises(NotFoundError):
            ask()


def test_a_local_rule_stands_beside_the_one_it_overrides(people: People) -> None:
    page = difference_page(people["zhou"], "wuhan-ybj", "")
    changed = {one.new.id: one for one in page.changed if one.new}
    assert changed["W3-1"].old is not None and changed["W3-1"].old.id == "L4-35" and changed["W3-1"].because
    assert page.added and not page.removed


def test_a_clash_says_which_holds_and_why() -> None:
    book = load(["wuhan-ybj"])
    one, other = (replace(book.rules[0], id=name) for name in ("A1-1", "B1-1"))
    alone = clash_view(Clash("storage", (one, other), "A1-1", "rank", "更严"), ["行政处罚"], book)
    both = clash_view(Clash("nothing_known", (one, other), None, "", ""), [], book)
    assert (alone.matter, alone.prevails, alone.decided) == ("音像存储", "A1-1", True)
    assert (both.matter, both.prevails, both.decided) == ("同一事项", "", False)


def test_only_clashes_of_which_a_rule_spoke_touch_a_case(case: Play) -> None:
    case.to("clue.registered")
    page = case_page(case.people["zhou"], case.case.ref)
    force = force_of(case.people["zhou"])
    assert force is not None
    assert len(page.clashes) <= len(force.rulebook.clashes("penalty", force.choices))
    assert touching(force.rulebook, "penalty", force.choices, ()) == []


def test_whatever_has_a_term_says_how_it_was_counted(case: Play) -> None:
    case.to("archive.filed")
    page = case_page(case.people["zhou"], case.case.ref)
    terms = [one for one in (*page.owed, *page.recorded) if one.due]
    assert terms and all(one.how for one in terms)


def test_the_desk_says_how_a_term_was_counted_without_asking_for_each_case(played: Callable[..., Play]) -> None:
    first = played("clue.registered")
    by = first.people["zhou"]

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            shown = desk(by)
        assert all(one.how for one in shown.rows if one.due)
        return len(caught)

    few = asked()
    for _ in range(5):
        played("clue.registered")
    assert asked() == few


def test_a_duty_keeps_its_sums_but_not_what_is_left(case: Play) -> None:
    case.to("clue.registered")
    steps = [step for duty in Duty.objects.filter(dossier=case.case.dossier) for step in duty.shown["steps"]]
    assert any(step.startswith("起算：") for step in steps) and not any(step.startswith("至今") for step in steps)


def test_keeping_is_no_term_to_meet(case: Play) -> None:
    case.to("archive.filed")
    page = deadlines(case.people["zheng"], case.case.ref)
    kept = {one.rule for one in page.kept}
    assert all(one.form == "retention" and one.how for one in page.kept)
    assert not kept & {one.rule for one in (*page.ended, *page.running)}


def tried(case: Play, who: str, pack: str, rule_id: str):  # type: ignore[no-untyped-def]  # the page as it is
    book, reader, rule = rule_of(case.people[who], pack, rule_id)
    return trial(case.people[who], book, reader, rule, case.case.ref)


def test_a_rule_on_a_case_shows_trigger_settlement_and_sums(case: Play) -> None:
    case.to("clue.checked")
    (one,) = tried(case, "zhou", "nhsa-order-4", "L4-14").findings
    assert one.trigger is not None and one.satisfied_by is not None
    assert (one.trigger.kind, one.satisfied_by.kind) == ("clue.registered", "clue.checked")
    assert any(step.startswith("最后一日") for step in one.steps) and not one.why


def test_a_rule_without_a_finding_says_why(case: Play) -> None:
    case.to("clue.registered")
    assert "不就单个案件下结论" in tried(case, "zhou", "wuhan-ybj", "W3-1").why
    assert "另行规定" in tried(case, "zhou", "nhsa-order-4", "L4-35").why or tried(
        case, "zhou", "nhsa-order-4", "L4-35"
    ).why.endswith("怎样适用。")
    (idle,) = tried(case, "zhou", "wuhan-ybj", "W26-1").findings
    assert "没有引起本条的记录" in idle.why


def test_a_pack_that_is_not_adopted_is_tried_by_its_own_words(case: Play) -> None:
    case.to("clue.registered")
    shown = tried(case, "zhou", "dongxihu-wlj", "D12-1")
    assert not shown.adopted and (shown.findings or shown.why)


def test_a_case_that_is_not_his_is_not_there_to_try(case: Play) -> None:
    case.to("clue.registered")
    with pytest.raises(NotFoundError):
        tried(case, "wu", "nhsa-order-4", "L4-14")
    with pytest.raises(NotFoundError):
        case_rules(case.people["wu"], case.case.ref)


def test_every_rule_has_an_answer_on_a_case(case: Play) -> None:
    case.to("clue.registered")
    page = case_rules(case.people["zhou"], case.case.ref)
    force = force_of(case.people["zhou"])
    assert force is not None
    spoken = {one.owed.rule for group in page.groups for one in group.findings}
    assert spoken == {plan.rule.id for plan in force.rulebook.plans("penalty", force.choices)}
    idle = next(group for group in page.groups if group.state == "not_applicable")
    assert all(one.why for one in idle.findings)


def test_the_year_is_the_organs_own_once_it_entered_it(people: People) -> None:
    off = [HolidayPart(name="元旦", first=date(2027, 1, 1), last=date(2027, 1, 3))]
    form = CalendarForm(year=2027, source="通知", holidays=off, workdays=["2027-01-09"])
    with clock.at(AT + timedelta(seconds=1)):
        perform("calendar.arranged", form, by=people["wu"], key="k", channel="web")
        page = year_page(people["zhou"], 2027)
    looks = {day.day: day.look for month in page.months for week in month.weeks for day in week if day}
    assert (page.whose, looks[date(2027, 1, 1)], looks[date(2027, 1, 9)]) == ("本单位录入", "holiday", "made_up")
    assert looks[date(2027, 1, 10)] == "rest" and len(looks) == 365


def test_an_unpublished_year_claims_no_working_day(people: People) -> None:
    page = year_page(people["zhou"], 2031)
    assert not page.known and page.workdays is None
    assert {day.look for month in page.months for week in month.weeks for day in week if day} == {"unknown"}
    answer = counted(TermAsked(start="2026-12-30", count="9"), calendar_of(people["zhou"]))
    assert not answer.certain and not answer.faults
