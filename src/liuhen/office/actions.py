"""Acts on the bureau itself; each appends one entry to the organ's chain."""

import secrets
from collections.abc import Sequence
from datetime import date

from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError
from liuhen.ledger import Actor, Body, Entry, append, make_organ_key
from liuhen.ledger.storage import whole
from liuhen.office.adopting import adopted
from liuhen.office.payloads import (
    CertificateIssued,
    ChoicePicked,
    DepartmentOpened,
    OfficerAppointed,
    OrganEstablished,
    ThresholdSet,
)
from liuhen.people.models import Account, Person
from liuhen.people.roles import KEEPERS, Role

SYSTEM = Actor(type="system", id="liuhen", name="留痕系统")


def establish(organ: str, *, name: str, region: str, mark: str, demo: bool, key: str) -> Entry:
    """Begin an organ's chain; its checkpoint key is made here and named in the first entry."""
    body = OrganEstablished(name=name, region=region, mark=mark, demo=demo, public_key=make_organ_key(organ))
    return _record(body, organ=organ, by=SYSTEM, key=key)


def open_department(organ: str, *, name: str, by: Actor, key: str) -> Entry:
    """Enter a department of the organ."""
    return _record(DepartmentOpened(name=name), organ=organ, by=by, key=key)


@whole()
def appoint(
    organ: str, *, name: str, department: str, account: str, roles: Sequence[Role], password: str, by: Actor, key: str
) -> str:
    """Take a person into the organ with an account; return the person's id.

    Raises:
        BadInputError: the account was used before, or the roles are kept apart (三员分立).
    """
    _require_apart(roles)
    if Person.objects.filter(account=account).exists():
        raise BadInputError(
            "这个账号已经用过。",
            fields={"account": "账号不重复使用"},
            remedy="请换一个账号名；离职人员的账号也不再启用。",
        )
    person = f"p-{secrets.token_hex(6)}"
    body = OfficerAppointed(id=person, name=name, department=department, account=account, roles=[*roles])
    _record(body, organ=organ, by=by, key=key)
    Account.objects.open(account, password)
    return person


def _require_apart(roles: Sequence[Role]) -> None:
    keeping = KEEPERS.intersection(roles)
    if keeping and len(set(roles)) > 1:
        raise BadInputError(
            "系统管理员、安全员、安全审计员须由三人分任，且不兼办案岗位。",
            fields={"roles": "岗位须分开"},
            why="一人兼任即可自己改、自己查，留痕就没有见证。",
            remedy="请为每个岗位指定不同的人。",
        )


def certify(organ: str, *, officer: str, number: str, valid_from: date, valid_to: date, by: Actor, key: str) -> Entry:
    """Enter an officer's 行政执法证 with the first and last day on which it is valid."""
    name = Person.objects.values_list("name", flat=True).get(id=officer)
    body = CertificateIssued(officer=officer, name=name, number=number, valid_from=valid_from, valid_to=valid_to)
    return _record(body, organ=organ, by=by, key=key)


def set_threshold(organ: str, *, matter: str, amount_fen: int, basis: str, by: Actor, key: str) -> Entry:
    """Set an amount that the law leaves to the organ, in fen."""
    return _record(ThresholdSet(matter=matter, amount_fen=amount_fen, basis=basis), organ=organ, by=by, key=key)


def adopt(organ: str, *, packs: Sequence[str], by: Actor, key: str) -> Entry:
    """Work by these packs and those they stand on from now on."""
    return _record(adopted(tuple(packs)), organ=organ, by=by, key=key)


def pick(organ: str, *, choice: str, reading: str, reason: str, by: Actor, key: str) -> Entry:
    """Follow one reading where a text bears several."""
    return _record(ChoicePicked(choice=choice, reading=reading, reason=reason), organ=organ, by=by, key=key)


def _record(body: Body, *, organ: str, by: Actor, key: str) -> Entry:
    return append(body, organ=organ, by=by, happened=clock.now(), key=key, channel="system")
