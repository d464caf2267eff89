"""Whatever stands where a word of a pack belongs: it makes a rule, or it is named; nothing is half read."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuhen.rulebook import PackError, load
from liuhen.rulebook.approvals import Approval
from liuhen.rulebook.frame import Choice, Labels, PackHead, Procedure
from liuhen.rulebook.lint import lint
from liuhen.rulebook.words import Words
from rulebook.test_rulebook_lint import HEAD, LABELS, RULE, pack

NAMES = [
    "a.b",
    "x",
    "when",
    "all",
    "any",
    "not",
    "latest",
    "first",
    "by",
    "from",
    "until",
    "field",
    "kinds",
    "of",
    "at_least",
    "missing",
    "term",
    "date_in",
    "organ",
    "on",
    "add",
    "what",
    "otherwise",
    "T1-1",
    "K1",
    "id",
]
JUNK = st.recursive(
    st.sampled_from(
        [None, True, 3, -1, "", "x", "a.b", "2 workdays", "same day", "2026-03-02", "9999-99-99", "T1-1", "K1", "5%"]
    ),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(NAMES),
            inner,
            max_size=2,
        )
    ),
    max_leaves=4,
)
WORDS = sorted(
    {
        field.alias or name
        for model in (Words, Procedure, Choice, Approval)
        for name, field in model.model_fields.items()
    }
)
HEADS = sorted(field.alias or name for name, field in PackHead.model_fields.items())
ALL = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def read(root: Path, name: str, data: Any) -> None:
    folder = root / "base"
    folder.mkdir(exist_ok=True)
    for file, text in {"pack": HEAD, "labels": LABELS, "rules": RULE}.items():
        (folder / f"{file}.yaml").write_text(text, "utf-8")
    (folder / name).write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    problems = lint(root)
    try:
        load(["base"], root=root)
    except PackError as error:
        assert problems != []
        assert all(problem.line >= 1 and problem.message for problem in error.problems)


@ALL
@given(st.dictionaries(st.sampled_from(WORDS), JUNK, min_size=1, max_size=3))
def test_whatever_stands_in_a_rule(regulations: Path, junk: dict[str, Any]) -> None:
    read(regulations, "rules.yaml", [{**yaml.load(RULE, yaml.BaseLoader)[0], **junk}])  # noqa: S506  # plain text only


@ALL
@given(st.dictionaries(st.sampled_from(HEADS), JUNK, min_size=1, max_size=3))
def test_whatever_stands_in_a_head(regulations: Path, junk: dict[str, Any]) -> None:
    read(regulations, "pack.yaml", {**yaml.load(HEAD, yaml.BaseLoader), **junk})  # noqa: S506  # plain text only


@ALL
@given(st.dictionaries(st.sampled_from(sorted(Labels.model_fields)), JUNK, min_size=1) | JUNK)
def test_whatever_stands_in_the_labels(regulations: Path, junk: Any) -> None:
    read(regulations, "labels.yaml", junk)


@pytest.mark.parametrize("overridden", ["{x: y}", "[a]", "3", "T9-9"])
def test_what_overrides_nothing_is_named(regulations: Path, overridden: str) -> None:
    own = f"- {{id: H1-1, overrides: {overridden}, because: 严, article: 三, within: 3 days}}\n"
    pack(regulations, rules=RULE)
    pack(regulations, name="next", head=HEAD.replace("id: base", "id: next") + "extends: base\n", labels="", rules=own)
    assert any("没有可改写的规则" in problem.message for problem in lint(regulations))


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("wihtin: 3 days", "没有“wihtin”这个词；是否为“within”"),
        ("signed-by: x", "没有“signed-by”这个词；是否为“signed_by”"),
        ("frobnicate: x", "没有“frobnicate”这个词"),
        ("modality: " + "x" * 90, "“modality”不能是“" + "x" * 40 + "…”，只能是 must、may"),
    ],
)
def test_a_typo_is_named_with_what_may_be_meant(regulations: Path, word: str, said: str) -> None:
    pack(regulations, rules=RULE.replace("  owes: c.d\n", f"  owes: c.d\n  {word}\n"))
    assert [problem.message.startswith(said) for problem in lint(regulations)] == [True]
