"""Conditions: what holds, what does not, and that nothing makes them raise."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from liuhen.kernel.canonical import Json
from liuhen.rulebook import Event
from liuhen.rulebook.conditions import CONDITION_SCHEMA, read_condition
from liuhen.rulebook.index import Index, Sight

FIELDS: dict[str, Json] = {
    "urgent": True,
    "opinion": {"chief": {"text": "同意"}, "deputy": {"text": ""}},
    "total_fen": 10_000,
    "thresholds": {"review_fen": 10_000, "twice_fen": 20_000},
    "officers": [{"id": "zhou", "valid": True}, {"id": "he", "valid": False}],
    "rights": ["陈述", "申辩"],
    "grounds": [],
    "paid_fen": 0,
    "ended": "2024-02-29",
    "found": "2026-02-28T15:59:59Z",
    "late": "2026-02-28T16:00:00Z",
    "never": "9999-12-31",
}
SIGHT = Sight(
    Index([Event(1, "inquiry.concluded", date(2026, 3, 2), fields={"nature": "重大"})]),
    {"fine_fen": 9_000},
)

HOLDS = [
    {"urgent": True},
    {"opinion.chief.text": "同意"},
    {"opinion": {"chief": {"text": ["同意", "不同意"]}}},
    {"opinion.deputy.text": {"missing": True}},
    {"grounds": {"missing": True}},
    {"paid_fen": {"missing": False}},
    {"total_fen": {"at_least": {"field": "thresholds.review_fen"}}},
    {"total_fen": {"at_least": {"trigger": "fine_fen"}}},
    {"total_fen": {"at_most": 10_000}},
    {"total_fen": {"at_most": {"field": "thresholds.review_fen", "times": 1}}},
    {"total_fen": {"at_most": {"trigger": "fine_fen", "times": 2}}},
    {"thresholds.twice_fen": {"at_least": {"field": "total_fen", "times": 2}}},
    {"thresholds.twice_fen": {"at_most": {"field": "total_fen", "times": 2}}},
    {"officers": {"count": {"at_least": 2}}},
    {"officers": {"some": {"valid": False}}},
    {"officers": {"each": {"id": {"missing": False}}}},
    {"rights": {"some": "申辩"}},
    {"not": {"rights": {"some": "听证"}}},
    {"any": [{"urgent": False}, {"urgent": True}]},
    {"all": [{"urgent": True}, {"paid_fen": 0}]},
    {"latest": {"inquiry.concluded": {"nature": "重大"}}},
    {"latest": {"inquiry.concluded": None}},
    {"not": {"latest": {"inquiry.concluded": None, "decision.made": None}}},
    {"found": {"not_after": {"field": "ended", "add": "2 years"}}},  # 23:59:59 in Beijing, on the last day
    {"ended": {"not_after": {"field": "found", "add": "3 days"}}},
    {"found": {"not_after": {"field": "never", "add": "2 years"}}},
    {},
]
FAILS = [
    {"urgent": 1},  # 是 is not 1
    {"paid_fen": False},
    {"urgent": True, "paid_fen": 1},
    {"opinion.chief": "同意"},
    {"opinion.chief.text.more": "同意"},
    {"total_fen": {"at_least": 10_001}},
    {"total_fen": {"at_least": {"field": "nothing"}}},
    {"urgent": {"at_least": 0}},
    {"thresholds.twice_fen": {"at_least": {"field": "total_fen", "times": 3}}},
    {"thresholds.twice_fen": {"at_most": {"trigger": "fine_fen", "times": 2}}},
    {"total_fen": {"at_most": {"trigger": "nothing", "times": 2}}},
    {"officers": {"each": {"valid": True}}},
    {"grounds": {"each": {"valid": True}}},
    {"grounds": {"count": {"at_least": 1}}},
    {"nothing": {"count": {"at_least": 1}}},
    {"rights": {"some": {"id": "zhou"}}},
    {"urgent": {"some": True}},
    {"latest": {"decision.made": None}},
    {"late": {"not_after": {"field": "ended", "add": "2 years"}}},
    {"late": {"not_after": {"field": "nothing", "add": "2 years"}}},
    {"paid_fen": {"not_after": {"field": "ended", "add": "2 years"}}},
    {"urgent": {"not_after": {"field": "rights", "add": "2 years"}}},
]


@pytest.mark.parametrize("raw", HOLDS, ids=str)
def test_it_holds(raw: object) -> None:
    assert read_condition(raw).holds(FIELDS, SIGHT)


@pytest.mark.parametrize("raw", FAILS, ids=str)
def test_it_does_not_hold(raw: object) -> None:
    assert not read_condition(raw).holds(FIELDS, SIGHT)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(FIELDS)), inner, max_size=3),
)


@given(st.sampled_from([*HOLDS, *FAILS]), st.dictionaries(st.sampled_from(list(FIELDS)), PLAIN))
def test_a_body_of_any_shape_gives_an_answer(raw: object, fields: dict[str, Json]) -> None:
    assert read_condition(raw).holds(fields, SIGHT) in (True, False)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("urgent", "条件须写作"),
        ({"any": []}, "须是一列条件"),
        ({"all": {"urgent": True}}, "须是一列条件"),
        ({"latest": "decision.made"}, "latest 之下"),
        ({"x": {"missing": "yes"}}, "missing 只能是"),
        ({"x": {"at_least": "2"}}, "须是整数"),
        ({"x": {"at_least": True}}, "须是整数"),
        ({"x": {"at_least": {"other": "y"}}}, "须是整数"),
        ({"x": {"at_least": {"field": 2}}}, "须是整数"),
        ({"x": {"at_least": {"field": "y", "trigger": "z"}}}, "须是整数"),
        ({"x": {"at_most": {"field": "y", "times": 0}}}, "times 须是"),
        ({"x": {"at_most": {"field": "y", "times": True}}}, "times 须是"),
        ({"x": {"at_most": {"trigger": "y", "times": "2"}}}, "times 须是"),
        ({"x": {"not_after": "2 years"}}, "not_after 之后"),
        ({"x": {"not_after": {"field": "y", "add": "2 workdays"}}}, "not_after 之后"),
        ({"x": {"not_after": {"field": "y", "add": "long"}}}, "期限写作"),
        ({"x": []}, "条件的值"),
        ({"x": {}}, "条件的值"),
        ({"x": [{"y": 1}]}, "条件的值"),
    ],
)
def test_what_is_no_condition_is_refused_in_chinese(raw: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_condition(raw)


def test_a_condition_names_every_field_it_reads() -> None:
    raw = {
        "any": [
            {"opinion.chief.text": {"missing": True}},
            {"not": {"total_fen": {"at_least": {"field": "thresholds.review_fen"}}}},
            {"paid_fen": {"at_least": {"trigger": "fine_fen", "times": 2}}},
            {"latest": {"inquiry.concluded": {"grounds": {"count": {"at_least": 1}}}}},
            {"officers": {"each": {"valid": True}}},
            {"party": {"name": "x"}},
        ]
    }
    assert set(read_condition(raw).reads()) == {
        ("", "opinion"), ("", "total_fen"), ("", "thresholds"), ("", "paid_fen"), ("@", "fine_fen"),
        ("inquiry.concluded", ""), ("inquiry.concluded", "grounds"), ("", "officers"), ("", "party"),
    }  # fmt: skip


BOUNDS = [
    ({"x": {"at_most": {"field": "y", "times": 2}}}, True),
    (
        {
            "x": {
                "at_least": {"trigger": "y.z"},
            }
        },
        True,
    ),
    ({"x": {"at_most": {"field": "y", "times": 0}}}, False),
    ({"x": {"at_most": {"field": "y", "trigger": "z"}}}, False),
    ({"x": {"missing": "yes"}}, False),
    ({"any": [{"x": {"each": {"y": {"count": {"at_least": 1}}}}}]}, True),
    ({"any": [{"x": {"each": {"y": {"count": {"at_least": "1"}}}}}]}, False),
]


@pytest.mark.parametrize(("raw", "fits"), BOUNDS, ids=str)
def test_the_schema_takes_what_can_be_read_and_nothing_else(raw: object, fits: bool) -> None:
    schema = {"$ref": "#/$defs/Condition", "$defs": CONDITION_SCHEMA}
    assert Draft202012Validator(schema).is_valid(raw) is fits
