"""The table of what must never stand in a dossier, and a reader that looks for it in the ledger alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

TABLE: Final[Mapping[str, Sequence[Mapping[str, Any]]]] = yaml.safe_load(
    (Path(__file__).parent / "forbidden.yaml").read_text("utf-8")
)


@dataclass(frozen=True)
class Deed:
    """An entry as the table looks at it; what puts an earlier one right is left out."""

    seq: int
    kind: str
    by: str
    fields: Mapping[str, Any]


def broken(deeds: Sequence[Deed], of: str) -> list[str]:
    """Return what of the table stands in these entries of a dossier of this kind."""
    return [
        f"{rule} {row['article']}: {told}"
        for rule, rows in TABLE.items()
        for row in rows
        for told in RULES[rule](row, deeds, of)
    ]


def _needs(row: Mapping[str, Any], deeds: Sequence[Deed], of: str) -> Iterator[str]:
    for place, one in enumerate(deeds):
        let = bool(row.get("unless")) and bool(one.fields.get(row["unless"]))
        if one.kind == row["kind"] and not let and not {each.kind for each in deeds[:place]} & set(row["before"]):
            yield f"第 {one.seq} 条 {one.kind} 之前没有 {row['before']}"


def _since(row: Mapping[str, Any], deeds: Sequence[Deed], of: str) -> Iterator[str]:
    for place, one in enumerate(deeds):
        last = max((at for at, each in enumerate(deeds[:place]) if each.kind == row["since"]), default=-1)
        if one.kind == row["kind"] and not any(each.kind in row["before"] for each in deeds[last + 1 : place]):
            yield f"第 {one.seq} 条 {one.kind} 在最近的 {row['since']} 之后没有 {row['before']}"


def _pending(row: Mapping[str, Any], deeds: Sequence[Deed], of: str) -> Iterator[str]:
    for place, one in enumerate(deeds):
        if one.kind != row["kind"]:
            continue
        told = [each.kind for each in deeds[:place] if each.kind in {*row["open"], *row["closed"]}]
        if told and told[-1] in row["open"]:
            yield f"第 {one.seq} 条 {one.kind} 时 {told[-1]} 还没有了结"


def _never_after(row: Mapping[str, Any], deeds: Sequence[Deed], of: str) -> Iterator[str]:
    ended = False
    for one in deeds:
        if ended and one.kind == row["kind"]:
            yield f"第 {one.seq} 条 {one.kind} 在 {row['after']} 之后"
        ended = (ended or one.kind == row["after"]) and one.kind not in row.get("unless_between", ())


def _once(row: Mapping[str, Any], deeds: Sequence[Deed], of: str) -> Iterator[str]:
    held = False
    for one in deeds:
        if held and one.kind == row["kind"]:
            yield f"第 {one.seq} 条 {one.kind} 是第二次"
        held = (held or one.kind == row["kind"]) and one.kind not in row.get("again", ())


def _apart(row: Mapping[str, Any], deeds: Sequence[Deed], of: str) -> Iterator[str]:
    others = {one.by for one in deeds if one.kind in row["other"]}
    for one in deeds:
        who = one.fields.get(row["who"]) if "who" in row else one.by
        who = who.get("id") if isinstance(who, Mapping) else who
        if one.kind == row["kind"] and who in others:
            yield f"第 {one.seq} 条 {one.kind} 由办过 {row['other']} 的人办理"


def _two(row: Mapping[str, Any], deeds: Sequence[Deed], of: str) -> Iterator[str]:
    for one in deeds:
        people = [each.get("id") for each in one.fields.get("officers") or () if isinstance(each, Mapping)]
        if one.kind == row["kind"] and "officers" in one.fields and len(set(people)) < max(2, len(people)):
            yield f"第 {one.seq} 条 {one.kind} 只有 {people}"


def _not_in(row: Mapping[str, Any], deeds: Sequence[Deed], of: str) -> Iterator[str]:
    if of in row["of"]:
        yield from (f"第 {one.seq} 条 {one.kind} 不属于这类案卷" for one in deeds if one.kind in row["kinds"])


def _last(row: Mapping[str, Any], deeds: Sequence[Deed], of: str) -> Iterator[str]:
    places = [place for place, one in enumerate(deeds) if one.kind == row["kind"]]
    after = deeds[places[0] + 1 :] if places else ()
    yield from (f"第 {one.seq} 条 {one.kind} 在 {row['kind']} 之后" for one in after if one.kind not in row["but"])


RULES: Final[Mapping[str, Callable[[Mapping[str, Any], Sequence[Deed], str], Iterator[str]]]] = {
    "needs": _needs,
    "since": _since,
    "pending": _pending,
    "never_after": _never_after,
    "once": _once,
    "apart": _apart,
    "two": _two,
    "not_in": _not_in,
    "last": _last,
}
