"""Terms that a text leaves to the organ: which there are, and how one is written."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from liuhen.rulebook import Rulebook, Term, Unit

_UNITS: Final = {
    "工作日": Unit.WORKDAYS,
    "小时": Unit.HOURS,
    "日": Unit.DAYS,
    "天": Unit.DAYS,
    "月": Unit.MONTHS,
    "年": Unit.YEARS,
}
_TOLD: Final = re.compile(r"([0-9]+)\s*个?(工作日|小时|日|天|月|年)(?:内|以内)?")


def read_term(text: str) -> str:
    """Return a term as packs write it, `3 workdays`, from what people enter: 3个工作日, 24小时, 当日.

    Raises:
        ValueError: it is none, or too long; in Chinese.
    """
    told = text.strip()
    if told in ("当日", "当天"):
        return "same day"
    found = _TOLD.fullmatch(told)
    if found is None:
        raise ValueError("请写成 3个工作日、24小时、30日、6个月、1年 之类")
    term = f"{found[1].lstrip('0') or '0'} {_UNITS[found[2]]}"
    Term.read(term)
    return term


def term_words(value: str) -> str:
    """Return a term in words."""
    return str(Term.read(value))


def own_terms(rulebook: Rulebook) -> Mapping[str, str]:
    """Return the names of the terms that these packs leave to the organ, each with what the first such rule asks."""
    found: dict[str, str] = {}
    for pack in rulebook.packs:
        for written in pack.written:
            said = f"{pack.head.short}{written.raw.get('article', '')}：{written.raw.get('asks', '')}"
            for name in (*_names(written.raw), *_kept(written.raw)):
                found.setdefault(name, said)
    return found


def terms_of_reading(rulebook: Rulebook, choice: str, reading: str) -> frozenset[str]:
    """Return the names of the terms that rules leave to the organ under one reading of an open text."""
    patches = [
        written.raw.get("readings", {}).get(choice, {}).get(reading)
        for pack in rulebook.packs
        for written in pack.written
    ]
    return frozenset(name for patch in patches for name in _names(patch))


def _kept(raw: Mapping[str, Any]) -> Iterator[str]:
    """Yield the rule itself where it lets the organ say how long something is kept."""
    if any(isinstance(one, Mapping) and one.get("term") == "organ" for one in raw.get("keep", ())):
        yield str(raw["id"])


def _names(told: Any) -> Iterator[str]:
    if isinstance(told, Mapping):
        within = told.get("within")
        if isinstance(within, Mapping) and isinstance(within.get("organ"), str):
            yield within["organ"]
        for value in told.values():
            yield from _names(value)
    elif isinstance(told, list | tuple):
        for value in told:
            yield from _names(value)
