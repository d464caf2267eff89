"""Every entry of a dossier leaves a fact, and what the dossier owes is worked out anew."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from liuhen.duties.facts import Told, fact_of, named, slim, told
from liuhen.duties.findings import judged
from liuhen.duties.models import Duty, Fact, Reckoned, Slot
from liuhen.duties.slots import slots
from liuhen.kernel.clock import written
from liuhen.ledger import Body, BodyDestroyedError, Entry, body_of, projects_every
from liuhen.ledger.prepared import Prepared
from liuhen.ledger.projections import Destroyed, projects_last
from liuhen.ledger.reading import entry as entry_of
from liuhen.ledger.rows import change, insert, remove
from liuhen.office.in_force import InForce, in_force, law_of
from liuhen.office.models import Law
from liuhen.rulebook import Finding, State
from liuhen.rulebook.arithmetic import counting

_STANDING = frozenset({State.OPEN, State.DUE_SOON, State.OVERDUE, State.BREACHED})
_COLUMNS = tuple(column.attname for column in Duty._meta.concrete_fields)
_KEY = _COLUMNS.index("key")
_SLOT_COLUMNS = tuple(column.attname for column in Slot._meta.concrete_fields)
_SLOT_KEY = _SLOT_COLUMNS.index("key")
_slots = Prepared(Slot, lambda dossier: Slot.objects.filter(dossier=dossier).values_list(*_SLOT_COLUMNS))
_held = Prepared(Duty, lambda dossier: Duty.objects.filter(dossier=dossier).values_list(*_COLUMNS))


@projects_every
def _follow(entry: Entry, body: Body) -> None:
    if entry.dossier is None:
        return
    force = in_force(entry.organ)
    law = law_of(entry, force)
    insert(fact_of(entry, body, law=law, books=force.books))
    if entry.dossier_seq == 1:
        insert(Reckoned(id=entry.dossier, dossier=entry.dossier, organ=entry.organ, mark=law.mark))


@projects_last
def _refresh(entry: Entry) -> None:
    if entry.dossier is None:
        return
    force, held = in_force(entry.organ), told(entry.dossier)
    if held.marks != {force.mark}:  # otherwise its first entry said so
        held = _moved_on(entry.dossier, held, force)
    _owe(entry.dossier, held, force, entry.recorded)


def reckon(dossier: str) -> None:
    """Work out anew what a dossier owes under what is in force now. The caller holds the organ and the transaction.

    It comes to what the projectors come to that read its entries once more.
    """
    held = told(dossier)
    force = in_force(held.organ)
    recorded = held.events[-1].recorded
    if recorded is not None:
        _owe(dossier, _moved_on(dossier, held, force), force, recorded)


def _moved_on(dossier: str, held: Told, force: InForce) -> Told:
    """Say that the dossier is reckoned under what is in force now; its facts hold what packs adopted since ask."""
    row = Reckoned.objects.filter(id=dossier).first()
    if row is None or row.mark == force.mark:
        return held
    changed = _widen(dossier, held, before=_books(row), after=force.books)
    change(Reckoned(id=dossier, mark=force.mark), "mark")
    return told(dossier) if changed else held


def _books(row: Reckoned) -> tuple[str, ...]:
    seq, _, _ = row.mark.partition(":")
    books = Law.objects.filter(organ=row.organ, seq=int(seq)).values_list("books", flat=True).first() or {}
    return tuple(books.values())


def _widen(dossier: str, held: Told, *, before: Iterable[str], after: tuple[str, ...]) -> bool:
    """Read once more the bodies of which rules now read more; say whether there was any."""
    known = tuple(before)
    more = {kind for kind in {one.kind for one in held.events} if named(kind, known) != named(kind, after)}
    for event in held.events:
        if event.kind in more and event.entry is not None:
            fields = slim(_body(event.entry), kind=event.kind, books=after)
            change(Fact(key=f"{dossier}:{event.seq}", fields=fields), "fields")
    return bool(more)


def _body(digest: str) -> Body:
    try:
        return body_of(entry_of(digest))
    except BodyDestroyedError:
        return Destroyed()


def _owe(dossier: str, told_: Told, force: InForce, now: datetime) -> None:
    held = {row[_KEY]: row for row in _held(dossier)}
    found = judged(told_, force=force, now=now)
    owed = {duty.key: duty for duty in (_duty(dossier, told_.organ, one) for one in found if one.state in _STANDING)}
    for key in held.keys() - owed.keys():
        remove(Duty(key=key))
    for key, duty in owed.items():
        if key not in held:
            insert(duty)
        elif held[key] != _row(duty):
            change(duty)
    _reconcile(dossier, told_, found)


def _reconcile(dossier: str, told_: Told, found: Sequence[Finding]) -> None:
    """Hold every act that is to be recorded against its recordings."""
    held = {row[_SLOT_KEY]: row for row in _slots(dossier)}
    made = {slot.key: slot for slot in slots(dossier, told_.organ, told_.events, found)}
    for key in held.keys() - made.keys():
        remove(Slot(key=key))
    for key, slot in made.items():
        if key not in held:
            insert(slot)
        elif held[key] != tuple(getattr(slot, name) for name in _SLOT_COLUMNS):
            change(slot)


def _row(duty: Duty) -> tuple[object, ...]:
    return tuple(getattr(duty, name) for name in _COLUMNS)


def _steps(finding: Finding) -> Iterable[str]:
    """Return how the term was counted, without what is left of it: that is asked of the clock."""
    count = finding.reckoning
    told = counting(count, finding.calendar, origin=finding.origin, cited=finding.rule.cited) if count else ()
    return (*told, *finding.sums)


def _duty(dossier: str, organ: str, finding: Finding) -> Duty:
    trigger, piece = finding.trigger.seq if finding.trigger else None, finding.piece
    return Duty(
        key=f"{dossier}:{finding.rule.id}:{trigger or 0}" + (f":{piece.key}" if piece and piece.key else ""),
        dossier=dossier,
        organ=organ,
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
            "form": finding.rule.form,
            "steps": list(_steps(finding)),
        }
        | ({"piece": [piece.key, written(piece.start), written(piece.end), piece.words]} if piece else {}),
    )
