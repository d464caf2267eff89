"""Articles as an organ may cite them: what a form rests on is said in the words of the regulations that the organ uses.

The catalogue and the forms on the screen are written once and cite the regulation that they were written by. An organ
under another regulation reads its own article on the same matter, as `regulations/cited.yaml` lists them, and never
that of a place whose rules do not bind it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import yaml

from liuhen.kernel.place import regulations

_NUMERAL: Final = "[零〇一二三四五六七八九十百]+"
_PART: Final = rf"第[（(]?{_NUMERAL}[）)]?[条款项]"
_ARTICLE: Final = rf"第{_NUMERAL}条(?:{_PART})*"
_SECTION: Final = rf"(?:第?{_NUMERAL}(?:部分)?[（(]{_NUMERAL}[）)][0-9]?|第?{_NUMERAL}部分)"
_ONE: Final = rf"(?:{_ARTICLE}|{_SECTION}|{_PART})"
_ALONE: Final = re.compile(rf"第{_NUMERAL}条")


@dataclass(frozen=True, slots=True)
class _Table:
    """`cited.yaml` and the heads of the packs, ready to be asked."""

    otherwise: str
    packs: Mapping[str, str]
    titles: Mapping[str, str]
    shorts: Mapping[str, str]
    same: tuple[Mapping[str, str], ...]
    pattern: re.Pattern[str]


def own(text: str, packs: Sequence[str]) -> str:
    """Return what a form cites, as an organ may cite it that uses these packs.

    Args:
        text: one or several sources, `；` between them: `《…》第六条；国家医疗保障局令第4号第二十条`.
        packs: the packs in force in the organ, base packs first; () leaves the text as it is.
    """
    return _own(text, tuple(packs))


@cache
def _own(text: str, packs: tuple[str, ...]) -> str:
    if not packs or not text:
        return text
    told = dict.fromkeys(said for part in text.split("；") for said in _part(part, packs))
    said: dict[str, list[str]] = {}
    for title, articles in told:
        said.setdefault(title, []).append(articles)
    return "；".join(title + "、".join(articles) for title, articles in said.items()) or _table().otherwise


def foreign(text: str, packs: Sequence[str]) -> list[str]:
    """Return the regulations that a text cites by their articles and that are none of these packs, in their order."""
    table = _table()
    found = [table.packs[one["title"]] for one in table.pattern.finditer(text)]
    return [one for one in dict.fromkeys(found) if one not in packs]


def _part(part: str, packs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield title and articles that stand for one source: its own where it binds the organ, otherwise the organ's."""
    table = _table()
    found = table.pattern.search(part)
    if found is None:
        yield "", part
        return
    if table.packs[found["title"]] in packs:
        yield part[: found.start("articles")], part[found.start("articles") :]
        return
    pack, brief = table.packs[found["title"]], found["title"] in table.shorts.values()
    for article in found["articles"].split("、"):
        yield from _matching(pack, article, packs, brief=brief)


def _matching(pack: str, article: str, packs: Sequence[str], *, brief: bool) -> Iterator[tuple[str, str]]:
    """Yield title and article on the matter of another's, of the most special of the organ's own that has one."""
    table = _table()
    row = _row(pack, article)
    nearest = next((one for one in reversed(packs) if one in row), None)
    if nearest is not None:
        yield (table.shorts if brief else table.titles)[nearest], row[nearest]


def _row(pack: str, article: str) -> Mapping[str, str]:
    alone = _ALONE.match(article)
    for wanted in (article, alone[0] if alone else article):
        for row in _table().same:
            if row.get(pack) == wanted:
                return row
    return {}


@cache
def _table() -> _Table:
    told = yaml.safe_load((regulations() / "cited.yaml").read_text("utf-8"))
    heads: list[Mapping[str, Any]] = [
        yaml.safe_load(file.read_text("utf-8")) for file in sorted(regulations().glob("*/pack.yaml"))
    ]
    packs: dict[str, str] = dict(told["written"])
    for head in heads:
        packs |= {f"《{head['title']}》": head["id"], head["title"]: head["id"], head["short"]: head["id"]}
    packs |= {f"《{title}》": pack for title, pack in told["written"].items()}
    names = "|".join(re.escape(one) for one in sorted(packs, key=len, reverse=True))
    return _Table(
        otherwise=told["otherwise"],
        packs=packs,
        titles={head["id"]: told["named"].get(head["id"], f"《{head['title']}》") for head in heads},
        shorts={head["id"]: head["short"] for head in heads},
        same=tuple({name: said for name, said in row.items() if name != "about"} for row in told["same"]),
        pattern=re.compile(rf"(?P<title>{names})(?P<articles>{_ONE}(?:[、至]{_ONE})*)"),
    )
