"""The real packs: every rule keeps its own examples, every word fits the schema, nothing is left to lint."""

from collections import Counter
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from liuhen.rulebook import (
    PackError,
    Rulebook,
    WorkingCalendar,
    load,
    load_calendar,
    pack_schema,
)
from liuhen.rulebook.examples import differences, event, every_example
from liuhen.rulebook.lint import lint
from liuhen.rulebook.source import read_source
from liuhen.rulebook.words import Example, Words

ROOT = Path(__file__).resolve().parents[2] / "regulations"
PACKS = sorted(file.parent.name for file in ROOT.glob("*/pack.yaml"))
CALENDAR = load_calendar()
PROVED = [
    pytest.param(words, book, id=f"{pack}-{words.id}")
    for pack in PACKS
    for book in [load([pack])]
    for words in {each.id: each for each, _ in every_example(book)}.values()
]


@pytest.mark.parametrize(("words", "book"), PROVED)
def test_every_rule_keeps_its_own_examples(words: Words, book: Rulebook) -> None:
    told = {example.case: differences(words, example, book, CALENDAR) for example in words.examples}
    assert {case: said for case, said in told.items() if said} == {}


@pytest.mark.parametrize("pack", PACKS)
def test_every_pack_fits_the_published_schema(pack: str) -> None:
    files = sorted((ROOT / pack).glob("*.yaml"))
    data = {file.name: read_source(file).data for file in files}
    rules = [
        rule
        for name, rules in data.items()
        if name not in ("pack.yaml", "labels.yaml", "figures.yaml")
        for rule in rules
    ]  # type: ignore[attr-defined]
    whole = {
        "head": data["pack.yaml"],
        "labels": data.get("labels.yaml", {}),
        "figures": data.get("figures.yaml", {}),
        "rules": rules,
    }
    Draft202012Validator(pack_schema()).validate(whole)


def test_lint_finds_nothing_in_the_packs() -> None:
    assert [str(problem) for problem in lint()] == []


def test_extended_packs_come_along_and_overridden_rules_fall_away(wuhan: Rulebook) -> None:
    ids = {rule.id for rule in wuhan.rules}
    versions = list(wuhan.versions)
    assert versions.index("base-penalty-law") < versions.index("nhsa-order-4") < versions.index("wuhan-ybj")
    assert {"W12-2", "L4-37-1", "CF67-1"} <= ids
    assert not ids & {"CF58-1", "CF45-1", "CF61-1", "CF42-1"}
    assert all(rule.because for rule in wuhan.rules if rule.overrides)


def test_no_rule_stands_twice(wuhan: Rulebook) -> None:
    assert [rule for rule, times in Counter(rule.id for rule in wuhan.rules).items() if times > 1] == []


def test_a_rule_is_cited_with_its_regulation(wuhan: Rulebook) -> None:
    rule = next(rule for rule in wuhan.rules if rule.id == "L4-37-1")
    assert rule.cited == "令第4号第三十七条"
    assert (rule.pack_title, rule.overrides) == ("医疗保障行政处罚程序暂行规定", "CF58-1")


def test_stages_are_those_of_the_local_measures(wuhan: Rulebook) -> None:
    ordinary = [stage.title for stage in wuhan.stages("penalty") if not stage.special]
    assert ordinary == ["受案", "立案", "调查取证", "审核", "决定", "送达", "执行", "终结"]
    assert load(["nhsa-order-4"]).stages("penalty")[0].title == "立案"
    assert [stage.title for stage in wuhan.stages("inspection")][:3] == ["现场核查", "签署检查意见", "送达"]
    assert wuhan.stages("parking") == ()


def test_no_kind_belongs_to_two_stages(wuhan: Rulebook) -> None:
    kinds = Counter(kind for stage in wuhan.stages("penalty") for kind in stage.kinds)
    assert max(kinds.values()) == 1


def test_a_reading_picked_is_shown_as_picked(wuhan: Rulebook) -> None:
    def reading(choices: dict[str, str]) -> tuple[str, bool]:
        plan = next(plan for plan in wuhan.plans("penalty", choices) if plan.rule.id == "W12-2")
        return plan.rule.readings[0].reading, plan.rule.readings[0].picked

    assert reading({}) == ("对当事人的第一个执法行为", False)
    assert reading({"K24": "go_ahead"}) == ("先行启动之时", True)
    assert reading({"K24": "没有这种读法"}) == ("对当事人的第一个执法行为", False)


def test_no_choice_is_without_effect(wuhan: Rulebook) -> None:
    def words(choices: dict[str, str]) -> list[list[Words]]:
        return [[plan.words for plan in wuhan.plans(kind, choices)] for kind in wuhan.dossier_kinds]

    for number, choice in wuhan.choices.items():
        other = next(reading for reading in choice.readings if reading != choice.default)
        assert choice.used_by or words({number: other}) != words({}), number


def test_named_fields_hold_what_rules_read_and_no_more(wuhan: Rulebook) -> None:
    assert {"grounds_major", "thresholds", "total_fen", "discussion_grounds"} <= wuhan.named_fields("inquiry.concluded")
    assert {"paper_seq", "role", "signer", "refused"} <= wuhan.named_fields("paper.signed")
    assert "questions" not in wuhan.named_fields("interview.made")
    # Any kind may be the activity that K10 means, and whoever was recused keeps out of all of them.
    assert wuhan.named_fields("calendar.arranged") == {"left", "ended", "officers", "chair", "reviewer"}


def test_a_gate_needs_only_the_kinds_it_reads(wuhan: Rulebook) -> None:
    assert {"review.opinion", "inquiry.concluded", "notice.given"} <= wuhan.needs("decision.made")
    assert "recording.stored" not in wuhan.needs("decision.made")
    assert wuhan.needs("recording.stored") == {"recusal.decided"}
    assert {plan.rule.id for plan in wuhan.gates("archive.filed")} == {"L4-56-1", "L4-5-3"}


def test_a_missing_pack_is_refused_with_the_file_it_looked_for(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"nowhere/pack\.yaml:1"):
        load(["nowhere"], root=tmp_path)


def test_an_example_that_is_not_kept_says_so(wuhan: Rulebook, calendar: WorkingCalendar) -> None:
    words = next(plan.words for plan in wuhan.every_plan() if plan.rule.id == "W26-1")
    wrong = Example(
        case="错", events=({"closing.approved": "2026-03-12"},), state=("satisfied",), due="2026-01-01", missing=()
    )
    assert differences(words, wrong, wuhan, calendar) == [
        "结论：示例为satisfied，推算为open",
        "期限：示例为2026-01-01，推算为2026-04-11",
        "所缺：示例为，推算为尚未归档",
    ]
    tried = Example(case="错", tried={"archive.filed": "2026-03-12"}, refused=True)
    assert differences(words, tried, wuhan, calendar) == ["是否阻止：示例为阻止，推算为不阻止"]


def test_an_example_may_give_who_when_and_what_it_corrects() -> None:
    made = event({"a.b": "2026-03-02", "by": "zhou", "recorded": "2026-03-03T09:00+08:00", "corrects": 1, "x": 2}, 4)
    assert (made.seq, made.by, made.corrects, made.fields) == (4, "zhou", 1, {"x": 2})
    with pytest.raises(ValueError, match="须写明种类与时间"):
        event({"x": 2}, 1)


def test_a_field_that_two_records_must_share_is_read_of_both(regulations: Path) -> None:
    folder = regulations / "base"
    folder.mkdir()
    head = "id: base\ntitle: 示例规定\nshort: 示例\nversion: 1.0.0\nrank: law\n"
    (folder / "pack.yaml").write_text(head, encoding="utf-8")
    rule = "- {id: T1-1, form: record, article: 一, asks: 二, on: a.b, owes: c.d, match: [recording]}\n"
    (folder / "rules.yaml").write_text(rule, encoding="utf-8")
    book = load(["base"], root=regulations)
    assert book.named_fields("a.b") == book.named_fields("c.d") == {"recording"}
