"""待证事实与证据的对应: facts are numbered and stated, evidence is linked to them; later entries put both right."""

from typing import Any

from liuhen.people.officers import Officer
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.inquiry.actions import PHASE
from liuhen.process.inquiry.evidence import require_entry, require_none
from liuhen.process.inquiry.payloads.facts import PROVING, EvidenceLinked, FactForm, FactStated, LinkForm
from liuhen.process.inquiry.watching import playable


@act(
    FactStated,
    label="待证事实",
    verb="列出待证事实",
    phase=PHASE,
    needs=("clue.registered",),
    article="令第4号第三十六条",
    help="一项一条：谁、什么时间、做了什么、涉及多少。改变认定的，打开这一条办理更正。",
    correctable=True,
    of=CASES,
)
def state_fact(case: CaseRef, form: FactForm, doing: Doing) -> FactStated:
    """State a fact that has to be proven."""
    require_none({"dropped": "新列的事实不能就不再认定"} if form.dropped and doing.corrects is None else {})
    if doing.corrects is None:
        return FactStated(**dict(form), number=_first_of(case) + 1)
    _, before = case.at(doing.corrects, FactStated)
    return FactStated(**dict(form), number=before.number)


def _first_of(case: CaseRef) -> int:
    """Return how many facts were stated; what puts one right is not another."""
    return sum(event.corrects is None for event in case.events(FactStated.kind))


@act(
    EvidenceLinked,
    label="事实与证据的对应",
    verb="对应事实与证据",
    phase=PHASE,
    needs=("fact.stated",),
    article="令第4号第三十六条",
    help="写明这件证据怎样证明这一项事实；与其他证据不一致的，也要写明。",
    correctable=True,
    of=CASES,
)
def link(case: CaseRef, form: LinkForm, doing: Doing) -> EvidenceLinked:
    """Say what a piece of evidence proves of a fact, or says against it."""
    require_entry(case, form.fact, (FactStated.kind,), field="fact")
    require_entry(case, form.evidence, PROVING, field="evidence")
    wrong = _misplaced(case, form)
    if form.bearing == "dropped" and doing.corrects is None:
        wrong["bearing"] = "还没有对应，谈不上不再使用；要改变已有的对应，请打开那一条办理更正"
    require_none(wrong)
    return EvidenceLinked(**dict(form))


def _misplaced(case: CaseRef, form: LinkForm) -> dict[str, str]:
    if form.at_ms is None:
        return {}
    if all(event.seq != form.evidence for event in case.events("recording.stored")):
        return {"at_ms": "只有音像才写播放位置"}
    _, length = playable(case, form.evidence)
    return {"at_ms": "超过了这段音像的时长"} if form.at_ms >= length else {}


@prefills(EvidenceLinked)
def _only_fact(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    facts = case.events(FactStated.kind)
    return {"fact": facts[0].seq} if len(facts) == 1 else {}
