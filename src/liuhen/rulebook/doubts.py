"""What is doubtful in a case file that can be read: kinds nobody knows, times ahead, other readings and versions."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from difflib import get_close_matches

from liuhen.kernel.clock import beijing_date
from liuhen.rulebook.book import Rulebook
from liuhen.rulebook.dossier import Dossier
from liuhen.rulebook.errors import CaseFileError, CaseProblem
from liuhen.rulebook.json_text import Place
from liuhen.rulebook.references import same_day_first


def require_known(dossier: Dossier, rulebook: Rulebook, *, regulation: str) -> None:
    """Refuse a dossier that the regulation has no rule for.

    Raises:
        CaseFileError: names the kinds of dossier that it knows.
    """
    if dossier.kind not in rulebook.dossier_kinds:
        words = rulebook.labels.dossiers
        known = "、".join(f"{words.get(kind, kind)}（{kind}）" for kind in rulebook.dossier_kinds)
        said = f"规程 {regulation} 没有“{dossier.kind}”这种卷宗的规则；有：{known}。"
        raise CaseFileError([CaseProblem("kind", None, said)])


def settled(dossier: Dossier, rulebook: Rulebook) -> Dossier:
    """Return the dossier with only those picks that the regulation offers; `doubts` names the others."""
    picks = {number: reading for number, reading in dossier.choices.items() if _offered(rulebook, number, reading)}
    return dossier if len(picks) == len(dossier.choices) else replace(dossier, choices=picks)


def unknown_kinds(dossier: Dossier, rulebook: Rulebook) -> Iterator[tuple[Place, str]]:
    """Yield each kind of record that the regulation has no word for, where it stands first."""
    known, told = rulebook.labels.kinds, set()
    for at, event in enumerate(dossier.events):
        if event.kind not in known and event.kind not in told:
            told.add(event.kind)
            close = get_close_matches(event.kind, known, n=1, cutoff=0.8)
            meant = f"；是否为“{close[0]}”（{known[close[0]]}）" if close else ""
            yield ("events", at, "kind"), f"没有“{event.kind}”这种记录，推算时未用到{meant}"


def doubts(dossier: Dossier, rulebook: Rulebook, now: datetime) -> Iterator[tuple[Place, str]]:
    """Yield place and sentence of everything doubtful; none of it keeps the case from being assessed."""
    yield from unknown_kinds(dossier, rulebook)
    yield from same_day_first(dossier.events)
    today = beijing_date(now)
    later = [at for at, event in enumerate(dossier.events) if beijing_date(event.happened) > today]
    if later:
        yield ("events", later[0], "happened"), f"有 {len(later)} 条记录晚于推算的时刻，仍一并计入"
    for number, reading in dossier.choices.items():
        if not _offered(rulebook, number, reading):
            yield ("choices", number), f"规程没有择定事项“{number}”的读法“{reading}”，按缺省读法推算"
    for pack, version in dossier.packs.items():
        ours = rulebook.versions.get(pack)
        if ours not in (None, version):
            yield ("packs", pack), f"案件写明 {pack} 为 {version}，这里按 {ours} 推算"


def _offered(rulebook: Rulebook, number: str, reading: str) -> bool:
    return number in rulebook.choices and reading in rulebook.choices[number].readings
