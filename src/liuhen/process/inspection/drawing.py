"""双随机抽取, as arithmetic: objects and officers are put in an order that nobody can know before, and anybody after.

Each object gets the SHA-256 of a line made of the seed, the moment of the draw and the object itself; the objects with
the smallest digests are drawn. For each of these every officer gets a digest in the same way, and those with the
smallest ones inspect it, who must keep away from it (回避) left out. `sha256sum` and a text editor are enough to check.
No clock, no table, no other source of chance; the order in which objects were listed has no influence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

METHOD: Final = "liuhen-draw-1"
SEPARATOR: Final = "|"


@dataclass(frozen=True, slots=True)
class Pair:
    """An officer who must not inspect an object."""

    officer: str
    object: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """An object that was drawn, the digest that it was drawn by, and its officers with theirs."""

    object: str
    digest: str
    officers: tuple[tuple[str, str], ...]  # officer, digest


def digest(seed: str, moment: str, *told: str) -> str:
    """Return the SHA-256 of seed, moment and what is told, in hexadecimal."""
    return sha256(SEPARATOR.join((METHOD, seed, moment, *told)).encode()).hexdigest()


def draw(
    *,
    seed: str,
    moment: str,
    objects: Sequence[str],
    officers: Sequence[str],
    apart: Sequence[Pair],
    count: int,
    each: int,
) -> tuple[Drawn, ...]:
    """Return the objects that are drawn with their officers, in the order in which they were drawn.

    Args:
        seed: public, and known before the draw.
        moment: when it was drawn, as it is written down; nobody chooses it to the microsecond.
        objects: what may be drawn, each by a text that names it and no other.
        officers: by number of certificate.
        apart: who must not inspect what.
        count: how many objects are drawn.
        each: how many officers an object gets.
    """
    ranked = sorted((digest(seed, moment, "object", one), one) for one in objects)
    kept = {(pair.officer, pair.object) for pair in apart}
    return tuple(
        Drawn(one, mark, _inspectors(seed, moment, one, [who for who in officers if (who, one) not in kept], each))
        for mark, one in ranked[:count]
    )


def _inspectors(seed: str, moment: str, one: str, may: Sequence[str], each: int) -> tuple[tuple[str, str], ...]:
    ranked = sorted((digest(seed, moment, "officer", one, who), who) for who in may)
    return tuple((who, mark) for mark, who in ranked[:each])


def too_few(objects: Sequence[str], officers: Sequence[str], apart: Sequence[Pair], each: int) -> list[str]:
    """Return the objects for which too few officers are left, drawn or not: a draw does not fail by its result."""
    kept = {(pair.officer, pair.object) for pair in apart}
    return [one for one in objects if sum((who, one) not in kept for who in officers) < each]


def named(name: str, code: str) -> str:
    """Return the text that names an object in the draw: its name, and its code where it has one."""
    return f"{name} {code}".strip()


def again(told: Mapping[str, Any]) -> list[str]:
    """Draw once more from the exported record of a draw; return every difference, in words.

    Args:
        told: what the page of a draw exports, or the body of the entry.

    Raises:
        KeyError, TypeError, ValueError: it is no such record.
    """
    if told["method"] != METHOD:
        raise ValueError(f"{told['method']}：不是本程序认识的抽取方法")
    pool = [named(one["name"], one["code"]) for one in told["objects"] if not one.get("left_out")]
    people = [one["certificate"] for one in told["officers"]]
    apart = [Pair(one["certificate"], one["object"]) for one in told["apart"]]
    drawn = draw(
        seed=told["seed"],
        moment=told["drawn_at"],
        objects=pool,
        officers=people,
        apart=apart,
        count=told["count"],
        each=told["each"],
    )
    return _differences(drawn, told["result"])


def _differences(drawn: Sequence[Drawn], told: Sequence[Mapping[str, Any]]) -> list[str]:
    wrong = [] if len(drawn) == len(told) else [f"记录抽出 {len(told)} 个对象，重算为 {len(drawn)} 个"]
    for place, (one, said) in enumerate(zip(drawn, told, strict=False), start=1):
        if one.object != said["object"] or one.digest != said["digest"]:
            wrong.append(f"第 {place} 个：记录为“{said['object']}”，重算为“{one.object}”")
        before = [(each["certificate"], each["digest"]) for each in said["officers"]]
        if list(one.officers) != before:
            wrong.append(f"第 {place} 个的检查人员：记录为{_people(before)}，重算为{_people(one.officers)}")
    return wrong


def _people(told: Sequence[tuple[str, str]]) -> str:
    return "、".join(who for who, _ in told) or "无"
