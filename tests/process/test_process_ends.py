"""An act whose form says when it was over happened then, not when somebody came to write it down."""

from datetime import timedelta
from typing import Any

import pytest

from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError
from liuhen.process.case.guard import Done, perform
from liuhen.process.case.registry import act_type
from process.bureau import AT, Play, entered_for

LATER = AT + timedelta(days=3)


def written_down(case: Play, kind: str, **more: Any) -> Done:
    """Do an act three days later, without saying when it happened."""
    reason = more.pop("late_reason", "")
    form = act_type(kind).form(**{**entered_for(kind), "officer_ids": case.two, **more})
    with clock.at(LATER):
        return perform(
            kind,
            case.ref,
            form,
            by=case.people["zhou"],
            happened=None,
            key=f"k-{kind}",
            channel="web",
            late_reason=reason,
        )


@pytest.mark.parametrize(("kind", "ends"), [("inspection.made", "left"), ("interview.made", "ended")])
def test_it_happened_when_it_was_over(case: Play, kind: str, ends: str) -> None:
    case.to("case.opened")
    entry = written_down(case, kind, late_reason="现场没有网络。").entry
    assert (entry.happened, entry.recorded) == (entered_for(kind)[ends], LATER)


@pytest.mark.parametrize("kind", ["inspection.made", "interview.made"])
def test_days_later_the_reason_is_asked(case: Play, kind: str) -> None:
    case.to("case.opened")
    with pytest.raises(BadInputError, match="补录原因"):
        written_down(case, kind)


def test_an_end_that_has_not_come_is_named_in_its_field(case: Play) -> None:
    case.to("case.opened")
    with pytest.raises(BadInputError) as caught:
        written_down(case, "inspection.made", left=LATER + timedelta(hours=1))
    assert caught.value.fields == {"left": "填写的时间还没有到"}
