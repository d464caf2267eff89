"""Steps that tests of measures take again and again: asked, approved, carried out."""

from datetime import timedelta
from typing import Any, Final

from liuhen.kernel import clock
from process.bureau import MINUTE, Play

BOOKS: Final = {"name": "进销存账册", "quantity": 3, "unit": "册", "place": "青禾街 21 号二楼"}
DISKS: Final = {"name": "硬盘", "quantity": 2, "unit": "块"}
SCENE: Final = {
    "place": "青禾街 21 号",
    "certificate_shown": True,
    "told": True,
    "heard": True,
    "list_signed": True,
    "items": [BOOKS, DISKS],
}


def now_span() -> dict[str, Any]:
    return {"started": clock.now() - 10 * MINUTE, "ended": clock.now() - MINUTE}


def later(days: float) -> Any:
    """Return a clock that many days on."""
    return clock.at(clock.now() + timedelta(days=days))


def ask_registration(case: Play, **more: Any) -> int:
    entered = {"object": "进销存账册", "reason": "可能转移。", "place": "青禾街 21 号", **more}
    return case.do("zhou", "registration.requested", **entered).seq


def approve_registration(case: Play, **more: Any) -> int:
    return case.do("sun", "registration.approved", request=ask_registration(case, **more), opinion="同意。").seq


def register(case: Play, **more: Any) -> int:
    entered = {
        "object": "进销存账册",
        "reason": "可能转移。",
        "place": "青禾街 21 号",
        "officer_ids": case.two,
        "items": [BOOKS, DISKS],
        "list_signed": True,
        "notice_given": True,
        **now_span(),
        **more,
    }
    return case.do("zhou", "evidence.registered", **entered).seq


def ask_coercion(case: Play, **more: Any) -> int:
    return case.do("zhou", "coercion.requested", **{"measure": "seal", "reason": "可能转移。", **more}).seq


def approve_coercion(case: Play, **more: Any) -> int:
    return case.do("sun", "coercion.approved", request=ask_coercion(case, **more), opinion="同意。").seq


def decide(case: Play, **more: Any) -> int:
    entered = {
        "measure": "seal",
        "party": "青禾药店（示例）",
        "reason": "可能转移。",
        "from_day": clock.now().date(),
        "items": [BOOKS, DISKS],
        **more,
    }
    return case.do("zhou", "coercion.decided", **entered).seq


def seal(case: Play, **more: Any) -> int:
    return case.do("zhou", "material.sealed", **{**SCENE, "officer_ids": case.two, **now_span(), **more}).seq


def sealed(case: Play, **more: Any) -> int:
    """Ask, approve, decide and seal."""
    approve_coercion(case)
    return seal(case, decision_seq=decide(case), decision_given=True, **more)


def approve_release(case: Play, of: int, ground: str = "unrelated") -> int:
    asked = case.do("zhou", "coercion.release_requested", of=of, ground=ground, reason="与本案无关。").seq
    return case.do("sun", "coercion.release_approved", request=asked, opinion="同意。").seq


def release(case: Play, of: int, **more: Any) -> int:
    entered = {
        "of": of,
        "ground": "unrelated",
        "released_on": clock.now().date(),
        "receiver": "许某",
        "officer_ids": case.two,
        "list_signed": True,
        **more,
    }
    return case.do("zhou", "seizure.released", **entered).seq


def extend(case: Play, of: int, days: int = 20) -> int:
    asked = case.do("zhou", "coercion.extension_requested", of=of, days=days, reason="账册数量大。").seq
    return case.do("sun", "seizure.extended", request=asked, opinion="同意。").seq
