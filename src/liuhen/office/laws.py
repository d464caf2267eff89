"""What the organ works by after one of its acts: packs with their texts and days, readings, terms of its own."""

from collections.abc import Mapping
from typing import Any, Final

from liuhen.kernel.canonical import canonical
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.digests import sha256
from liuhen.ledger import Entry
from liuhen.office.models import Adopted, Law, OwnTerm, Picked

CHANGING: Final = ("packs.adopted", "choice.picked", "term.set", "calendar.arranged")
"""Acts after which what is owed may be reckoned otherwise."""

What = dict[str, Any]


def what_of(
    packs: Mapping[str, str],
    *,
    texts: Mapping[str, str],
    dates: Mapping[str, Any],
    choices: Mapping[str, str],
    terms: Mapping[str, str],
) -> What:
    """Return what rules are read from and read under, apart from the calendar."""
    told = {"packs": packs, "texts": texts, "dates": dates, "choices": choices, "terms": terms}
    return {name: dict(value) for name, value in told.items()}


def pin_of(what: What) -> str:
    """Return the name of what is in force: the SHA-256 of all of it."""
    return sha256(canonical(what)).hex()


def note_law(entry: Entry) -> None:
    """Write down what is in force after an act of the organ: from now on, and from each day to come (for projectors).

    Rows of earlier acts stay, for they say what held when an earlier entry was made.
    """
    organ, today = entry.organ, beijing_date(entry.recorded)
    adopted = list(Adopted.objects.filter(organ=organ).order_by("since"))
    begun = [row for row in adopted if row.since <= today]
    choices = dict(Picked.objects.filter(organ=organ).values_list("choice", "reading"))
    terms = dict(OwnTerm.objects.filter(organ=organ).values_list("name", "value"))
    books = Law.objects.filter(organ=organ).order_by("-seq", "-since").values_list("books", flat=True).first() or {}
    rows = []
    for row in (*begun[-1:], *(row for row in adopted if row.since > today)):
        what = what_of(row.packs, texts=row.texts, dates=row.dates, choices=choices, terms=terms)
        rows.append((row.since, what))
        books[_book(what)] = pin_of(what)
    for since, what in rows:
        Law(
            key=f"{organ}:{entry.organ_seq}:{since.isoformat()}",
            dossier="",
            organ=organ,
            seq=entry.organ_seq,
            since=since,
            pin=pin_of(what),
            what=what,
            books=books,
        ).save()


def _book(what: What) -> str:
    return sha256(canonical([what["packs"], what["texts"]])).hex()
