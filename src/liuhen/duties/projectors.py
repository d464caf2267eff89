"""Every entry of a dossier leaves a fact, and what the dossier owes is worked out anew."""

from liuhen.duties.facts import dossier_of, fact_of
from liuhen.duties.models import Duty
from liuhen.kernel.clock import written
from liuhen.ledger import Body, Entry, projects_every
from liuhen.ledger.prepared import Prepared
from liuhen.ledger.projections import projects_last
from liuhen.ledger.rows import change, insert
from liuhen.office.in_force import in_force
from liuhen.rulebook import Finding, State, assess

_STANDING = frozenset({State.OPEN, State.DUE_SOON, State.OVERDUE, State.BREACHED})
DOSSIER_KIND = "penalty"
_COLUMNS = tuple(column.attname for column in Duty._meta.concrete_fields)
_KEY = _COLUMNS.index("key")
_held = Prepared(Duty, lambda dossier: Duty.objects.filter(dossier=dossier).values_list(*_COLUMNS))


@projects_every
def _follow(entry: Entry, body: Body) -> None:
    if entry.dossier is None:
        return
    named = in_force(entry.organ).rulebook.named_fields(entry.kind)
    insert(fact_of(entry, body, named=named))


@projects_last
def _refresh(entry: Entry) -> None:
    dossier_id = entry.dossier
    if dossier_id is None:
        return
    force = in_force(entry.organ)
    dossier = dossier_of(dossier_id, kind=DOSSIER_KIND, force=force)
    held = {row[_KEY]: row for row in _held(dossier_id)}
    findings = assess(dossier, force.rulebook, force.calendar, entry.recorded)
    owed = {duty.key: duty for duty in (_duty(entry, one) for one in findings if one.state in _STANDING)}
    if settled := held.keys() - owed.keys():
        Duty.objects.filter(key__in=settled).delete()
    for key, duty in owed.items():
        if key not in held:
            insert(duty)
        elif held[key] != _told(duty):
            change(duty)


def _told(duty: Duty) -> tuple[object, ...]:
    return tuple(getattr(duty, name) for name in _COLUMNS)


def _duty(entry: Entry, finding: Finding) -> Duty:
    trigger, piece = finding.trigger.seq if finding.trigger else None, finding.piece
    return Duty(
        key=f"{entry.dossier}:{finding.rule.id}:{trigger or 0}" + (f":{piece.key}" if piece and piece.key else ""),
        dossier=entry.dossier or "",
        organ=entry.organ,
        rule=finding.rule.id,
        trigger=trigger,
        due=finding.due,
        certain=finding.certain,
        lapsed=finding.state is State.OVERDUE and finding.due is None,
        breached=finding.state is State.BREACHED,
        settles=finding.settle_kinds[0] if finding.settle_kinds else "",
        shown={
            "asks": finding.rule.asks,
            "cited": finding.rule.cited,
            "missing": list(finding.missing),
            "unit": finding.left.unit if finding.left else "",
            "on": finding.trigger.kind if finding.trigger else "",
        }
        | ({"piece": [piece.key, written(piece.start), written(piece.end), piece.words]} if piece else {}),
    )
