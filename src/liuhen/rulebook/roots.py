"""Which rule at the bottom each rule goes back to: those that override one rule are versions of one thing."""

from collections.abc import Mapping

from liuhen.rulebook.book import Rulebook


def roots_of(book: Rulebook) -> dict[str, str]:
    """Return rule -> the rule that it overrides, through all packs; itself where it overrides none."""
    above = {
        written.words.id: getattr(written.words, "overrides", None) for pack in book.packs for written in pack.written
    }
    return {rule: _root(rule, above) for rule in above}


def _root(rule: str, above: Mapping[str, str | None]) -> str:
    while base := above.get(rule):
        rule = base
    return rule
