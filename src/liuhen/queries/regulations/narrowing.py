"""Looking for a rule: two characters suffice, in what it asks, its article, its official text, the reader's words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from liuhen.queries.regulations.sayings import FORMS, MODALITIES
from liuhen.queries.regulations.shapes import Asked, Options, Pair, RuleView

LONGEST: Final = 100
"""Characters of a search."""


def read_asked(told: Mapping[str, str]) -> Asked:
    """Return what a reader asks for, from the address of the page."""
    picked = {name: told.get(name, "")[:LONGEST] for name in ("form", "modality", "of", "holder")}
    return Asked(text=" ".join(told.get("text", "").split())[:LONGEST], **picked)


def narrowed(
    rules: Iterable[RuleView], asked: Asked, *, official: Callable[[RuleView], str] = lambda _: ""
) -> Iterator[RuleView]:
    """Yield the rules that are asked for.

    Args:
        official: a rule -> the official text of its article.
    """
    words = asked.text.lower().split()
    for rule in rules:
        if (
            asked.form in ("", rule.form)
            and asked.modality in ("", rule.modality)
            and (not asked.of or asked.of in rule.of)
            and asked.holder in ("", rule.holder)
            and (not words or _says(rule, words, official(rule)))
        ):
            yield rule


def _says(rule: RuleView, words: Sequence[str], official: str) -> bool:
    labelled = [text for pair in rule.says for text in pair]
    told = "\n".join((rule.id, rule.cited, rule.asks, rule.holder, rule.unit, *rule.of_words, *labelled, official))
    return all(word in told.lower() for word in words)


def options(rules: Sequence[RuleView], words: Mapping[str, str]) -> Options:
    """Return what these rules can be narrowed by.

    Args:
        words: the reader's words for kinds of dossier.
    """
    forms, modalities = {rule.form for rule in rules}, {rule.modality for rule in rules}
    dossiers = dict.fromkeys(kind for rule in rules for kind in rule.of)
    holders = dict.fromkeys(rule.holder for rule in rules if rule.holder)
    return Options(
        tuple((name, word) for name, word in FORMS.items() if name in forms),
        tuple((name, word) for name, word in MODALITIES.items() if name in modalities),
        tuple((kind, words.get(kind, kind)) for kind in dossiers),
        tuple[Pair, ...]((one, one) for one in sorted(holders)),
    )
