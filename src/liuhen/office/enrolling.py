"""A whole roster entered at once: each person and each certificate an entry of its own, all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from liuhen.kernel.errors import BadInputError
from liuhen.ledger.storage import whole
from liuhen.office.acts.roll import departments
from liuhen.office.guard import perform
from liuhen.office.payloads.persons import CertifyForm, DepartmentForm
from liuhen.office.registry import Once
from liuhen.office.roster import Line, Roster
from liuhen.people.models import Person
from liuhen.people.officers import Officer


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What was entered, and the codes to hand over."""

    people: int
    certificates: int
    departments: tuple[str, ...]
    once: tuple[Once, ...]


def new_departments(organ: str, lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the departments named in a roster that the organ does not have yet."""
    known = departments(organ)
    return tuple(dict.fromkeys(one.person.department for one in lines if one.person.department not in known))


@whole()
def enrol(roster: Roster, *, by: Officer, key: str, channel: str) -> Enrolled:
    """Enter everybody in a roster, with the departments that are new.

    Raises:
        BadInputError: the roster has faults; nothing is entered.
        NotAllowedError: it is not his to do.
    """
    if roster.faults:
        raise BadInputError(
            f"表格里有 {len(roster.faults)} 处要改。",
            fields={"file": "没有导入"},
            remedy="请按所列各处改正后重新上传。",
        )
    fresh = new_departments(by.organ, roster.lines)
    for at, name in enumerate(fresh):
        opened = DepartmentForm(name=name, reason="随人员名册导入")
        perform("department.opened", opened, by=by, key=f"{key}-d{at}", channel=channel)
    once: list[Once] = []
    certificates = 0
    for one in roster.lines:
        once += perform("officer.appointed", one.person, by=by, key=f"{key}-p{one.row}", channel=channel).once
        if one.valid_from and one.valid_to:
            certificates += 1
            perform("certificate.issued", _card(one), by=by, key=f"{key}-c{one.row}", channel=channel)
    return Enrolled(len(roster.lines), certificates, fresh, tuple(once))


def _card(one: Line) -> CertifyForm:
    officer = Person.objects.values_list("id", flat=True).get(account=one.person.account)
    return CertifyForm.model_validate(
        {
            "officer": officer,
            "number": one.number,
            "valid_from": one.valid_from,
            "valid_to": one.valid_to,
            "reason": one.person.reason,
        }
    )
