"""规程: the shelf, one regulation read as rules beside its articles, and one rule."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from liuhen.kernel.errors import NotFoundError
from liuhen.office.articles import Article, key_of, label_of, official
from liuhen.people.officers import Officer
from liuhen.people.scope import scope
from liuhen.queries.regulations import shelf
from liuhen.queries.regulations.narrowing import narrowed, options
from liuhen.queries.regulations.official import ATTACH, adoptions, attached_to, text_of
from liuhen.queries.regulations.reading import Reader
from liuhen.queries.regulations.shapes import ArticleView, Asked, Library, PackPage, RuleView
from liuhen.queries.regulations.units import units_of
from liuhen.rulebook.frame import Labels

MOST_FOUND = 200


def library(by: Officer, asked: Asked) -> Library:
    """Return the packs the organ works by and those it does not; with a search, the rules in force that it finds."""
    attached = attached_to(by.organ)
    own, others = shelf.rows(by, attached)
    force = shelf.force_of(by)
    found: tuple[RuleView, ...] = ()
    if force is not None and asked.any:
        reader = Reader(shelf.book_in_force(force), units=units_of(by.organ))
        cut = {name: text_of(one.sha256) for name, one in attached.items()}
        every = (rule for pack in reversed(force.rulebook.packs) for rule in reader.rules(pack))
        found = tuple(narrowed(every, asked, official=lambda rule: _said(rule, cut.get(rule.pack, ()))))
    return Library(
        own=own,
        others=others,
        found=found[:MOST_FOUND],
        total=len(found),
        asked=asked,
        titles={one.id: one.title for one in (*own, *others)},
        troubles=shelf.troubles(),
        choices=len(force.rulebook.choices) if force else 0,
        may_adopt=bool(scope(by, "packs.adopted").reaches),
    )


def pack_page(by: Officer, pack_id: str, asked: Asked) -> PackPage:
    """Return one regulation, read as rules in the order of its articles.

    Raises:
        NotFoundError: there is no such pack.
        PackError: it cannot be read.
    """
    book = shelf.book_of(by, pack_id)
    attached = attached_to(by.organ)
    own, others = shelf.rows(by, attached)
    reader = Reader(book, units=units_of(by.organ))
    pack = book.pack(pack_id)
    every = sorted(reader.rules(pack), key=lambda one: (*_stands(one), one.form != "procedure"))
    cut = text_of(attached[pack_id].sha256) if pack_id in attached else ()
    chosen = tuple(narrowed(every, asked, official=lambda rule: _said(rule, cut)))
    return PackPage(
        pack=next(one for one in (*own, *others) if one.id == pack_id),
        articles=_articles(chosen, cut, whole=not asked.any),
        total=len(every),
        shown=len(chosen),
        options=options(every, _labels(book).dossiers),
        asked=asked,
        history=adoptions(by.organ, pack_id),
        attached=attached.get(pack_id),
        may_attach=bool(scope(by, ATTACH).reaches),
    )


def rule_of(by: Officer, pack_id: str, rule_id: str) -> tuple[shelf.Book, Reader, RuleView]:
    """Return one rule, with the book in which it is read.

    Raises:
        NotFoundError: there is no such pack, or no such rule in it.
        PackError: the pack cannot be read.
    """
    book = shelf.book_of(by, pack_id)
    reader = Reader(book, units=units_of(by.organ))
    rule = reader.rule(rule_id)
    if rule is None or rule.pack != pack_id:
        raise NotFoundError("规程里没有这一条规则。", remedy="请从规程页面选择。")
    return book, reader, rule


def official_of(by: Officer, rule: RuleView) -> Article | None:
    """Return the official text of the article of a rule, where the installation attached it."""
    attached = attached_to(by.organ)
    return official(text_of(attached[rule.pack].sha256), key_of(rule.article)) if rule.pack in attached else None


def _said(rule: RuleView, cut: Sequence[Article]) -> str:
    article = official(cut, key_of(rule.article)) if cut else None
    return "\n".join(article.lines) if article else ""


def _labels(book: shelf.Book) -> Labels:
    return book.rulebook.labels


def _articles(rules: Iterable[RuleView], cut: Sequence[Article], *, whole: bool) -> tuple[ArticleView, ...]:
    """Return the articles with their rules; with `whole` also those of the official text without any."""
    made: dict[tuple[tuple[int, ...], str], ArticleView] = {}
    used = set()
    for (key, label), group in groupby(rules, key=_stands):
        text = official(cut, key) if cut else None
        used.add(text.key if text else None)
        made[key, label] = ArticleView(
            anchor="-".join(str(part) for part in key),
            label=label,
            chapter=text.chapter if text else "",
            official=text.lines if text else (),
            rules=tuple(group),
        )
    if whole:
        for one in cut:
            if one.key not in used:
                anchor = "-".join(str(part) for part in one.key)
                made[one.key, one.label] = ArticleView(anchor, one.label, one.chapter, one.lines, ())
    return tuple(view for _, view in sorted(made.items(), key=_place))


def _stands(rule: RuleView) -> tuple[tuple[int, ...], str]:
    return key_of(rule.article), label_of(rule.article)


def _place(item: tuple[tuple[tuple[int, ...], str], ArticleView]) -> tuple[tuple[int, ...], str]:
    return item[0]
