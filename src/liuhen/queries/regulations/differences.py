"""A regulation beside what it stands on, beside another one, or beside the version that was adopted before."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from liuhen.kernel.errors import NotFoundError
from liuhen.office.texts import unpacked
from liuhen.people.officers import Officer
from liuhen.queries.regulations import shelf
from liuhen.queries.regulations.clash_shapes import ChangeView, DifferencePage, WordsView
from liuhen.queries.regulations.official import adopted_bodies
from liuhen.queries.regulations.shapes import Pair, RuleLink
from liuhen.rulebook import Rulebook, load
from liuhen.rulebook.difference import Change, Side, WordChange, difference

_NAME: Final = re.compile(r"(?<![A-Za-z0-9])[a-z][a-z_.]+(?![A-Za-z0-9])")
ABOVE: Final = ""
"""What a regulation is held against when nothing else is asked: all that it stands on."""


def difference_page(by: Officer, pack_id: str, against: str) -> DifferencePage:
    """Return how a regulation differs from another.

    Args:
        against: "" for what it stands on; the id of another pack; or `@` and the number of the organ's entry by
            which an earlier version was adopted.

    Raises:
        NotFoundError: there is no such pack or entry.
        PackError: one of them cannot be read.
        UnusableError: the text that was adopted is not there any more.
    """
    packs, _ = shelf.shipped()
    if pack_id not in packs:
        raise NotFoundError("没有这部规程。", remedy="请从规程页面选择。")
    head = packs[pack_id].head
    offered = tuple(_offered(by, pack_id))
    if against not in dict(offered):
        raise NotFoundError("没有可以对照的这一部规程或者版本。", remedy="请从所列各项中选择。")
    new = shelf.loaded((pack_id,))
    own = _written(new, pack_id)
    changes = [_change(one, own) for one in difference(_old(by, pack_id, head.extends, against), new).changes]
    return DifferencePage(
        pack=pack_id,
        title=head.title,
        short=head.short,
        old=dict(offered)[against],
        new=f"{head.short} {head.version}",
        asked=against,
        offered=offered,
        changed=tuple(one for one in changes if one.how == "changed"),
        added=tuple(one for one in changes if one.how == "added"),
        removed=tuple(one for one in changes if one.how == "removed"),
    )


def _offered(by: Officer, pack_id: str) -> Iterator[Pair]:
    packs, _ = shelf.shipped()
    extends = packs[pack_id].head.extends
    if extends:
        yield ABOVE, f"所依据的{'、'.join(packs[base].head.short for base in extends if base in packs)}"
    else:
        yield ABOVE, "没有（它不依据其他规程）"
    for row, body in adopted_bodies(by.organ):
        if body.texts and pack_id in body.packs:
            yield f"@{row.seq}", f"{row.at:%Y年%-m月%-d日}启用的版本 {body.packs[pack_id]}"
    for name, pack in packs.items():
        if name != pack_id and name not in extends:
            yield name, pack.head.title


def _old(by: Officer, pack_id: str, extends: tuple[str, ...], against: str) -> Rulebook:
    if against == ABOVE:
        return shelf.loaded(extends) if extends else Rulebook(())
    if not against.startswith("@"):
        return shelf.loaded((against,))
    texts = next(body.texts or {} for row, body in adopted_bodies(by.organ) if f"@{row.seq}" == against)
    return _kept(pack_id, tuple(sorted(texts.items())))


@lru_cache(maxsize=4)
def _kept(pack_id: str, texts: tuple[tuple[str, str], ...]) -> Rulebook:
    with unpacked(dict(texts)) as root:
        return load((pack_id,), roots=(root,))


def _written(book: Rulebook, pack_id: str) -> Mapping[str, str]:
    """Return rule -> why it reads otherwise than the one it overrides."""
    return {
        one.words.id: getattr(one.words, "because", None) or ""
        for pack in book.packs
        if pack.head.id == pack_id
        for one in pack.written
    }


def _change(one: Change, because: Mapping[str, str]) -> ChangeView:
    return ChangeView(
        how=one.how,
        anchor=one.side.id,
        old=_link(one.old),
        new=_link(one.new),
        because=because.get(one.new.id, "") if one.new else "",
        words=tuple(_words(word) for word in one.words),
    )


def _words(word: WordChange) -> WordsView:
    if word.word == "readings":  # patches word by word: what they come to stands with the rule
        old, new = ("按所取用的读法" if told else "" for told in (word.old, word.new))
        return WordsView(word.title, old, new, (), ())
    added, removed = (tuple(map(_plain, told)) for told in (word.added, word.removed))
    return WordsView(word.title, _plain(word.old), _plain(word.new), added, removed)


def _plain(text: str) -> str:
    """Return the text without a word that only a programmer reads; what has no reader's word is left out."""
    return _NAME.sub("…", text)


def _link(side: Side | None) -> RuleLink | None:
    return RuleLink(side.id, side.pack, side.cited, side.asks) if side else None
