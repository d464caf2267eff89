"""New dossiers: what a person may begin, as buttons on the desk and above the list."""

from liuhen.people.officers import Officer
from liuhen.people.scope import scope
from liuhen.process.case.registry import ACTS
from liuhen.queries.shapes import ActLink

USUAL = "clue.registered"


def beginnings(by: Officer) -> tuple[ActLink, ...]:
    """Return the acts with which `by` may begin a dossier, the clue first, then in the order of their rooms."""
    acts = [act for act in ACTS.values() if act.starts_dossier and scope(by, act.permitted_as).anywhere]
    acts.sort(key=lambda act: act.kind != USUAL)
    return tuple(ActLink(kind=act.kind, label=act.verb, phase=act.phase) for act in acts)
