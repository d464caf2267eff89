"""等我审批, one after another: where somebody is in what he has to sign, and what comes after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest

from liuhen.people.officers import Officer
from liuhen.queries.desk import approvals
from liuhen.queries.desk_shapes import Waiting
from liuhen.web.links import act_address

QUEUED: Final = "queue"
"""In the address, and then in the form: after signing, the next one opens."""


@dataclass(frozen=True, slots=True)
class Queue:
    """Where one stands; addresses are empty where there is none."""

    place: int  # from 1; 0 where this one does not wait for him
    total: int
    before: str
    after: str
    on: bool  # goes on to the next one after signing


def address(one: Waiting, *, queued: bool) -> str:
    """Return where something that waits is signed."""
    return act_address(one.case_ref, one.act) + (f"?{QUEUED}=1" if queued else "")


def queue_at(request: HttpRequest, by: Officer, ref: str, seq: int | None) -> Queue:
    """Return where the approval of this page stands among all that wait for `by`."""
    found, on = approvals(by), QUEUED in request.GET or QUEUED in request.POST
    here = next((place for place, one in enumerate(found) if (one.case_ref, one.act.of_seq) == (ref, seq)), None)
    if here is None:
        return Queue(0, len(found), "", address(found[0], queued=on) if found else "", on)
    return Queue(here + 1, len(found), _at(found, here - 1, on=on), _at(found, here + 1, on=on), on)


def onward(request: HttpRequest, by: Officer) -> str:
    """Return where to go after signing: the first that still waits, where one goes through them; else nothing."""
    if QUEUED not in request.POST:
        return ""
    found = approvals(by)
    return address(found[0], queued=True) if found else ""


def _at(found: Sequence[Waiting], place: int, *, on: bool) -> str:
    return address(found[place], queued=on) if 0 <= place < len(found) else ""
