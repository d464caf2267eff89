"""Officers to pick from."""

from liuhen.people.models import Certificate
from liuhen.people.officers import Officer, officers_in
from liuhen.people.roles import Role


def officer_choices(by: Officer) -> tuple[tuple[str, str], ...]:
    """Return the handlers of the viewer's organ with their certificates and the last day of these."""
    held = {one.person: one for one in Certificate.objects.order_by("valid_to")}
    rows = []
    for one in officers_in(by.organ, role=Role.HANDLER):
        card = held.get(one.id)
        told = f"执法证 {card.number}，有效至 {card.valid_to:%Y年%-m月%-d日}" if card else "没有执法证"
        rows.append((one.id, f"{one.name}（{told}）"))
    return tuple(rows)


def handler_names(by: Officer) -> tuple[tuple[str, str], ...]:
    """Return the handlers of the viewer's organ: id and name, to narrow a list."""
    return tuple((one.id, one.name) for one in officers_in(by.organ, role=Role.HANDLER))
