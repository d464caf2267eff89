"""What `assess` says for programs fits its published schema, and why a rule does not apply is said."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from liuhen.rulebook import CaseFileError, Dossier, Event, Piece, Rulebook, WorkingCalendar, assess, load
from liuhen.rulebook.assessment import assessed, assessment_schema, finding_schema, record
from liuhen.rulebook.doubts import doubts, require_known, settled, unknown_kinds
from liuhen.rulebook.errors import CaseProblem
from liuhen.rulebook.reasons import Reasons
from rulebook.test_rulebook_lint import HEAD, RULE, pack

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize("name", ["clean", "overdue"])
def test_what_is_printed_fits_the_schema(
    name: str, request: pytest.FixtureRequest, wuhan: Rulebook, calendar: WorkingCalendar
) -> None:
    dossier: Dossier = request.getfixturevalue(name)
    reasons = Reasons(dossier, wuhan)
    told = [reasons.record(one) for one in assess(dossier, wuhan, calendar, NOW)]
    for one in told:
        Draft202012Validator(finding_schema()).validate(one.model_dump())
    doubt = CaseProblem("events/0", 3, "可疑。")
    whole = assessed(name, dossier, told, regulation="wuhan-ybj", packs=wuhan.versions, at=NOW, warnings=[doubt])
    Draft202012Validator(assessment_schema()).validate(whole.model_dump())
    assert sum(whole.summary.values()) == len(told)
    assert all((one.reason == "") is (one.state != "not_applicable") for one in told)


def test_the_schemas_name_their_dialect() -> None:
    for schema in (finding_schema(), assessment_schema()):
        Draft202012Validator.check_schema(schema)
        assert schema["$schema"].endswith("2020-12/schema")


def book(root: Path, *rules: str, head: str = HEAD) -> Rulebook:
    pack(root, head=head, rules="".join(rules))
    return load(["base"], root=root)


def why(rulebook: Rulebook, calendar: WorkingCalendar, *events: Event) -> Mapping[str, tuple[str, str | None]]:
    dossier = Dossier("penalty", events)
    reasons = Reasons(dossier, rulebook)
    found = assess(dossier, rulebook, calendar, NOW)
    return {one.rule.id: (reasons.why(one), reasons.set_aside_by(one)) for one in found}


def done(seq: int, kind: str, day: int, **fields: Any) -> Event:
    return Event(seq, kind, date(2026, 3, day), fields=fields)


def test_nothing_asked_for_it(regulations: Path, calendar: WorkingCalendar) -> None:
    assert why(book(regulations, RULE), calendar)["T1-1"] == ("没有引起本条的记录（甲）", None)
    assert why(load(["base"], root=regulations), calendar, done(1, "a.b", 2))["T1-1"] == ("", None)


@pytest.mark.parametrize(
    ("span", "said"),
    [
        ("from: 2026-03-05", "甲（第1号记录）在2026年3月2日，本条自2026年3月5日起施行"),
        ("until: 2026-03-01", "甲（第1号记录）在2026年3月2日，本条施行至2026年3月1日"),
    ],
)
def test_it_was_not_in_force(regulations: Path, calendar: WorkingCalendar, span: str, said: str) -> None:
    rules = RULE.replace("  owes: c.d\n", f"  owes: c.d\n  in_force: {{{span}}}\n")
    assert why(book(regulations, rules), calendar, done(1, "a.b", 2))["T1-1"] == (said, None)


def test_events_before_their_rules_are_doubted_once_with_the_rules(
    regulations: Path, calendar: WorkingCalendar
) -> None:
    dated = RULE.replace("  owes: c.d\n", "  owes: c.d\n  in_force: {from: 2026-03-05}\n")
    rulebook = book(regulations, *(dated.replace("T1-1", f"T1-{number}") for number in range(1, 8)))
    dossier = Dossier("penalty", (done(4, "c.d", 1), done(6, "a.b", 2), done(7, "a.b", 6)))
    assert list(Reasons(Dossier("penalty"), rulebook).outside()) == []
    said = "发生在2026年3月2日，当日T1-1、T1-2、T1-3、T1-4、T1-5等 7 条规则未施行，没有适用"
    assert list(Reasons(dossier, rulebook).outside()) == [(("events", 1, "happened"), said)]


def test_another_rule_took_its_place_that_day(regulations: Path, calendar: WorkingCalendar) -> None:
    other = RULE.replace("T1-1", "T2-1").replace(
        "  owes: c.d\n", "  owes: c.d\n  overrides: T1-1\n  because: 新\n  in_force: {from: 2026-03-01}\n"
    )
    pack(regulations, rules=RULE)
    pack(
        regulations, name="next", head=HEAD.replace("id: base", "id: next") + "extends: base\n", labels="", rules=other
    )
    told = why(load(["next"], root=regulations), calendar, done(1, "a.b", 2))
    assert told["T1-1"][0].endswith("当日适用的是与本条不一致而优先的规则，或者改写本条的规则")
    assert told["T2-1"] == ("", None)


def test_a_rule_set_aside_names_the_one_that_prevails(regulations: Path, calendar: WorkingCalendar) -> None:
    known: dict[object, Any] = {}
    law = HEAD.replace("normative_document", "law")
    strict = RULE.replace("  owes: c.d\n", "  owes: c.d\n  within: 3 days\n  matter: thing\n")
    lax = strict.replace("T1-1", "T2-1").replace("3 days", "9 days")
    pack(regulations, head=law, rules=strict)
    pack(regulations, name="next", head=HEAD.replace("id: base", "id: next") + "extends: base\n", labels="", rules=lax)
    told = why(load(["next"], root=regulations), calendar, done(1, "a.b", 2))
    assert told["T2-1"][1] == "T1-1"
    assert told["T1-1"] == ("", None)
    rulebook = load(["next"], root=regulations)
    for seq in (1, 2):
        dossier = Dossier("penalty", (done(seq, "a.b", 2),))
        idle = next(one for one in assess(dossier, rulebook, calendar, NOW) if one.rule.id == "T2-1")
        assert Reasons(dossier, rulebook, known).set_aside_by(idle) == "T1-1"
    assert len(known) == 1


def test_what_nothing_asked_for_is_written_once_for_all_cases(
    wuhan: Rulebook, calendar: WorkingCalendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: dict[object, Any] = {}
    cases = [Dossier("penalty", id=name) for name in "ab"]
    one, other = ([Reasons(d, wuhan, known).record(f) for f in assess(d, wuhan, calendar, NOW)] for d in cases)
    assert all(a is b for a, b in zip(one, other, strict=True))
    assert {each.state for each in one} == {"not_applicable"}
    before = len(known)
    monkeypatch.setattr("liuhen.rulebook.reasons.MOST", before)
    late = Reasons(Dossier("penalty", (done(1, "case.opened", 2),)), wuhan, known)
    for finding in assess(Dossier("penalty", (done(1, "case.opened", 2),)), wuhan, calendar, NOW):
        late.record(finding._replace(sums=()))
    assert len(known) == before


def test_what_happened_is_not_what_it_is_about(regulations: Path, calendar: WorkingCalendar) -> None:
    rules = RULE.replace("  owes: c.d\n", "  owes: c.d\n  when: {x: 1}\n")
    assert why(book(regulations, rules), calendar, done(1, "a.b", 2))["T1-1"][0] == "有关记录不属于本条所说的情形"


def test_a_yearly_duty_whose_year_has_not_come(regulations: Path, calendar: WorkingCalendar) -> None:
    yearly = RULE.replace("  on: a.b\n", "  each: year\n  in_force: {from: 2027-01-01}\n")
    assert why(book(regulations, yearly), calendar)["T1-1"] == ("没有到应办的年度", None)


def test_a_stretch_of_an_act_is_told_with_its_times(clean: Dossier, wuhan: Rulebook, calendar: WorkingCalendar) -> None:
    one = assess(clean, wuhan, calendar, NOW)[0]
    told = record(one._replace(piece=Piece("a", NOW, NOW, "十分钟")))
    assert told.piece is not None
    assert (told.piece.key, told.piece.start) == ("a", "2026-06-01T08:00:00+08:00")


def test_a_kind_of_dossier_nobody_knows_is_refused_with_those_that_are_known(wuhan: Rulebook) -> None:
    with pytest.raises(CaseFileError, match=r"没有“parking”这种卷宗的规则；有：.*行政处罚.*（penalty）"):
        require_known(Dossier("parking"), wuhan, regulation="wuhan-ybj")
    require_known(Dossier("penalty"), wuhan, regulation="wuhan-ybj")


def test_kinds_nobody_knows_are_doubted_once_with_what_may_be_meant(wuhan: Rulebook) -> None:
    events = tuple(done(seq, kind, 2) for seq, kind in enumerate(["case.openedd", "x.y", "x.y", "case.opened"], 1))
    told = list(unknown_kinds(Dossier("penalty", events), wuhan))
    assert [place for place, _ in told] == [("events", 0, "kind"), ("events", 1, "kind")]
    assert "是否为“case.opened”（立案）" in told[0][1]
    assert told[1][1].endswith("推算时未用到")


def test_readings_versions_and_times_ahead_are_doubted(wuhan: Rulebook) -> None:
    dossier = Dossier(
        "penalty", (done(1, "case.opened", 2),), choices={"K3": "together", "K24": "never", "K99": "x"},
        packs={"wuhan-ybj": "0.0.1", "other": "1.0.0"},
    )  # fmt: skip
    said = dict(doubts(dossier, wuhan, datetime(2026, 3, 1, tzinfo=UTC)))
    assert set(said) == {("events", 0, "happened"), ("choices", "K24"), ("choices", "K99"), ("packs", "wuhan-ybj")}
    assert settled(dossier, wuhan).choices == {"K3": "together"}
    assert dict(doubts(Dossier("penalty"), wuhan, NOW)) == {}
    assert settled(settled(dossier, wuhan), wuhan).choices == {"K3": "together"}
