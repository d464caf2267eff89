"""Articles: where a rule stands, in the order of its regulation; and an official text, cut into them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

Key = tuple[int, ...]
"""第十二条 is (12,), 第十二条之一 (12, 1); 四（二）2 of a text without articles is (4, 2, 2)."""

_DIGITS: Final = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_NUMERAL: Final = "[零〇一二三四五六七八九十百千两0-9]+"
_ARTICLE: Final = re.compile(rf"第\s*({_NUMERAL})\s*条(?:\s*之\s*({_NUMERAL}))?")
_SECTION: Final = re.compile(rf"第?(?:({_NUMERAL})(?:、|部分)?)?(?:[（(]({_NUMERAL})[）)]项?)?\s*([0-9]+)?")
_HEADED: Final = re.compile(rf"^\s*(第\s*{_NUMERAL}\s*条(?:\s*之\s*{_NUMERAL})?)[\s:：]*(.*)$")
_CHAPTER: Final = re.compile(rf"^\s*第\s*{_NUMERAL}\s*[章节编]")
_STEPS: Final = (
    re.compile(rf"^\s*({_NUMERAL})、"),
    re.compile(rf"^\s*[（(]({_NUMERAL})[）)]"),
    re.compile(r"^\s*([0-9]+)[.．、]"),
)
LONGEST_TITLE: Final = 40
"""Characters; a longer line that begins with 第…章 is a sentence."""
LAST: Final = (10**6,)
"""Where an article without a number stands."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article of an official text."""

    key: Key
    label: str
    chapter: str
    lines: tuple[str, ...]


def number(text: str) -> int:
    """Return what a Chinese numeral (below 10,000) or one in figures says."""
    if text.isdecimal():
        return int(text)
    total = digit = 0
    for word in text:
        if word in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[word], 0
        else:
            digit = _DIGITS[word]
    return total + digit


def key_of(cited: str) -> Key:
    """Return where `第十二条第二款`, `第四条至第六条` or `四（二）2` stands in its regulation."""
    found = _ARTICLE.search(cited)
    if found:
        return tuple(number(part) for part in found.groups() if part)
    told = _SECTION.match(cited)
    parts = [number(part) if part else 0 for part in told.groups()] if told else []
    while parts and not parts[-1]:
        parts.pop()
    return tuple(parts) or LAST


def label_of(cited: str) -> str:
    """Return the article alone: 第十二条 of 第十二条第二款; of a text without articles all that is cited."""
    found = _ARTICLE.search(cited)
    return cited[: found.end()] if found else cited


def split(text: str) -> tuple[Article, ...]:
    """Cut an official text into its articles; one without 第…条 into its numbered sections."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if any(_HEADED.match(line) for line in lines):
        return tuple(_articles(lines))
    return tuple(_sections(lines))


def _articles(lines: Sequence[str]) -> Iterator[Article]:
    label = held = chapter = ""
    body: list[str] = []
    for line in lines:
        titled = _CHAPTER.match(line) is not None and len(line) <= LONGEST_TITLE
        headed = None if titled else _HEADED.match(line)
        if label and (titled or headed):
            yield Article(key_of(label), label, held, tuple(body))
            label, body = "", []
        if titled:
            chapter = re.sub(r"\s+", " ", line)
        elif headed:
            label, held = re.sub(r"\s", "", headed[1]), chapter
            body = [headed[2]] if headed[2] else []
        elif label:
            body.append(line)
    if label:
        yield Article(key_of(label), label, held, tuple(body))


def _sections(lines: Sequence[str]) -> Iterator[Article]:
    at: list[int] = []
    label, body = "", []  # type: str, list[str]
    for line in lines:
        depth = next((depth for depth, step in enumerate(_STEPS) if step.match(line)), None)
        if depth is not None and depth <= len(at):
            if label:
                yield Article(tuple(at), label, "", tuple(body))
            found = _STEPS[depth].match(line)
            at = [*at[:depth], number(found[1])] if found else at
            label, body = _section_label(at), [line]
        elif label:
            body.append(line)
    if label:
        yield Article(tuple(at), label, "", tuple(body))


def _section_label(at: Sequence[int]) -> str:
    told = [_chinese(at[0]), *(f"（{_chinese(one)}）" for one in at[1:2]), *(str(one) for one in at[2:])]
    return "".join(told)


def _chinese(value: int) -> str:
    digits = "零一二三四五六七八九"
    if value >= 100:  # noqa: PLR2004 - no section has so many
        return str(value)
    tens, ones = divmod(value, 10)
    return (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (digits[ones] if ones or not tens else "")


def official(articles: Sequence[Article], key: Key) -> Article | None:
    """Return the article at `key`, or the nearest one that holds it: 四（二） for 四（二）2."""
    if key[0] == 0 and len(key) > 1:  # 第（六）项, where the sections above it do not count anew
        return next((one for one in articles if one.key[1:] == key[1:]), None)
    by_key = {one.key: one for one in articles}
    return next((by_key[key[:length]] for length in range(len(key), 0, -1) if key[:length] in by_key), None)
