"""What the demo's people enter on each form: what the case's file says of it, and what every form of a kind knows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from liuhen.demo.amounts import fen
from liuhen.demo.story import Step, Story
from liuhen.kernel.clock import BEIJING

Entered = dict[str, Any]
_ROOM: Final = "江汉湖区医疗保障局（示例）询问室"
_REMEDIES: Final = (
    "不服本决定的，可以自收到本决定书之日起六十日内向江汉湖区人民政府（示例）申请行政复议，"
    "也可以自收到之日起六个月内向有管辖权的人民法院提起行政诉讼。"
)
_HOW: Final = "罚款缴至指定的代收银行；退回的医疗保障基金转入原财政专户。"
_OPENING_BASIS: Final = "《医疗保障行政处罚程序暂行规定》第十五条"
_NOT_ENTERED: Final = frozenset(
    {"officers", "unmet", "paid", "refunded", "spoken_at"}
)  # what become something else on the form
_SITE: Final = "局官方网站（示例）“行政执法结果”栏"
_CODES: Final = {"organisation": "91", "individual_business": "92"}


@dataclass(frozen=True, slots=True)
class Scene:
    """A step as it is done: the case, when, and who handles it."""

    story: Story
    step: Step
    at: datetime
    ids: Mapping[str, str]  # name -> id of everyone of the bureau

    @property
    def officers(self) -> list[str]:
        """Return the ids of who acts: the step's own officers, or the case's handlers."""
        return [self.ids[name] for name in self.step.entered.get("officers", self.story.handlers)]

    def clock(self, told: str) -> datetime:
        """Return `HH:MM` or `HH:MM:SS` of the step's day in Beijing."""
        hour, minute, *second = map(int, told.split(":"))
        day = self.at.astimezone(BEIJING)
        return day.replace(hour=hour, minute=minute, second=second[0] if second else 0, microsecond=0)

    def text(self, name: str) -> str:
        """Return what the case says on several papers."""
        return self.story.filled(self.story.texts.get(name, ""))


def entered(scene: Scene) -> Entered:
    """Return the whole entry of a step's form."""
    known = _KNOWN.get(scene.step.act)
    told = {name: value for name, value in scene.step.entered.items() if name not in _NOT_ENTERED}
    own = {name: _filled(scene.story, value) for name, value in told.items()}
    return (known(scene) if known else {}) | own


def party(story: Story) -> Entered:
    """Return the party of a case; its code is nobody's."""
    mark = _CODES.get(story.party.kind)
    return {
        "name": story.party.name,
        "kind": story.party.kind,
        "credit_code": f"{mark}420199SHILI{story.number:04d}X（示例）" if mark else "",
        "address": story.party.address,
        "representative": story.party.representative,
    }


def _filled(story: Story, value: Any) -> Any:
    if isinstance(value, str):
        return story.filled(value)
    if isinstance(value, list):
        return [_filled(story, one) for one in value]
    return {name: _filled(story, one) for name, one in value.items()} if isinstance(value, dict) else value


def _signs(story: Story) -> str:
    return story.party.representative or story.short_name


_SENDERS: Final = {
    "assigned": "江汉湖区人民政府办公室（示例）",
    "transferred": "江汉湖区市场监督管理局（示例）",
}
"""Organs that send clues, by source."""


def _clue(scene: Scene) -> Entered:
    story = scene.story
    told = {"identity_no": ""} | story.informant
    return {
        "source": story.source,
        "violation": story.violation,
        "party": party(story),
        "informant": told if story.informant else None,
        "from_organ": _SENDERS.get(story.source, ""),
    }


def _check(_scene: Scene) -> Entered:
    return {"suspect_clear": True, "punishable": True, "in_jurisdiction": True, "suggestion": "open"}


def _opening(scene: Scene) -> Entered:
    story = scene.story
    return {
        "case_title": f"{story.short_name}涉嫌{story.violation}案",
        "cause": story.violation,
        "source": story.source,
        "party": party(story),
        "basis": _OPENING_BASIS,
    }


def _officers(scene: Scene) -> Entered:
    return {"officer_ids": scene.officers}


def _inspection(scene: Scene) -> Entered:
    return _officers(scene) | {
        "place": scene.story.party.address,
        "arrived": scene.clock(scene.step.start),
        "left": scene.clock(scene.step.end),
        "certificate_shown": True,
        "object": scene.story.short_name,
        "pages": 3,
    }


def _interview(scene: Scene) -> Entered:
    return _officers(scene) | {
        "subject_identity": {"identity_no": "", "phone": f"1300000{scene.story.number:04d}"},
        "place": _ROOM,
        "started": scene.clock(scene.step.start),
        "ended": scene.clock(scene.step.end),
        "certificate_shown": True,
        "rights_told": True,
        "individually": True,
        "read_back": True,
    }


def _rights(scene: Scene) -> Entered:
    return {"rights": ["陈述", "申辩", "回避", "听证"], "receiver": _signs(scene.story), "signed": True}


def _amounts(scene: Scene) -> Entered:
    return {"fine_fen": scene.story.fine_fen, "refund_fen": scene.story.refund_fen}


def _conclusion(scene: Scene) -> Entered:
    texts = {name: scene.text(name) for name in ("facts", "nature", "proposal")}
    return {"party": party(scene.story), "basis": scene.story.basis} | texts | _amounts(scene)


def _submission(_scene: Scene) -> Entered:
    return {"materials": ["调查终结报告", "拟作出的处理决定", "证据材料"]}


def _review(scene: Scene) -> Entered:
    from liuhen.process.review.payloads import Points  # noqa: PLC0415 - Django must be ready

    unmet = scene.step.entered.get("unmet", ())
    return {"opinion": "agree", "points": {name: name not in unmet for name in Points.model_fields}}


def _notice(scene: Scene) -> Entered:
    return {
        "facts": scene.text("facts"),
        "basis": scene.story.basis,
        "proposal": scene.text("proposal"),
        "rights": ["陈述", "申辩"],
        "receiver": _signs(scene.story),
        "signed": True,
    } | _amounts(scene)


def _draft(scene: Scene) -> Entered:
    texts = {name: scene.text(name) for name in ("facts", "evidence", "circumstances", "correction")}
    return (
        {
            "party": party(scene.story),
            "basis": f"{scene.story.basis}；本市行政处罚裁量基准（示例）",
            "measures": scene.text("proposal"),
            "how": _HOW,
            "correction_days": 15,
            "remedies": _REMEDIES,
        }
        | texts
        | _amounts(scene)
    )


def _service(scene: Scene) -> Entered:
    return _officers(scene) | {"document": "decision", "place": scene.story.party.address, "signed": True}


def _execution(scene: Scene) -> Entered:
    told = scene.step.entered
    paid, refunded = told.get("paid"), told.get("refunded")
    return {
        "paid_fen": scene.story.fine_fen if paid is None else fen(paid),
        "refunded_fen": scene.story.refund_fen if refunded is None else fen(refunded),
    }


def _published(_scene: Scene) -> Entered:
    return {"remark": _SITE}


_KNOWN: Final[Mapping[str, Callable[[Scene], Entered]]] = {
    "clue.registered": _clue,
    "clue.checked": _check,
    "opening.requested": _opening,
    "case.opened": _officers,
    "inspection.made": _inspection,
    "interview.made": _interview,
    "rights.told": _rights,
    "inquiry.concluded": _conclusion,
    "review.submitted": _submission,
    "review.opinion": _review,
    "notice.given": _notice,
    "decision.drafted": _draft,
    "service.made": _service,
    "execution.checked": _execution,
    "result.published": _published,
}
