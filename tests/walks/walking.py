"""A walk: from somewhere in the ordinary course of a dossier, acts at random by people at random, at random times."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from itertools import count
from typing import Any, Final

from pydantic import ValidationError

from liuhen.demo.people import ORGAN
from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, LiuhenError
from liuhen.ledger import Entry, entries
from liuhen.ledger.ends import ends
from liuhen.ledger.many import bodies_of
from liuhen.people.officers import Officer, officer_of_account
from liuhen.process.case.approval import BESIDE, ENDORSED, MATTERS, OF_KIND, RETURNED
from liuhen.process.case.corrections import Correction
from liuhen.process.case.guard import perform
from liuhen.process.case.models import Request
from liuhen.process.case.reference import CaseRef, find_case
from liuhen.process.case.registry import ACTS, ActType
from liuhen.process.case.uploads import receive
from liuhen.scenario.playing import usual_step
from liuhen.scenario.samples import sample
from liuhen.scenario.standing import MAIN, Standing
from permissions.filling import filled
from walks.oracle import Deed

Pick = Callable[[Sequence[Any]], Any]
"""Takes one of several, by a chance that hypothesis draws."""

PAUSES: Final = tuple(timedelta(**one) for one in ({"minutes": 5}, {"minutes": 20}, {"days": 1}, {"days": 6}))
HANDLERS: Final = ("周明远", "何静")
TALLY: Final[Counter[tuple[str, bool]]] = Counter()
"""Kind of act, and whether it was let through: how often, on all walks."""
_keys: Final = (f"walk-{number}" for number in count(1))


@dataclass
class Walk:
    """One walk: where it stands, and every entry that was acknowledged on the way."""

    of: str
    standing: Standing
    done: list[str] = field(default_factory=list)  # digests
    known: set[str] = field(default_factory=set)  # digests of all that was answered, other dossiers' too
    tried: list[str] = field(default_factory=list)  # what was tried, for who reads a failure

    @classmethod
    def on(cls, of: str, standing: Standing) -> "Walk":
        """Begin where a course stands, without moving it."""
        return cls(of, replace(standing, refs=dict(standing.refs), seqs=dict(standing.seqs)))

    @property
    def case(self) -> CaseRef | None:
        """Return the dossier as it is now, or None where it was not begun."""
        return find_case(ORGAN, self.standing.refs[MAIN]) if MAIN in self.standing.refs else None

    def step(self, pick: Pick) -> None:
        """Try one act; what is refused leaves nothing, what is done leaves one entry."""
        self.standing.now += pick(PAUSES)
        with clock.at(self.standing.now):
            case = self.case
            act = ACTS[pick(pick([*[likely(case)] * 5, sorted(ACTS)]))]
            usual = usual_step(self.of, act.kind)
            own = [usual.by if usual and usual.by else HANDLERS[0]]
            by = pick(pick([own, own, own, own, able(act, self.standing), sorted(self.standing.people)]))
            officer = self.standing.officer(by)
            form = self.form(act, officer, pick)
            correction = self.correction(act, case, pick)
            key = next(_keys)
            self.tried.append(f"{by} {act.kind} {'更正' if correction else ''}")
            first = self.attempt(act, form, officer, key, correction)
            TALLY[act.kind, bool(first)] += 1
            if pick((False, False, False, True)):  # sent twice: the same entry, never a second one
                assert self.attempt(act, form, officer, key, correction) == first

    def attempt(self, act: ActType, form: Any, by: Officer, key: str, correction: Correction | None) -> str:
        """Return the digest of the entry that an act left, or nothing where it was refused."""
        before = ends()[ORGAN].entries
        ref = None if act.starts_dossier else self.standing.refs.get(MAIN, "")
        try:
            read = act.form.model_validate(form)
            done = perform(act.kind, ref, read, by=by, happened=None, key=key, channel="cli", correction=correction)
        except (LiuhenError, ValidationError):
            assert ends()[ORGAN].entries == before, f"被拒绝的 {act.kind} 留下了记录"
            return ""
        written = ends()[ORGAN].entries - before
        assert written == (0 if done.entry.digest in self.known else 1), act.kind
        self.known.add(done.entry.digest)
        if written and not act.starts_dossier:
            self.done.append(done.entry.digest)
        if act.starts_dossier and MAIN not in self.standing.refs:
            self.standing.refs[MAIN] = done.ref
            self.done.append(done.entry.digest)
        return done.entry.digest

    def form(self, act: ActType, by: Officer, pick: Pick) -> dict[str, Any]:
        """Return what is usually entered for an act, or else the least that its form takes."""
        usual = usual_step(self.of, act.kind)
        told = dict(usual.form) if usual else {}
        if "officer_ids" in act.form.model_fields and "officer_ids" not in told:
            told["officer_ids"] = [f"@{name}" for name in pick((HANDLERS, HANDLERS, HANDLERS[:1], ("丁卫", "何静")))]
        try:
            form = self.standing.entered(told, within=MAIN, bring=lambda name: self.bring(by, name))
        except BadInputError:  # it is about an entry that is not there
            form = {}
        known = {"request": pick(waiting(self.case))} if "request" in act.form.model_fields else {}
        return form | known if usual and form else filled(act.form, **known)

    def bring(self, by: Officer, name: str) -> str:
        """Upload a sample file."""
        content = sample(name, at=self.standing.now)
        return receive([content], name=name, by=by, size=len(content)).sha256

    def correction(self, act: ActType, case: CaseRef | None, pick: Pick) -> Correction | None:
        """Return, now and then, which earlier entry of the kind this one puts right."""
        if not act.correctable or case is None or not pick((False, False, True)):
            return None
        found = [event.seq for event in case.events(act.kind)]
        return Correction(pick(found), "原记录有误。") if found else None

    def left(self) -> list[Entry]:
        """Return the entries of the dossier, in order."""
        case = self.case
        return [] if case is None else list(entries(dossier=case.dossier))


def likely(case: CaseRef | None) -> list[str]:
    """Return the acts that such a dossier has the footing for, what waits most often; or those that begin one."""
    if case is None:
        return sorted(kind for kind, act in ACTS.items() if act.starts_dossier)
    of, held = case.kind, {event.kind for event in case.events(*ACTS)}
    asked = set(Request.objects.filter(dossier=case.dossier, state="waiting").values_list("awaiting", flat=True))
    answers = {ENDORSED, RETURNED, "approval.withdrawn"} | {one.approved for one in BESIDE.values()}
    signing = {kind for one in MATTERS for kind in (*one.signing, one.withdrawn)}
    found = [
        kind
        for kind, act in sorted(ACTS.items())
        if of in act.of and not act.starts_dossier and kind not in answers | signing
        if held >= {need for need in act.needs if of in ACTS[need].of}
    ]
    main = [case.awaiting, *([OF_KIND[case.awaiting].returned] if case.awaiting in OF_KIND else [])]
    waits = [kind for kind in (*main, *sorted(asked), *([RETURNED] if asked else [])) if kind in ACTS]
    return [*found, *(waits * max(1, len(found) // 6))]


def able(act: ActType, standing: Standing) -> list[str]:
    """Return who has a role that may do the act; everybody where nobody has."""
    found = [name for name, one in standing.people.items() if _roles(one.account) & act.roles]
    return found or list(standing.people)


@cache
def _roles(account: str) -> frozenset[str]:
    """Return the roles of an account: no act of a walk changes them."""
    return frozenset(officer_of_account(account).roles)


def waiting(case: CaseRef | None) -> list[int]:
    """Return the numbers of the requests that wait, or a number that is none."""
    rows = Request.objects.filter(dossier=case.dossier, state="waiting") if case else Request.objects.none()
    return sorted(rows.values_list("seq", flat=True)) or [1]


def deeds_of(listed: Iterable[Entry]) -> list[Deed]:
    """Return entries as the table looks at them: what puts an earlier one right is no act of its own."""
    acts = [one for one in listed if one.corrects is None]
    bodies = bodies_of(acts)
    return [Deed(one.dossier_seq or 0, one.kind, one.by.id, _fields(bodies[one.digest])) for one in acts]


def _fields(body: Any) -> dict[str, Any]:
    return {} if body is None else body.open_fields()
