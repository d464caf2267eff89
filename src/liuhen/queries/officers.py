"""Officers to pick from."""

from datetime import date

from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.people.models import Certificate
from liuhen.people.officers import Officer, officers_in
from liuhen.people.roles import Role


def officer_choices(by: Officer) -> tuple[tuple[str, str], ...]:
    """Return the handlers of the viewer's organ with their certificates, those of his department first."""
    handlers = sorted(officers_in(by.organ, role=Role.HANDLER), key=lambda one: _place(one, by))
    today = beijing_date(clock.now())
    held = {}
    for card in Certificate.objects.filter(person__in=[one.id for one in handlers]).order_by("valid_to"):
        if card.person not in held or card.revoked_on is None:
            held[card.person] = card
    return tuple((one.id, f"{one.name}（{_told(held.get(one.id), today)}）") for one in handlers)


def _place(one: Officer, by: Officer) -> tuple[bool, str, str]:
    return one.department != by.department, one.department, one.name


def _told(card: Certificate | None, today: date) -> str:
    if card is None:
        return "没有执法证"
    if card.revoked_on is not None and card.revoked_on <= today:
        return f"执法证 {card.number}，已注销"
    until = "有效至" if card.valid_to >= today else "已过期，有效至"
    return f"执法证 {card.number}，{until} {card.valid_to:%Y年%-m月%-d日}"


def handler_names(by: Officer) -> tuple[tuple[str, str], ...]:
    """Return the handlers of the viewer's organ: id and name, to narrow a list."""
    return tuple((one.id, one.name) for one in officers_in(by.organ, role=Role.HANDLER))


def person_choices(by: Officer) -> tuple[tuple[str, str], ...]:
    """Return everybody of the viewer's organ who has not left: id, and name with his roles."""
    people = sorted(officers_in(by.organ), key=lambda one: _place(one, by))
    return tuple((one.id, f"{one.name}（{one.department}，{one.role_words}）") for one in people if one.roles)
