"""Who does an act in the demo where its story does not say, which paper follows it, and who signs that."""

from collections.abc import Callable, Mapping
from typing import Final

from liuhen.demo.forms import Scene
from liuhen.demo.story import Step, Story

Signer = tuple[str, str]
"""Role on the paper, and name."""

HEADS: Final = {"基金监管处": "钱立新", "稽查处": "韩松"}
DEPUTY: Final = "孙曼"
CHIEF: Final = "陈国栋"
KEEPER: Final = "郑小雨"

PAPERS: Final[Mapping[str, str]] = {
    "opening.approved": "opening-approval",
    "inspection.made": "inspection",
    "interview.made": "interview",
    "rights.told": "rights-notice",
    "inquiry.concluded": "conclusion",
    "review.opinion": "review-opinion",
    "notice.given": "prior-notice",
    "defence.recorded": "defence",
    "discussion.held": "discussion",
    "decision.made": "decision",
    "service.made": "service-receipt",
    "closing.approved": "closing-approval",
    "archive.filed": "catalogue",
}


_OF_CHIEF: Final = frozenset(
    {
        "opening.approved",
        "discussion.held",
        "decision.made",
        "decision.returned",
        "closing.approved",
        "closing.returned",
    }
)


def doer(step: Step, story: Story, *, head: str, endorsed: int) -> str:
    """Return the name of who does a step.

    Args:
        head: the head of the case's unit.
        endorsed: how many opinions on the opening stand already: the head's comes first, then the deputy's.
    """
    if step.who:
        return step.who
    if step.act == "opening.endorsed":
        return DEPUTY if endorsed else head
    if step.act in _OF_CHIEF:
        return CHIEF
    if step.act == "review.opinion":
        return story.reviewer
    return KEEPER if step.act == "archive.filed" else story.handlers[0]


def signers(scene: Scene, head: str) -> list[Signer]:
    """Return who signs the paper of a step, in order.

    Args:
        head: the head of the case's unit.
    """
    who = _SIGNERS.get(scene.step.act)
    return who(scene, head) if who else []


def _handlers(scene: Scene) -> list[Signer]:
    return [("officer", name) for name in scene.step.entered.get("officers", scene.story.handlers)[:2]]


def _party(scene: Scene) -> str:
    return scene.story.party.representative or scene.story.short_name


def _opening(scene: Scene, head: str) -> list[Signer]:
    return [*_handlers(scene)[:1], ("leader", head), ("leader", DEPUTY), ("leader", CHIEF)]


def _inspection(scene: Scene, _head: str) -> list[Signer]:
    return [("party", _party(scene)), *_handlers(scene)]


def _interview(scene: Scene, _head: str) -> list[Signer]:
    return [("party", str(scene.step.entered["subject"]["name"])), *_handlers(scene)]


def _told(scene: Scene, _head: str) -> list[Signer]:
    return [("receiver", _receiver(scene)), *_handlers(scene)[:1]]


def _noticed(scene: Scene, _head: str) -> list[Signer]:
    return [("receiver", _receiver(scene))]


def _receiver(scene: Scene) -> str:
    told = scene.step.entered.get("receiver")
    return str(told["name"]) if isinstance(told, dict) else str(told or _party(scene))


def _concluded(scene: Scene, _head: str) -> list[Signer]:
    return _handlers(scene)


def _reviewed(scene: Scene, _head: str) -> list[Signer]:
    return [("reviewer", scene.story.reviewer)]


def _heard(scene: Scene, _head: str) -> list[Signer]:
    spoke = scene.step.entered.get("outcome") != "silent"
    return [*([("party", _party(scene))] if spoke else []), *_handlers(scene)[:1]]


def _discussed(scene: Scene, _head: str) -> list[Signer]:
    return [("participant", str(one["name"])) for one in scene.step.entered["participants"]]


def _decided(_scene: Scene, _head: str) -> list[Signer]:
    return [("leader", CHIEF)]


def _closed(scene: Scene, _head: str) -> list[Signer]:
    return [*_handlers(scene)[:1], ("leader", CHIEF)]


def _filed(_scene: Scene, _head: str) -> list[Signer]:
    return [("keeper", KEEPER)]


_SIGNERS: Final[Mapping[str, Callable[[Scene, str], list[Signer]]]] = {
    "opening.approved": _opening,
    "inspection.made": _inspection,
    "interview.made": _interview,
    "rights.told": _told,
    "inquiry.concluded": _concluded,
    "review.opinion": _reviewed,
    "notice.given": _noticed,
    "defence.recorded": _heard,
    "discussion.held": _discussed,
    "decision.made": _decided,
    "service.made": _told,
    "closing.approved": _closed,
    "archive.filed": _filed,
}
