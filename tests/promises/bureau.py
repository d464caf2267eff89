"""A small bureau in a data folder: its people, and a case with an uploaded page and a finalised, signed paper."""

from typing import Any

from django.core.management import call_command

from liuhen.kernel import clock
from liuhen.ledger import checkpoint
from liuhen.people.models import Person
from liuhen.people.officers import Officer, officer_of_account
from process.bureau import AT, MEMBERS, ORGAN, Play, bring, page, populate


def trial(*, rounds: int, seed: int) -> dict[str, Any]:
    """Make it in the data folder of this process."""
    del rounds, seed
    call_command("migrate", verbosity=0, interactive=False)
    with clock.at(AT):
        case = Play(populate()).to("rights.told")
        paper = case.do("zhou", "paper.finalised", form="interview")
        scan = bring(case.people["zhou"], page())
        case.do("zhou", "paper.signed", paper_seq=paper.seq, role="party", signer="许某", scan=scan)
        checkpoint(ORGAN)
    return {"ref": case.ref, "people": Person.objects.count()}


def people() -> dict[str, Officer]:
    """Return the bureau's people by a short name."""
    return {account: officer_of_account(account) for account in MEMBERS}


def first_case() -> Play:
    """Return the case that the bureau began with."""
    case = Play(people())
    case.ref = "2026-0001"
    return case
