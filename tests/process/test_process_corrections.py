"""A slip is put right by a new entry that names the old one; both stay."""

from typing import Any

import pytest

from liuhen.duties.facts import latest
from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, NotAllowedError, OutOfOrderError
from liuhen.ledger import body_of
from liuhen.process.case.corrections import Correction, corrected_values
from liuhen.process.case.guard import Done, perform
from liuhen.process.case.registry import act_type
from process.bureau import Play, entered_for


def correct(case: Play, kind: str, seq: int, reason: str, *, who: str = "zhou", **changed: Any) -> Done:
    officers = {"officer_ids": case.two} if kind == "inspection.made" else {}
    form = act_type(kind).form.model_validate(entered_for(kind) | officers | changed)
    return perform(
        kind,
        case.ref,
        form,
        by=case.people[who],
        happened=clock.now(),
        key=f"correct-{kind}-{seq}-{reason[:3]}",
        channel="web",
        correction=Correction(seq, reason),
    )


def test_a_correction_names_the_entry_it_puts_right_and_both_stay(case: Play) -> None:
    first = case.to("inspection.made").entries[-1]
    done = correct(
        case, "inspection.made", first.dossier_seq or 0, "份数写错，应为 32 份。", findings="复制记录 32 份。"
    )
    assert done.entry.corrects == first.digest
    assert body_of(first).findings == "复制记录 19 份。"
    assert body_of(done.entry).corrects_because == "份数写错，应为 32 份。"


def test_rules_read_the_corrected_fields(case: Play) -> None:
    first = case.to("inspection.made").entries[-1]
    done = correct(case, "inspection.made", first.dossier_seq or 0, "漏勾出示证件。")
    event = latest(case.case.dossier, "inspection.made")
    assert event is not None
    assert (event.seq, event.corrects) == (done.seq, first.dossier_seq)


def test_a_correction_without_a_reason_is_refused(case: Play) -> None:
    first = case.to("inspection.made").entries[-1]
    with pytest.raises(BadInputError, match="更正理由"):
        correct(case, "inspection.made", first.dossier_seq or 0, "  ")
    assert case.entries[-1] == first


def test_a_correction_passes_the_same_gates(case: Play) -> None:
    first = case.to("inspection.made").entries[-1]
    with pytest.raises(Exception, match="令第4号第十六条"):
        correct(case, "inspection.made", first.dossier_seq or 0, "人员写错。", officer_ids=case.two[:1])
    assert case.entries[-1] == first


def test_an_entry_of_another_kind_is_not_put_right_by_it(case: Play) -> None:
    case.to("inspection.made")
    with pytest.raises(OutOfOrderError):
        correct(case, "inspection.made", 1, "写错。")


def test_an_approval_is_not_corrected_but_given_anew(case: Play) -> None:
    opened = case.to("case.opened").entries[-1]
    form = act_type("case.opened").form.model_validate({"officer_ids": case.two})
    with pytest.raises(OutOfOrderError, match="不能直接更正"):
        perform(
            "case.opened",
            case.ref,
            form,
            by=case.people["zhou"],
            happened=clock.now(),
            key="correct-opened",
            channel="web",
            correction=Correction(opened.dossier_seq or 0, "写错。"),
        )


def test_who_may_not_record_may_not_correct(case: Play) -> None:
    first = case.to("inspection.made").entries[-1]
    with pytest.raises(NotAllowedError):
        correct(case, "inspection.made", first.dossier_seq or 0, "写错。", who="qian")


def test_a_correction_opens_with_what_was_written(case: Play) -> None:
    first = case.to("inspection.made").entries[-1]
    chosen = act_type("inspection.made")
    said = corrected_values(case.case, chosen, first.dossier_seq or 0, by=case.people["zhou"])
    assert said["officer_ids"] == case.two
    assert chosen.form.model_validate(said).place == "青禾街 21 号"
