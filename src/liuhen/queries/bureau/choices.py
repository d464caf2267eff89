"""What may be picked in the forms about the bureau: value, label, and a softer word."""

from typing import Final

from django.db.models import QuerySet

from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import UnusableError
from liuhen.office.in_force import in_force
from liuhen.office.models import Department, Proposal
from liuhen.office.own_terms import own_terms
from liuhen.office.texts import shelf
from liuhen.people.models import Certificate, Delegation, Person
from liuhen.people.officers import Officer
from liuhen.people.resets import open_requests
from liuhen.people.roles import WORDS, Role
from liuhen.queries.officers import officer_choices
from liuhen.rulebook.available import available

Choice = tuple[str, str, str]


def choices(by: Officer, widget: str) -> tuple[Choice, ...]:
    """Return what may be picked in a field of this widget; nothing for a widget that is asked elsewhere."""
    ask = _ASKED.get(widget)
    return ask(by) if ask else ()


def _people(by: Officer) -> tuple[Choice, ...]:
    return tuple((one.id, one.name, one.department) for one in _present(by).order_by("department", "name", "id"))


def _present(by: Officer) -> QuerySet[Person]:
    return Person.objects.filter(organ=by.organ, left_on=None)


def _departments(by: Officer) -> tuple[Choice, ...]:
    names = Department.objects.filter(organ=by.organ, closed=False).order_by("name").values_list("name", flat=True)
    return tuple((name, name, "") for name in names)


def _certificates(by: Officer) -> tuple[Choice, ...]:
    names = dict(_present(by).values_list("id", "name"))
    held = Certificate.objects.filter(person__in=names, revoked_on=None).order_by("number", "-valid_to")
    numbers = {row.number: row for row in held}
    return tuple((number, number, names[row.person]) for number, row in numbers.items())


def _inspectors(by: Officer) -> tuple[Choice, ...]:
    told = [(value, *words.partition("（")) for value, words in officer_choices(by)]
    return tuple((value, name, card.removesuffix("）")) for value, name, _, card in told)


def _delegations(by: Officer) -> tuple[Choice, ...]:
    today = beijing_date(clock.now())
    found = list(Delegation.objects.filter(organ=by.organ, ended_on=None, last__gte=today).order_by("first"))
    names = dict(Person.objects.filter(organ=by.organ).values_list("id", "name"))
    return tuple(
        (one.key, f"{names[one.giver]} → {names[one.taker]}", "、".join(WORDS[Role(role)] for role in one.roles))
        for one in found
        if one.giver == by.id or Role.SECURITY in by.roles
    )


def _proposals(by: Officer) -> tuple[Choice, ...]:
    found = Proposal.objects.filter(organ=by.organ, confirmed=False).order_by("seq")
    return tuple((str(one.seq), str(one.told["name"]), WORDS[Role(one.told["role"])]) for one in found)


def _resets(by: Officer) -> tuple[Choice, ...]:
    return tuple((one.person, one.name, f"{one.requester}申请") for one in open_requests(by.organ))


def _packs(by: Officer) -> tuple[Choice, ...]:
    del by
    return tuple((head.id, head.title, f"版本 {head.version}") for head in available(roots=shelf()))


def _undated(by: Officer) -> tuple[Choice, ...]:
    del by
    return tuple((head.id, head.title, "") for head in available(roots=shelf()) if head.in_force.first is None)


def _own_terms(by: Officer) -> tuple[Choice, ...]:
    return tuple((name, f"{name}（{said}）", "") for name, said in own_terms(in_force(by.organ).rulebook).items())


def _holders(by: Officer) -> tuple[Choice, ...]:
    named = (rule.holder for rule in in_force(by.organ).rulebook.rules if rule.holder)
    return tuple((one, one, "") for one in dict.fromkeys(named))


def _readings(by: Officer) -> tuple[Choice, ...]:
    try:
        book = in_force(by.organ).rulebook
    except UnusableError:
        return ()
    return tuple(
        (f"{number}/{reading}", words, choice.question)
        for number, choice in book.choices.items()
        for reading, words in choice.readings.items()
    )


_ASKED: Final = {
    "officers": _inspectors,
    "person": _people,
    "department": _departments,
    "certificate": _certificates,
    "delegation": _delegations,
    "proposal": _proposals,
    "pack": _packs,
    "packs": _packs,
    "reading": _readings,
    "reset": _resets,
    "undated_pack": _undated,
    "own_term": _own_terms,
    "holder": _holders,
}
