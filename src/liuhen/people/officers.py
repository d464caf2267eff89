"""Officers as the rest of the house sees them: plain data, read once, never a table row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from liuhen.kernel import clock
from liuhen.kernel.clock import When, beijing_date
from liuhen.kernel.errors import BadInputError, NotAllowedError, NotFoundError
from liuhen.ledger import Actor
from liuhen.ledger.prepared import Prepared
from liuhen.people.models import Certificate, Delegation, Person
from liuhen.people.roles import WORDS, Role


@dataclass(frozen=True, slots=True)
class Mandate:
    """Roles that somebody lends for some days, first and last day included (委托代理)."""

    giver: str
    name: str
    department: str
    roles: frozenset[Role]
    first: date
    last: date

    @property
    def actor(self) -> Actor:
        """Return the giver as the ledger writes him."""
        return Actor(type="officer", id=self.giver, name=self.name)

    def holds_on(self, day: date) -> bool:
        """Say whether the roles are lent on a day."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Officer:
    """A person of an organ who acts; who has left holds no role."""

    id: str
    organ: str
    name: str
    department: str
    account: str
    roles: frozenset[Role]
    mandates: tuple[Mandate, ...] = field(default=(), compare=False)  # what others lend him today

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


_left: Final = Prepared(Person, lambda person: Person.objects.filter(id=person).values_list("left_on"))
_gone: Final = Prepared(
    Person, lambda *people: Person.objects.filter(id__in=people, left_on__isnull=False).values_list("id", "left_on")
)
_PERSON: Final = tuple(column.attname for column in Person._meta.concrete_fields)
_CARD: Final = tuple(column.attname for column in Certificate._meta.concrete_fields)
_named: Final = Prepared(
    Person, lambda organ, *people: Person.objects.filter(organ=organ, id__in=people).values_list(*_PERSON)
)
_cards: Final = Prepared(
    Certificate,
    lambda *people: Certificate.objects.filter(person__in=people).order_by("valid_from", "number").values_list(*_CARD),
)
_lent: Final = Prepared(
    Delegation,
    lambda taker: (
        Delegation.objects.filter(taker=taker)
        .order_by("first", "key")
        .values_list("organ", "giver", "roles", "first", "last", "ended_on")
    ),
)


def officer_of_account(account: str) -> Officer:
    """Return who signs in as `account`, with what others lend him today.

    Raises:
        NotFoundError: no person has this account.
    """
    return _acting(Person.objects.filter(account=account).first())


def officer(person: str) -> Officer:
    """Return the officer with this id, with what others lend him today; raise NotFoundError when there is none."""
    return _acting(Person.objects.filter(id=person).first())


def officers_in(organ: str, *, role: Role | None = None) -> list[Officer]:
    """Return the officers of an organ who have not left, by id, with one role or with any."""
    today = _today()
    rows = [row for row in Person.objects.filter(organ=organ).order_by("id") if not _is_gone(row, today)]
    return [one for one in map(_officer, rows) if role is None or role in one.roles]


def require_present(by: Officer) -> None:
    """Refuse whoever has left since he was read.

    Raises:
        NotAllowedError: he has left.
    """
    row = _left.first(by.id)
    if row is not None and row[0] is not None and row[0] <= _today():
        raise NotAllowedError(
            "您已离岗，不能再办理事项。",
            why=f"人员名册记载您自{row[0]:%Y年%-m月%-d日}起离岗。",
            remedy="未办完的案件由处室负责人更换承办人；名册有误的，请找安全员。",
        )


def gone(people: Sequence[str], *, on: date) -> frozenset[str]:
    """Return those of some persons who have left by a day."""
    return frozenset(one for one, left in (_gone(*people) if people else ()) if left <= on)


def snapshot(people: Sequence[str], *, organ: str, on: When) -> list[Snapshot]:
    """Return the officers with their certificates as they stand on the Beijing date of `on`.

    Raises:
        BadInputError: one of them is named twice, is not of this organ, or had left by that day.
    """
    if len(set(people)) != len(people):
        raise BadInputError(
            "同一名执法人员被填写了两次。", fields={"officer_ids": "同一人只能填一次"}, remedy="请另选一名执法人员。"
        )
    day = beijing_date(on)
    told = (Person.from_db(None, _PERSON, row) for row in (_named(organ, *people) if people else ()))
    known = {row.id: row for row in told}
    if strangers := [one for one in people if one not in known]:
        raise BadInputError(
            "所选执法人员不是本机关人员。",
            fields={"officer_ids": f"有 {len(strangers)} 人不在本机关名册"},
            remedy="请从名单中选择。",
        )
    if left := [known[one].name for one in people if _is_gone(known[one], day)]:
        raise BadInputError(
            f"{'、'.join(left)}当日已经离岗。",
            fields={"officer_ids": f"{'、'.join(left)}已离岗"},
            why="离岗人员不再参加办案；离岗之前参加的，请按当时的日期补录。",
            remedy="请另选执法人员。",
        )
    held: dict[str, list[Certificate]] = {one: [] for one in people}
    for row in _cards(*people) if people else ():
        card = Certificate.from_db(None, _CARD, row)
        held[card.person].append(card)
    return [_stands(known[one], held[one], day) for one in people]


def valid_on(card: Certificate, day: date) -> bool:
    """Say whether a certificate is valid on a day: from its first to its last, unless it was revoked by then."""
    revoked = card.revoked_on is not None and card.revoked_on <= day
    return card.valid_from <= day <= card.valid_to and not revoked


def _stands(one: Person, held: Sequence[Certificate], day: date) -> Snapshot:
    card = next((each for each in held if valid_on(each, day)), held[-1] if held else None)
    if card is None:
        return Snapshot(id=one.id, name=one.name, valid=False)
    return Snapshot(
        id=one.id,
        name=one.name,
        certificate=card.number,
        valid_from=card.valid_from,
        valid_to=card.valid_to,
        valid=valid_on(card, day),
    )


def _acting(row: Person | None) -> Officer:
    if row is None:
        raise NotFoundError("没有找到这名人员。", remedy="请核对账号或名册。")
    today = _today()
    gone_by_now = _is_gone(row, today)
    return _officer(row, () if gone_by_now else _mandates(row, today), gone_by_now=gone_by_now)


def _officer(row: Person, mandates: tuple[Mandate, ...] = (), *, gone_by_now: bool = False) -> Officer:
    roles = frozenset[Role]() if gone_by_now else frozenset(Role(one) for one in row.roles)
    return Officer(row.id, row.organ, row.name, row.department, row.account, roles, mandates)


def _mandates(taker: Person, today: date) -> tuple[Mandate, ...]:
    """Return what others of the organ lend today: only roles they hold themselves, so nothing is lent onward."""
    lent = [
        (giver, roles, first, last)
        for organ, giver, roles, first, last, ended in _lent(taker.id)
        if organ == taker.organ and first <= today <= last and (ended is None or today < ended)
    ]
    if not lent:
        return ()
    givers = {row.id: row for row in Person.objects.filter(organ=taker.organ, id__in=[one[0] for one in lent])}
    made = [
        Mandate(one.id, one.name, one.department, frozenset(map(Role, set(roles) & set(one.roles))), first, last)
        for giver, roles, first, last in lent
        if (one := givers.get(giver)) is not None and not _is_gone(one, today)
    ]
    return tuple(one for one in made if one.roles)


def _is_gone(row: Person, day: date) -> bool:
    return row.left_on is not None and row.left_on <= day


def _today() -> date:
    return beijing_date(clock.now())
