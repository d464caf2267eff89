"""归入案件: a recording of the footage room, as the act that files it in a case asks for it."""

from liuhen.kernel.errors import BadInputError
from liuhen.ledger import Entry, body_of
from liuhen.ledger.reading import entry as entry_of
from liuhen.people.officers import Officer
from liuhen.people.scope import Subject, can
from liuhen.process.footage.models import Footage, FootageFiled
from liuhen.process.footage.payloads import FootageReceived

VIEW = "footage.view"


def subject_of(row: Footage) -> Subject:
    """Return a recording as permission sees it: it belongs to who carried the device and to who took it in."""
    people = frozenset(one for one in (row.carrier, row.by) if one)
    return Subject(organ=row.organ, department=row.department, officers=people)


def pooled(seq: int, *, by: Officer) -> tuple[Entry, FootageReceived]:
    """Return a recording of the footage room that `by` may see.

    Raises:
        BadInputError: there is none with this number, or it is not his to see; both are answered alike.
    """
    row = Footage.objects.filter(organ=by.organ, seq=seq).first()
    if row is None or not can(by, VIEW, subject_of(row)):
        raise BadInputError(
            "音像库里没有这一段。",
            fields={"footage": "没有这一段，或者您没有查看权限"},
            remedy="请从音像库里选择要归入的音像。",
        )
    entry = entry_of(row.digest)
    body = body_of(entry)
    if not isinstance(body, FootageReceived):
        raise BadInputError("音像库里没有这一段。", fields={"footage": "内容已经依法销毁"})
    return entry, body


def places_of(organ: str, footage: int) -> list[tuple[str, int]]:
    """Return where a recording was filed: dossier and number of the entry, in order."""
    rows = FootageFiled.objects.filter(organ=organ, footage=footage).order_by("at", "key")
    return list(rows.values_list("dossier", "seq"))
