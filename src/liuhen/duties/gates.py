"""Gates always block: no act passes here that the law refuses now."""

from liuhen.duties.errors import RuleBrokenError
from liuhen.duties.facts import dossier_of
from liuhen.kernel.clock import When
from liuhen.ledger import Body
from liuhen.office.in_force import InForce
from liuhen.rulebook import Event, Finding, blocking


def require_gates(
    dossier: str,
    *,
    kind: str,
    seq: int,
    body: Body,
    by: str,
    happened: When,
    force: InForce,
    doing: str,
    corrects: int | None = None,
) -> None:
    """Let the act pass, or refuse it with every rule that forbids it.

    Reads only the facts of the kinds that the rules of this act look at.

    Args:
        dossier: the dossier; `kind` is its kind of enforcement, `seq` the number the act would get.
        by: id of the officer who acts.
        doing: the act in Chinese, for the message.

    Raises:
        RuleBrokenError: nothing was written; `findings` name articles and what is missing.
    """
    if findings := refusals(
        dossier, kind=kind, seq=seq, body=body, by=by, happened=happened, force=force, corrects=corrects
    ):
        raise RuleBrokenError(f"现在还不能{doing}。", findings=findings)


def refusals(
    dossier: str,
    *,
    kind: str,
    seq: int,
    body: Body,
    by: str,
    happened: When,
    force: InForce,
    corrects: int | None = None,
) -> tuple[Finding, ...]:
    """Return every rule that would refuse an act, as `require_gates` asks them; nothing is done or written."""
    event = Event(
        seq=seq,
        kind=body.kind,
        happened=happened,
        recorded=None,
        by=by,
        fields=body.open_fields(),
        entry=None,
        corrects=corrects,
    )
    known = dossier_of(dossier, kind=kind, force=force, kinds=force.rulebook.needs(body.kind))
    return blocking(event, known, force.rulebook, force.calendar)
