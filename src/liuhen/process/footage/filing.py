"""归入案件: a recording of the footage room, as the act that files it in a case asks for it."""

from django.db.models import Q

from liuhen.kernel.errors import BadInputError
from liuhen.ledger import Entry, body_of
from liuhen.ledger.reading import entry as entry_of
from liuhen.people.officers import Officer
from liuhen.people.scope import Subject, can
from liuhen.process.case.models import CaseOfficer
from liuhen.process.footage.models import DeviceRule, Footage, FootageFiled
from liuhen.process.footage.payloads import FootageReceived

VIEW = "footage.view"
RECEIVED_AS = "footage"
"""What an entry of the footage room is to the entry that files its recording: `as` of a reference."""


def subject_of(row: Footage) -> Subject:
    """Return a recording as permission sees it: it belongs to who carried the device and to who took it in."""
    people = frozenset(one for one in (row.carrier, row.by) if one)
    return Subject(organ=row.organ, department=row.department, officers=people)


def shared(by: Officer, dossier: str) -> Q:
    """Return the filter on recordings that `by` may file in a case though they are a colleague's.

    Who handles a case files what another of its handlers, the earlier ones too, carried a device for. A recording
    that lies in a case which is not his stays out of his reach.
    """
    own = CaseOfficer.objects.filter(officer=by.id, left=False, handles=True)
    if not own.filter(dossier=dossier).exists():
        return Q(pk__in=())
    people = CaseOfficer.objects.filter(dossier=dossier, handles=True).values("officer")
    elsewhere = FootageFiled.objects.filter(organ=by.organ).exclude(dossier__in=own.values("dossier"))
    carried = Q(carrier__in=people) | Q(carrier="", by__in=people)
    return Q(organ=by.organ) & carried & ~Q(seq__in=elsewhere.values("footage"))


def pooled(seq: int, *, by: Officer, dossier: str) -> tuple[Entry, FootageReceived]:
    """Return a recording of the footage room that `by` may file in a case.

    Raises:
        BadInputError: there is none with this number, or it is not his to file; both are answered alike.
    """
    row = Footage.objects.filter(organ=by.organ, seq=seq).first()
    if row is None or not _may_file(row, by=by, dossier=dossier):
        raise BadInputError(
            "音像库里没有这一段。",
            fields={"footage": "没有这一段，或者不是您和本案其他承办人的"},
            remedy="请从音像库里选择要归入的音像；其他人拍摄的，由本人或者音像保管人员归入。",
        )
    entry = entry_of(row.digest)
    body = body_of(entry)
    if not isinstance(body, FootageReceived):
        raise BadInputError("音像库里没有这一段。", fields={"footage": "内容已经依法销毁"})
    return entry, body


def _may_file(row: Footage, *, by: Officer, dossier: str) -> bool:
    return can(by, VIEW, subject_of(row)) or Footage.objects.filter(shared(by, dossier), pk=row.pk).exists()


def tolerance_of(organ: str) -> int | None:
    """Return from how many seconds on the organ holds a device's clock for wrong; None where it has set none."""
    return DeviceRule.objects.filter(organ=organ).values_list("seconds", flat=True).first()


def places_of(organ: str, footage: int) -> list[tuple[str, int]]:
    """Return where a recording was filed: dossier and number of the entry, in order."""
    rows = FootageFiled.objects.filter(organ=organ, footage=footage).order_by("at", "key")
    return list(rows.values_list("dossier", "seq"))
