"""What the rules say of a dossier at a moment, held against what a scenario expects."""

from datetime import datetime

from liuhen.duties.findings import findings
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import BadInputError
from liuhen.rulebook import Finding, State
from liuhen.scenario.format import Look

_KEPT = frozenset({State.SATISFIED, State.SATISFIED_LATE, State.WAIVED})


def unlike(look: Look, dossier: str, *, now: datetime) -> tuple[str, str] | None:
    """Return (what was expected, what is there), or None where all is as expected.

    Raises:
        BadInputError: a rule or a state is not known.
    """
    found = findings(dossier, now=now).findings
    if look.rule:
        return _unlike_rule(look, _of(look.rule, found))
    for rule in look.owes:
        if not any(one.unsettled for one in _of(rule, found)):
            return f"{rule} 应记未记", _standing(_of(rule, found))
    for rule in look.settled:
        about = _of(rule, found)
        if not any(one.state in _KEPT for one in about) or any(one.unsettled for one in about):
            return f"{rule} 已记", _standing(about)
    return None


def _unlike_rule(look: Look, about: tuple[Finding, ...]) -> tuple[str, str] | None:
    if look.state and look.state not in {str(one) for one in State}:
        raise BadInputError(f"没有“{look.state}”这种状态。", why=f"有：{'、'.join(State)}。")
    for one in about:
        due = beijing_date(one.due) if one.due else None
        if (not look.state or one.state == look.state) and (look.due is None or due == look.due):
            return None
    due_words = f"，{look.due} 到期" if look.due else ""
    return f"{look.rule} {look.state}{due_words}", _standing(about)


def _of(rule: str, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    about = tuple(one for one in found if one.rule.id == rule)
    if not about:
        raise BadInputError(f"在用的规程里没有规则 {rule}。", why="规则编号见 docs/rules.md。")
    return about


def _standing(about: tuple[Finding, ...]) -> str:
    return "；".join(
        f"{one.rule.id} {one.state}" + (f"，{beijing_date(one.due)} 到期" if one.due else "") for one in about
    )
