"""Two rules on one matter: found, decided by their order, set aside only where they yield, refused when undecided."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from liuhen.rulebook import Dossier, Event, Rulebook, State, WorkingCalendar, assess, load
from liuhen.rulebook.lint import lint

WORDS = "dossiers: {penalty: 处罚}\nkinds: {a.b: 甲, c.d: 乙, e.f: 丙}\nfields: {x: 丁}\nroles: {party: 当事人}\n"
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def head(name: str, *, rank: str = "normative_document", extends: str = "[]", region: str = "", since: str = "") -> str:
    force = f"in_force: {{from: {since}}}\n" if since else ""
    place = f"region: {region}\n" if region else ""
    return f"id: {name}\ntitle: {name}\nshort: {name}\nversion: 1.0.0\nrank: {rank}\nextends: {extends}\n{place}{force}"


def rule(name: str, said: str, *, form: str = "deadline", on: str = "a.b", more: str = "") -> str:
    return (
        f"- id: {name}\n  form: {form}\n  article: 第一条\n  asks: 要求\n  matter: storage\n  on: {on}\n{said}{more}"
        f"  examples:\n    - {{case: 例, events: [], state: not_applicable}}\n"
    )


def within(term: str) -> str:
    return f"  owes: c.d\n  within: {term}\n"


def two(root: Path, upper: str, lower: str, *, above: str = "", below: str = "") -> Rulebook:
    """Put two packs on the shelf, `below` extending `above`, and load the lower one."""
    (root / "words.yaml").write_text(WORDS, encoding="utf-8")
    for name, text, rules in (
        ("above", above or head("above", rank="law"), upper),
        ("below", below or head("below", extends="[above]"), lower),
    ):
        (root / name).mkdir()
        (root / name / "pack.yaml").write_text(text, encoding="utf-8")
        (root / name / "rules.yaml").write_text(rules, encoding="utf-8")
    return load(["below"], root=root)


def test_a_higher_must_beats_a_laxer_rule(regulations: Path, calendar: WorkingCalendar) -> None:
    book = two(regulations, rule("T1-1", within("2 days")), rule("T2-1", within("5 days")))
    (clash,) = book.clashes("penalty")
    assert (clash.prevails, clash.ground, clash.decided) == ("T1-1", "rank", True)
    dossier = Dossier("penalty", (Event(1, "a.b", NOW),))
    states = {one.rule.id: (one.state, one.sums) for one in assess(dossier, book, calendar, NOW)}
    assert states["T1-1"][0] is State.DUE_SOON
    assert states["T2-1"][0] is State.NOT_APPLICABLE
    assert "以above第一条为准（上位规定优先）" in states["T2-1"][1][0]


def test_a_stricter_local_rule_stands_beside_the_higher_one(regulations: Path) -> None:
    book = two(regulations, rule("T1-1", within("5 days")), rule("T2-1", within("24 hours")))
    (clash,) = book.clashes("penalty")
    assert (clash.prevails, clash.ground) == (None, "stricter")
    assert clash.said.startswith("两条并存（下位规定更严")


def test_a_ban_is_stricter_than_a_duty(regulations: Path) -> None:
    ban = rule("T2-1", "", form="forbid")
    book = two(regulations, rule("T1-1", "  owes: c.d\n", form="record"), ban)
    assert [(one.prevails, one.ground) for one in book.clashes("penalty")] == [(None, "stricter")]


def test_a_must_beside_a_may(regulations: Path) -> None:
    may = rule("T1-1", "  owes: c.d\n  modality: may\n", form="recording")
    book = two(regulations, may, rule("T2-1", "  owes: c.d\n", form="recording"))
    assert [(one.prevails, one.ground) for one in book.clashes("penalty")] == [(None, "stricter")]


def test_an_exemption_is_laxer_than_none(regulations: Path) -> None:
    lax = rule("T2-1", "  owes: c.d\n  unless: {x: true}\n", form="recording")
    book = two(regulations, rule("T1-1", "  owes: c.d\n", form="recording"), lax)
    assert [one.prevails for one in book.clashes("penalty")] == ["T1-1"]


def test_at_equal_rank_the_rule_of_a_region_is_special(regulations: Path) -> None:
    book = two(
        regulations, rule("T1-1", within("2 days")), rule("T2-1", within("5 days")),
        above=head("above"), below=head("below", extends="[above]", region="示例市"),
    )  # fmt: skip
    assert [(one.prevails, one.ground) for one in book.clashes("penalty")] == [("T2-1", "special")]


def test_at_equal_rank_the_later_rule_holds(regulations: Path) -> None:
    book = two(
        regulations, rule("T1-1", within("2 days")), rule("T2-1", within("5 days")),
        above=head("above", since="2024-01-01"), below=head("below", extends="[above]", since="2020-01-01"),
    )  # fmt: skip
    assert [(one.prevails, one.ground) for one in book.clashes("penalty")] == [("T1-1", "later")]


def test_what_nothing_decides_is_refused_by_lint(regulations: Path) -> None:
    book = two(
        regulations, rule("T1-1", within("2 days")), rule("T2-1", within("5 days")), above=head("above")
    )  # fmt: skip
    (clash,) = book.clashes("penalty")
    assert (clash.decided, clash.said) == (False, "两条规定不一致，尚未决定以哪一条为准")
    assert ["below第一条与above第一条不一致，按位阶和先后都定不了" in each.message for each in lint(regulations)] == [
        True
    ]


@pytest.mark.parametrize(("prevails", "alone"), [("T1-1", "T1-1"), ("T2-1", "T2-1"), ("both", None)])
def test_a_pack_may_say_which_holds_and_why(regulations: Path, prevails: str, alone: str | None) -> None:
    said = f"  clashes: [{{with: T1-1, prevails: {prevails}, because: 更近实情}}]\n"
    book = two(
        regulations, rule("T1-1", within("2 days")), rule("T2-1", within("5 days"), more=said), above=head("above")
    )
    assert [(one.prevails, one.ground, one.because) for one in book.clashes("penalty")] == [(alone, "pack", "更近实情")]
    assert lint(regulations) == []


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("{with: T9-9, prevails: both, because: 无}", "没有规则“T9-9”"),
        ("{with: T1-1, prevails: T9-9, because: 无}", "prevails"),
    ],
)
def test_words_about_a_clash_must_name_its_rules(regulations: Path, said: str, fault: str) -> None:
    two(regulations, rule("T1-1", within("2 days")), rule("T2-1", within("5 days"), more=f"  clashes: [{said}]\n"))
    assert any(fault in each.message for each in lint(regulations))


def test_a_rule_about_more_keeps_standing_for_the_rest(regulations: Path, calendar: WorkingCalendar) -> None:
    book = two(regulations, rule("T1-1", within("2 days")), rule("T2-1", within("5 days"), on="[a.b, e.f]"))
    assert [one.prevails for one in book.clashes("penalty")] == ["T1-1"]
    dossier = Dossier("penalty", (Event(1, "e.f", NOW),))
    assert {one.rule.id: one.state for one in assess(dossier, book, calendar, NOW)}["T2-1"] is State.DUE_SOON


def test_a_rule_set_aside_comes_back_when_the_other_ends(regulations: Path, calendar: WorkingCalendar) -> None:
    ended = rule("T1-1", within("2 days"), more="  in_force: {until: 2026-01-31}\n")
    book = two(regulations, ended, rule("T2-1", within("5 days")))
    dossier = Dossier("penalty", (Event(1, "a.b", NOW),))
    assert {one.rule.id: one.state for one in assess(dossier, book, calendar, NOW)}["T2-1"] is State.DUE_SOON


@pytest.mark.parametrize(
    ("upper", "lower", "ground"),
    [
        ("2 days", "2 days", None),
        ("24 hours", "60 days", "rank"),
        ("24 hours", "same day", ""),
        ("{date_in: x}", "2 days", ""),
        ("90 days", "6 months", "rank"),
        ("2 years", "1 month", "stricter"),
    ],
)
def test_terms_of_different_units_are_compared_only_where_no_calendar_could_turn_them(
    regulations: Path, upper: str, lower: str, ground: str | None
) -> None:
    book = two(regulations, rule("T1-1", within(upper)), rule("T2-1", within(lower)))
    assert [one.ground for one in book.clashes("penalty")] == ([] if ground is None else [ground])


@pytest.mark.parametrize(
    ("upper", "lower", "ground"),
    [
        ("{term: 3 months}", "{term: 3 months}", None),
        ("{term: 1 year}", "{term: 3 months}", "rank"),
        ("{term: 3 months}", "{term: 1 year}", "stricter"),
        ("{term: permanent}", "{term: 1 year}", "rank"),
        ("{term: permanent}", "{term: no_disposal}", None),
        ("{term: as_file}", "{term: 1 year}", ""),
        ("{term: 3 months}", "{term: 3 months}, {term: permanent, happened: c.d}", None),
    ],
)
def test_what_is_kept_longer_is_stricter(regulations: Path, upper: str, lower: str, ground: str | None) -> None:
    keeping = [rule(name, f"  keep: [{said}]\n", form="retention") for name, said in (("T1-1", upper), ("T2-1", lower))]
    book = two(regulations, *keeping)
    found = [one.ground for one in book.clashes("penalty")]
    assert found == ([] if ground is None else [ground])


def test_different_records_of_one_matter_stand_side_by_side(regulations: Path) -> None:
    book = two(regulations, rule("T1-1", "  owes: c.d\n", form="record"), rule("T2-1", "  owes: e.f\n", form="record"))
    assert book.clashes("penalty") == ()


def test_rules_that_are_never_in_force_together_do_not_clash(regulations: Path) -> None:
    old, new = "  in_force: {until: 2020-12-31}\n", "  in_force: {from: 2021-01-01}\n"
    book = two(regulations, rule("T1-1", within("2 days"), more=old), rule("T2-1", within("5 days"), more=new))
    assert book.clashes("penalty") == ()


def test_an_extended_pack_may_rank_lower(regulations: Path) -> None:
    book = two(
        regulations, rule("T1-1", within("5 days")), rule("T2-1", within("2 days")),
        above=head("above"), below=head("below", extends="[above]", rank="law"),
    )  # fmt: skip
    assert [(one.prevails, one.ground) for one in book.clashes("penalty")] == [("T2-1", "rank")]


def test_dates_that_never_meet_are_named(regulations: Path) -> None:
    late = rule("T2-1", within("2 days"), more="  in_force: {until: 2019-12-31}\n")
    two(regulations, rule("T1-1", within("2 days")), late, below=head("below", extends="[above]", since="2020-01-01"))
    assert any("永远不会适用" in each.message for each in lint(regulations))


def test_a_kind_nobody_knows_is_named_with_the_nearest(regulations: Path) -> None:
    two(regulations, rule("T1-1", within("2 days")), rule("T2-1", within("2 days"), on="a.bb"))
    assert any("没有“a.bb”这种记录，是不是“a.b”" in each.message for each in lint(regulations))


def test_a_rule_overridden_all_the_while_does_not_clash(regulations: Path) -> None:
    over = rule("T3-1", within("9 days"), more="  overrides: T1-1\n  because: 更近实情\n").replace("storage", "others")
    until = "  in_force: {until: 2026-12-31}\n"
    book = two(
        regulations, rule("T1-1", within("2 days"), more=until), over + rule("T2-1", within("5 days")),
        below=head("below", extends="[above]", since="2020-01-01"),
    )  # fmt: skip
    assert {plan.rule.id for plan in book.plans("penalty")} == {"T1-1", "T2-1", "T3-1"}
    assert book.clashes("penalty") == ()


def test_a_code_without_a_reader_s_word_is_named(regulations: Path) -> None:
    coded = "  when: {any: [{x: mail}, {not: {latest: {c.d: {x: {some: {x: post}}}}}}]}\n"
    two(regulations, rule("T1-1", within("2 days")), rule("T2-1", within("2 days"), more=coded))
    said = sorted(each.message for each in lint(regulations))
    assert sorted(said, key=len) == ["字段“x”的代码“mail”没有中文名称", "字段“x.x”的代码“post”没有中文名称"]
    (regulations / "below" / "labels.yaml").write_text(
        "codes: {x: {mail: 邮寄}, x.x: {post: 邮局}}\n", encoding="utf-8"
    )
    assert lint(regulations) == []
    assert load(["below"], root=regulations).labels.code("y.x", "mail") == "邮寄"


def test_every_word_that_holds_a_condition_is_asked_for_its_codes(regulations: Path) -> None:
    said = (
        "  unless: {x: a}\n  with: {x: b}\n  holds: [{x: c, otherwise: 否}]\n"
        "  since: {e.f: {x: d}}\n  after: {e.f: {x: e}}\n"
        "  extend: [{on: {e.f: {x: f}}, add: 2 days}]\n  instead: [{when: {x: g}, within: 3 days}]\n"
    )
    two(regulations, rule("T1-1", within("2 days")), rule("T2-1", within("2 days"), more=said))
    kept = "  keep: [{term: 1 year, when: {x: h}}]\n"
    more = "  each_break: true"
    recorded = f"  owes: c.d\n  recorded: {{from: x, until: x,{more}}}\n  mended_by: {{x: i}}\n"
    rules = rule("T2-1", within("2 days"), more=said) + rule("T2-2", kept, form="retention", on="e.f")
    (regulations / "below" / "rules.yaml").write_text(rules + rule("T2-3", recorded, form="record"), encoding="utf-8")
    codes = {each.message.split("代码“")[1][0] for each in lint(regulations) if "代码“" in each.message}
    assert codes == set("abcdefghi")
