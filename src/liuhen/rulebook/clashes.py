"""Where two rules of one book ask different things of one matter: found, decided by their order, never hidden.

The order: a higher rule that must be followed beats a laxer one; a stricter local rule stands beside a higher one that
is laxer; at equal rank the special, then the later one. What this does not decide a pack has to say, with its reason.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, NamedTuple

from liuhen.rulebook.findings import Rule
from liuhen.rulebook.frame import PackHead
from liuhen.rulebook.plan import Plan
from liuhen.rulebook.strictness import Strictness, differ, stricter

RANKS: Final[Mapping[str, int]] = {
    "law": 5,
    "administrative_regulation": 4,
    "ministry_rule": 3,
    "local_regulation": 3,
    "normative_document": 1,
}
GROUNDS: Final[Mapping[str, str]] = {
    "pack": "规程写明",
    "rank": "上位规定优先",
    "stricter": "下位规定更严，与上位规定并存",
    "special": "同位阶，特别规定优先",
    "later": "同位阶，后施行的优先",
    "": "尚未决定",
}


class Verdict(NamedTuple):
    """What holds between two rules: the one that prevails alone (None: both stand), on what ground, and why."""

    prevails: str | None
    ground: str
    because: str


@dataclass(frozen=True, slots=True)
class Clash:
    """Two rules that ask different things of one matter.

    Args:
        matter: what both are about.
        rules: the lower or more special one first.
        prevails: id of the rule that holds alone; None where both stand, or where nothing is decided.
        ground: a key of GROUNDS; "" where nothing decides.
    """

    matter: str
    rules: tuple[Rule, Rule]
    prevails: str | None
    ground: str
    because: str

    @property
    def decided(self) -> bool:
        """Whether the order, or a pack, says which holds."""
        return bool(self.ground)

    @property
    def said(self) -> str:
        """The decision in a sentence."""
        if not self.decided:
            return "两条规定不一致，尚未决定以哪一条为准"
        told = "两条并存" if self.prevails is None else f"以{self._cited(self.prevails)}为准"
        return f"{told}（{GROUNDS[self.ground]}）：{self.because}"

    def _cited(self, rule_id: str) -> str:
        return next(rule.cited for rule in self.rules if rule.id == rule_id)


def clashing(plans: Sequence[Plan], heads: Mapping[str, PackHead]) -> Iterator[Clash]:
    """Yield every clash among rules of one kind of dossier.

    Args:
        plans: the rules, those of extended packs before those that extend them.
        heads: pack -> head.
    """
    said = {(plan.rule.id, one.over): one for plan in plans for one in plan.words.clashes}
    for lower, upper in _pairs(plans):
        word = said.get((lower.rule.id, upper.rule.id)) or said.get((upper.rule.id, lower.rule.id))
        matter = lower.words.matter or upper.words.matter
        if word is not None:
            alone = word.prevails if word.prevails in (lower.rule.id, upper.rule.id) else None
            yield Clash(matter, (lower.rule, upper.rule), alone, "pack", word.because)
        elif lower.rule.pack != upper.rule.pack and _meet(lower, upper) and differ(lower, upper):
            yield Clash(matter, (lower.rule, upper.rule), *_verdict(lower, upper, heads))


def _pairs(plans: Sequence[Plan]) -> Iterator[tuple[Plan, Plan]]:
    """Yield the pairs that could be about one matter, the lower or later one first."""
    named = {(plan.rule.id, one.over) for plan in plans for one in plan.words.clashes}
    for upper, lower in combinations(plans, 2):
        ids = (lower.rule.id, upper.rule.id)
        if (lower.words.matter and lower.words.matter == upper.words.matter) or named & {ids, ids[::-1]}:
            yield lower, upper


def _meet(one: Plan, other: Plan) -> bool:
    """Say whether both can be about the same event, on some day on which neither is overridden."""
    if not one.asked & other.asked:
        return False
    first, last = max(one.first, other.first), min(one.last, other.last)
    return first <= last and not any(begun <= first and last <= ended for begun, ended in (*one.gone, *other.gone))


def _verdict(lower: Plan, upper: Plan, heads: Mapping[str, PackHead]) -> Verdict:
    below, above = (RANKS[heads[plan.rule.pack].rank] for plan in (lower, upper))
    if below > above:  # an extended pack may rank lower than what extends it
        return _verdict(upper, lower, heads)
    if below == above:
        return _equal(lower, upper, heads)
    match stricter(lower, upper):
        case Strictness.LAXER:
            return Verdict(upper.rule.id, "rank", f"{lower.rule.cited}较{upper.rule.cited}宽")
        case Strictness.STRICTER:
            return Verdict(None, "stricter", f"{lower.rule.cited}较{upper.rule.cited}严")
    return Verdict(None, "", "")


def _equal(lower: Plan, upper: Plan, heads: Mapping[str, PackHead]) -> Verdict:
    mine, theirs = heads[lower.rule.pack], heads[upper.rule.pack]
    if mine.region and not theirs.region:
        return Verdict(lower.rule.id, "special", f"{mine.short}为{mine.region}的特别规定")
    first, second = mine.in_force.first, theirs.in_force.first
    if first is None or second is None or first == second:
        return Verdict(None, "", "")
    later = lower if first > second else upper
    return Verdict(later.rule.id, "later", f"{later.rule.pack_short}施行在后")


def yielding(plans: Sequence[Plan], clashes: Sequence[Clash]) -> Mapping[str, list[tuple[Plan, Clash]]]:
    """Return which rules yield, to what, by which clash: only where the other one is about all that they are about."""
    by_id = {plan.rule.id: plan for plan in plans}
    found: dict[str, list[tuple[Plan, Clash]]] = {}
    for clash in clashes:
        for rule in clash.rules:
            if clash.prevails is not None and rule.id != clash.prevails:
                winner = by_id[clash.prevails]
                if by_id[rule.id].asked <= winner.asked:
                    found.setdefault(rule.id, []).append((winner, clash))
    return found
