"""Copies of the demo's recordings: planned, made as the background would make them, looked at, entered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from liuhen.demo.actor import Stage
from liuhen.demo.people import ORGAN
from liuhen.demo.story import Copy
from liuhen.kernel import clock
from liuhen.media.derivatives.plans import Plan
from liuhen.process.case.models import Recording
from liuhen.process.case.reference import find_case
from liuhen.process.inquiry import makings
from liuhen.process.inquiry.copy_jobs import make_short


def make_copy(stage: Stage, by: str, one: Copy, told: Mapping[str, Any], *, at: datetime) -> None:
    """Make a copy of a recording of the stage's case and enter it.

    Args:
        told: of which recording, from which millisecond to which; a still has no end.
    """
    who, case = stage.people[by], find_case(ORGAN, stage.ref or "")
    row = Recording.objects.get(dossier=case.dossier, seq=told["of"])
    with clock.at(at):
        plan = _plan(one, told, number=case.number)
        draft = makings.ask(who, row, plan, purpose=one.purpose, hidden=one.hidden, key=f"demo-{one.at}")
        make_short.call(draft.asked.id)
        made = makings.find(who, draft.asked.id)
    if made.result is None or made.path is None:
        raise ValueError(f"the demo's copy was not made: {made.progress}")
    name = f"{row.name.rpartition('.')[0]}（副本 {one.at.replace(':', '')}）{made.path.suffix}"
    file = stage.bring(by, made.path.read_bytes(), name=name, at=at)
    span = {"start_ms": made.result.made.start_ms, "end_ms": made.result.made.end_ms}
    known = {"of": row.seq, "what": one.what, "purpose": one.purpose, "hidden": one.hidden, "checked": True}
    stage.do(by, "copy.derived", at, known | span | {"file": file})
    makings.discard(who, draft.asked.id)


def _plan(one: Copy, told: Mapping[str, Any], *, number: str) -> Plan:
    start, end = told["start_ms"], told.get("end_ms")
    label = f"{number}　副本，不是原始记录"
    boxes = []
    if one.box:
        names = ("x", "y", "width", "height")
        key = {"at_ms": start} | dict(zip(names, one.box, strict=True))
        boxes = [{"from_ms": start, "to_ms": end or start, "how": "mosaic", "keys": [key]}]
    return Plan.model_validate({"what": one.what, "start_ms": start, "end_ms": end, "boxes": boxes, "label": label})
