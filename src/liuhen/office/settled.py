"""What the organ settled becomes the tables that say what is in force."""

from liuhen.kernel.clock import beijing_date
from liuhen.ledger import Entry, projects
from liuhen.office.laws import note_law
from liuhen.office.models import (
    Adopted,
    CalendarYear,
    Catalogue,
    Chain,
    Discretion,
    Holder,
    Numbering,
    OwnTerm,
    Picked,
    Seal,
    Threshold,
)
from liuhen.office.payloads import (
    CalendarArranged,
    CatalogueSet,
    ChainSet,
    ChoicePicked,
    HolderAssigned,
    NumberingSet,
    PackDay,
    PacksAdopted,
    SealKept,
    SignInPolicySet,
    TermSet,
    ThresholdSet,
)
from liuhen.office.payloads.discretion import DiscretionSet
from liuhen.people.models import SignInPolicy


@projects(ChainSet)
def _chain(entry: Entry, body: ChainSet) -> None:
    Chain(
        key=f"{entry.organ}:{body.matter}",
        dossier="",
        organ=entry.organ,
        matter=body.matter,
        steps=[step.model_dump() for step in body.steps],
        basis=body.basis,
    ).save()


@projects(ThresholdSet)
def _set(entry: Entry, body: ThresholdSet) -> None:
    row = Threshold(
        key=f"{entry.organ}:{body.matter}",
        dossier="",
        organ=entry.organ,
        matter=body.matter,
        amount_fen=body.amount_fen,
        basis=body.basis,
    )
    row.save()


@projects(CatalogueSet)
def _catalogue(entry: Entry, body: CatalogueSet) -> None:
    Catalogue(organ=entry.organ, dossier="", items=body.items, basis=body.basis).save()


@projects(DiscretionSet)
def _fine_by(entry: Entry, body: DiscretionSet) -> None:
    Discretion(
        key=f"{entry.organ}:{body.article}",
        dossier="",
        organ=entry.organ,
        article=body.article,
        steps=body.open_fields()["steps"],
        basis=body.basis,
    ).save()


@projects(CalendarArranged)
def _arrange(entry: Entry, body: CalendarArranged) -> None:
    told = body.open_fields()
    CalendarYear(
        key=f"{entry.organ}:{body.year}",
        dossier="",
        organ=entry.organ,
        year=body.year,
        source=body.source,
        holidays=told["holidays"],
        workdays=told["workdays"],
    ).save()
    note_law(entry)


@projects(NumberingSet)
def _number(entry: Entry, body: NumberingSet) -> None:
    Numbering(
        key=f"{entry.organ}:{body.series}",
        dossier="",
        organ=entry.organ,
        series=body.series,
        word=body.word,
        year=body.year,
        first=body.first,
    ).save()


@projects(SealKept)
def _keep(entry: Entry, body: SealKept) -> None:
    Seal(
        key=f"{entry.organ}:{body.name}",
        dossier="",
        organ=entry.organ,
        name=body.name,
        since=body.since,
        digest=entry.digest,
    ).save()


@projects(PacksAdopted)
def _adopt(entry: Entry, body: PacksAdopted) -> None:
    since = body.since or beijing_date(entry.recorded)
    row = Adopted(
        key=f"{entry.organ}:{since.isoformat()}",
        dossier="",
        organ=entry.organ,
        since=since,
        packs=dict(body.packs),
        texts=dict(body.texts or {}),
        dates={day.pack: _span(day) for day in body.days or ()},
    )
    row.save()
    note_law(entry)


def _span(day: PackDay) -> dict[str, str]:
    return {"from": day.first.isoformat()} | ({"until": day.last.isoformat()} if day.last else {})


@projects(ChoicePicked)
def _pick(entry: Entry, body: ChoicePicked) -> None:
    row = Picked(
        key=f"{entry.organ}:{body.choice}",
        dossier="",
        organ=entry.organ,
        choice=body.choice,
        reading=body.reading,
        reason=body.reason,
        by=entry.by.name,
        on=beijing_date(entry.recorded),
    )
    row.save()
    for name, value in (body.terms or {}).items():
        _own_term(entry, name, value, body.reason)
    note_law(entry)


@projects(TermSet)
def _set_term(entry: Entry, body: TermSet) -> None:
    _own_term(entry, body.name, body.value, body.reason)
    note_law(entry)


def _own_term(entry: Entry, name: str, value: str, reason: str) -> None:
    row = OwnTerm(
        key=f"{entry.organ}:{name}",
        dossier="",
        organ=entry.organ,
        name=name,
        value=value,
        reason=reason,
        by=entry.by.name,
        on=beijing_date(entry.recorded),
    )
    row.save()


@projects(HolderAssigned)
def _assign(entry: Entry, body: HolderAssigned) -> None:
    row = Holder(
        key=f"{entry.organ}:{body.holder}",
        dossier="",
        organ=entry.organ,
        holder=body.holder,
        department=body.department,
        reason=body.reason,
    )
    row.save()


@projects(SignInPolicySet)
def _set_sign_in(entry: Entry, body: SignInPolicySet) -> None:
    SignInPolicy(
        organ=entry.organ,
        dossier="",
        idle_minutes=body.idle_minutes,
        password_days=body.password_days,
        second_factor=sorted(body.second_factor),
    ).save()
