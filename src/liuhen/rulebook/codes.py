"""The codes that rules compare a field with: what a form can offer, and what needs a reader's word."""

from collections.abc import Iterator

from liuhen.rulebook.conditions import Condition, Either, Everything, Field, Latest, Unless
from liuhen.rulebook.plan import Plan
from liuhen.rulebook.trials import Elements, Equals, Test, Within
from liuhen.rulebook.words import Words


def codes(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, path of the field, code) of every text that the conditions of a rule compare a field with."""
    for condition, _ in plan.variants:
        yield from _held(condition, plan.words.triggers)
    for words in plan.all_words():
        for condition, kinds in _conditions(words):
            yield from _held(condition, kinds)


def _conditions(words: Words) -> Iterator[tuple[Condition, tuple[str, ...]]]:
    triggers, owed = words.triggers, words.owes or words.triggers
    yield words.when, triggers
    yield from ((each, triggers) for each in (words.unless,) if each is not None)
    yield words.with_, owed
    yield from ((each, owed) for each in (words.mended_by,) if each is not None)
    yield from ((hold.that, words.before or owed) for hold in words.holds)
    yield from ((keep.when, triggers) for keep in words.keep)
    events = (*words.since, *(words.after.kinds if words.after else ()), *(each.on for each in words.extend))
    yield from ((each.having, (each.kind,)) for each in events)


def _held(condition: Condition, kinds: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    match condition:
        case Everything(parts=parts) | Either(parts=parts):
            for part in parts:
                yield from _held(part, kinds)
        case Unless(part=part):
            yield from _held(part, kinds)
        case Latest(kind=kind, part=part):
            yield from _held(part, (kind,))
        case Field(path=path, test=test):
            yield from ((kind, name, code) for name, code in _tested(test, ".".join(path)) for kind in kinds)


def _tested(test: Test, path: str) -> Iterator[tuple[str, str]]:
    match test:
        case Equals(values=values):
            yield from ((path, value) for value in values if isinstance(value, str))
        case Elements(test=inner):
            yield from _tested(inner, path)
        case Within(part=part):
            yield from ((f"{path}.{name}", code) for _, name, code in _held(part, ("",)))
