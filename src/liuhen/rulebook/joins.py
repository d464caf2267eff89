"""What is wrong between the parts of a pack: dates that never meet, kinds nobody knows, clashes nobody decided."""

from collections.abc import Iterator
from difflib import get_close_matches

from liuhen.rulebook.book import Rulebook, picks
from liuhen.rulebook.codes import codes
from liuhen.rulebook.packs import Pack, Written, at_word
from liuhen.rulebook.plan import common
from liuhen.rulebook.source import Problem
from liuhen.rulebook.words import YEAR, Words


def dates(pack: Pack) -> Iterator[Problem]:
    """Yield the rules that are never in force, their dates and those of the pack having no day in common."""
    for written in pack.written:
        if isinstance(written.words, Words):
            first, last = common((pack.head.in_force, written.words.in_force))
            if last < first:
                yield at_word(written, "in_force", f"规则“{written.words.id}”的施行日期与规程的没有重合，永远不会适用")


def unknown_kinds(pack: Pack, rulebook: Rulebook) -> Iterator[Problem]:
    """Yield the kinds of record that a rule reads and no procedure and no list of words knows."""
    known = set(rulebook.labels.kinds) | {YEAR, "*"}
    for kind in rulebook.dossier_kinds:
        known |= {each for stage in rulebook.stages(kind) for each in stage.kinds}
    for written in pack.written:
        for kind in sorted(_kinds(pack, written, rulebook) - known):
            near = get_close_matches(kind, known, 1)
            yield at_word(written, "id", f"没有“{kind}”这种记录" + (f"，是不是“{near[0]}”" if near else ""))


def nameless_codes(pack: Pack, rulebook: Rulebook) -> Iterator[Problem]:
    """Yield the codes that a rule compares a field with and that no list of words says in Chinese."""
    for written in pack.written:
        if not isinstance(written.words, Words):
            continue
        found = {(path, code) for pick in picks(written) for _, path, code in codes(rulebook.plan(pack, written, pick))}
        for path, code in sorted(found):
            if code.isascii() and rulebook.labels.code(path, code) is None:
                yield at_word(written, "id", f"字段“{path}”的代码“{code}”没有中文名称")


def _kinds(pack: Pack, written: Written, rulebook: Rulebook) -> set[str]:
    if not isinstance(written.words, Words):
        return set()
    plans = (rulebook.plan(pack, written, pick) for pick in picks(written))
    return {kind for plan in plans for kind, _ in plan.reads() if kind}


def undecided(pack: Pack, rulebook: Rulebook) -> Iterator[Problem]:
    """Yield the clashes of the pack's rules that neither order nor pack decides, and words about rules not there."""
    own = {written.words.id: written for written in pack.written if isinstance(written.words, Words)}
    ids = {written.words.id for each in rulebook.packs for written in each.written}
    for written in own.values():
        for said in written.words.clashes if isinstance(written.words, Words) else ():
            if said.over not in ids:
                yield at_word(written, "clashes", f"没有规则“{said.over}”可与之不一致")
            elif said.prevails not in ("both", said.over, written.words.id):
                yield at_word(written, "clashes", "prevails 只能是两条规则之一，或者 both（并存）")
    for kind in rulebook.dossier_kinds:
        for clash in rulebook.clashes(kind):
            mine = next((own[rule.id] for rule in clash.rules if rule.id in own), None)
            if mine is not None and not clash.decided:
                cited = "与".join(rule.cited for rule in clash.rules)
                yield at_word(mine, "id", f"{cited}不一致，按位阶和先后都定不了，须用 clashes 写明以哪一条为准、为什么")
