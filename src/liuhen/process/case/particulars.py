"""What papers say of the case itself: whose it is, the party, who handles it, what earlier entries said."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import written
from liuhen.ledger import Body, Entry
from liuhen.people.models import Organ
from liuhen.people.officers import Snapshot
from liuhen.process.case.parts import Opinion, Party
from liuhen.process.case.reference import CaseRef


class Said(NamedTuple):
    """What one entry says, whichever phase it is of; sealed fields are not there."""

    entry: Entry
    body: Body

    @property
    def when(self) -> str:
        """Return when it happened, as sheets write it."""
        return written(self.entry.happened)

    def field(self, name: str) -> Any:
        """Return an open field, in the plain shapes of JSON."""
        return self.body.open_fields()[name]

    def word(self, name: str) -> str:
        """Return the Chinese word of what was chosen in a field."""
        told = type(self.body).model_fields[name].json_schema_extra
        choices = told.get("choices") if isinstance(told, dict) else None
        value = str(self.field(name))
        return str(choices.get(value, value)) if isinstance(choices, dict) else value


def organ_name(organ: str) -> str:
    """Return the organ's printed name."""
    return str(Organ.objects.values_list("name", flat=True).get(id=organ))


def case_fields(case: CaseRef) -> dict[str, Json]:
    """Return what most papers say first: whose case, and which."""
    return {"organ": organ_name(case.organ), "case_title": case.title, "case_no": case.number}


def party_fields(party: Party) -> dict[str, Json]:
    """Return the party as papers describe it."""
    return {
        "party_name": party.name,
        "party_kind": party.kind,
        "party_code": party.credit_code,
        "party_address": party.address,
        "party_representative": party.representative,
    }


def certified(officers: Iterable[Snapshot]) -> list[Json]:
    """Return officers with the numbers of their certificates."""
    return [{"name": one.name, "certificate": one.certificate} for one in officers]


def opinion_fields(said: Opinion) -> dict[str, Json]:
    """Return an opinion with its name and date."""
    return {"text": said.text, "name": said.printed, "at": said.at}


def opinion_of(entry: Entry, text: str) -> dict[str, Json]:
    """Return what somebody wrote into an entry as an opinion, with his name, for whom, and the date."""
    whose = entry.on_behalf.name if entry.on_behalf else ""
    opinion = Opinion(by=entry.by.id, name=entry.by.name, at=written(entry.happened), text=text, on_behalf=whose)
    return opinion_fields(opinion)


def said(case: CaseRef, kind: str) -> Said | None:
    """Return what the latest entry of a kind says, or None."""
    found = case.events(kind)
    return Said(*case.at(found[-1].seq, Body)) if found else None


def handlers(case: CaseRef) -> list[Json]:
    """Return the handlers of the case, with their certificates of the day on which they were made handlers."""
    found = case.events(
        "case.opened", "handlers.changed", "inspection.planned", "spot_decision.made", "coercion.opened"
    )
    if not found:
        return []
    return [_named(one) for one in Said(*case.at(found[-1].seq, Body)).field("officers")]


def handler_names(case: CaseRef) -> str:
    """Return the handlers' names in one line."""
    return "、".join(str(one["name"]) for one in handlers(case) if isinstance(one, dict))


def cause(case: CaseRef) -> str:
    """Return 案由 as the case was opened under, or as the opening was asked for, or the suspicion it began with."""
    for kind, field in (("case.opened", "cause"), ("opening.requested", "cause"), ("clue.registered", "violation")):
        if (told := said(case, kind)) is not None and told.field(field):
            return str(told.field(field))
    return ""


def _named(officer: Mapping[str, Any]) -> Json:
    return {"name": officer["name"], "certificate": officer["certificate"]}
