"""Officers as the rest of the house sees them: plain data, read once, never a table row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from liuhen.kernel.clock import When, beijing_date
from liuhen.kernel.errors import BadInputError, NotFoundError
from liuhen.ledger import Actor
from liuhen.people.models import Certificate, Person
from liuhen.people.roles import WORDS, Role


@dataclass(frozen=True, slots=True)
class Officer:
    """A person of an organ who acts."""

    id: str
    organ: str
    name: str
    department: str
    account: str
    roles: frozenset[Role]

    @property
    def actor(self) -> Actor:
        """Return the officer as the ledger writes him."""
        return Actor(type="officer", id=self.id, name=self.name)

    @property
    def role_words(self) -> str:
        """Return the roles in Chinese, in the order of the table."""
        return "、".join(WORDS[role] for role in Role if role in self.roles)


class Snapshot(BaseModel):
    """An officer as he stood on the day of an act; what later happens to him changes no record."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: str = Field(title="姓名")
    certificate: str = Field("", title="执法证号")
    valid_from: date | None = Field(None, title="有效期自")
    valid_to: date | None = Field(None, title="有效期至")
    valid: bool = Field(title="当日有效")


def officer_of_account(account: str) -> Officer:
    """Return who signs in as `account`.

    Raises:
        NotFoundError: no person has this account.
    """
    return _officer(Person.objects.filter(account=account).first())


def officer(person: str) -> Officer:
    """Return the officer with this id; raise NotFoundError when there is none."""
    return _officer(Person.objects.filter(id=person).first())


def officers_in(organ: str, *, role: Role | None = None) -> list[Officer]:
    """Return the officers of an organ by name, with one role or with any."""
    rows = Person.objects.filter(organ=organ).order_by("id")
    everyone = [_officer(row) for row in rows]
    return [one for one in everyone if role is None or role in one.roles]


def snapshot(people: Sequence[str], *, organ: str, on: When) -> list[Snapshot]:
    """Return the officers with their certificates as they stand on the Beijing date of `on`.

    Raises:
        BadInputError: one of them is named twice, or is not of this organ.
    """
    if len(set(people)) != len(people):
        raise BadInputError(
            "同一名执法人员被填写了两次。", fields={"officer_ids": "同一人只能填一次"}, remedy="请另选一名执法人员。"
        )
    known = {row.id: _officer(row) for row in Person.objects.filter(organ=organ, id__in=people)}
    if strangers := [one for one in people if one not in known]:
        raise BadInputError(
            "所选执法人员不是本机关人员。",
            fields={"officer_ids": f"有 {len(strangers)} 人不在本机关名册"},
            remedy="请从名单中选择。",
        )
    return [_stands(known[one], beijing_date(on)) for one in people]


def _stands(one: Officer, day: date) -> Snapshot:
    held = Certificate.objects.filter(person=one.id).order_by("valid_from", "number")
    last = None
    for last in held:
        if last.valid_from <= day <= last.valid_to:
            return Snapshot(
                id=one.id,
                name=one.name,
                certificate=last.number,
                valid_from=last.valid_from,
                valid_to=last.valid_to,
                valid=True,
            )
    if last is None:
        return Snapshot(id=one.id, name=one.name, valid=False)
    return Snapshot(
        id=one.id,
        name=one.name,
        certificate=last.number,
        valid_from=last.valid_from,
        valid_to=last.valid_to,
        valid=False,
    )


def _officer(row: Person | None) -> Officer:
    if row is None:
        raise NotFoundError("没有找到这名人员。", remedy="请核对账号或名册。")
    return Officer(row.id, row.organ, row.name, row.department, row.account, frozenset(Role(one) for one in row.roles))
