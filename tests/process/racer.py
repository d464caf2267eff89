"""A process of its own on a data folder: makes a bureau with cases, or acts at the same moment as others.

Words: prepare | act WHEN KIND REF…   (WHEN: seconds since 1970, when all begin; REF "-" begins dossiers)
"""

import json
import sys
import time
from typing import Final

import django
from django.conf import settings

CANARY: Final = {"phone": "13912345678", "identity_no": "42010619900101123X"}
ROUNDS: Final = 5


def prepare() -> dict[str, object]:
    """Make the bureau, a case before its decision that holds the canary, and five before their opening."""
    from django.core.management import call_command  # noqa: PLC0415  # needs the settings

    from process.bureau import Play, populate  # noqa: PLC0415

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("migrate", verbosity=0)
    people = populate()
    told = {"clue_registered": {"informant": CANARY}, "interview_made": {"subject_identity": CANARY}}
    deciding = Play(people).to("decision.drafted", **told)
    opening = [Play(people).to("opening.approved").ref for _ in range(ROUNDS)]
    return {"deciding": deciding.ref, "opening": opening}


def act(when: str, kind: str, *refs: str) -> list[str]:
    """Do one act in each case as soon as it is time; return what became of each."""
    from liuhen.people.officers import officer_of_account  # noqa: PLC0415
    from process.bureau import MEMBERS, Play  # noqa: PLC0415

    people = {account: officer_of_account(account) for account in MEMBERS}
    time.sleep(max(0.0, float(when) - time.time()))
    return [_outcome(Play(people), kind, ref) for ref in refs]


def _outcome(case: object, kind: str, ref: str) -> str:
    from liuhen.kernel.errors import LiuhenError  # noqa: PLC0415
    from process.bureau import Play  # noqa: PLC0415

    assert isinstance(case, Play)
    case.ref = None if ref == "-" else ref
    try:
        case.usual(kind, key=f"{time.time_ns()}-{ref}")
    except LiuhenError as err:
        return type(err).__name__
    return "done"


def main(verb: str, *words: str) -> None:
    django.setup()
    from liuhen.kernel import clock  # noqa: PLC0415
    from process.bureau import AT  # noqa: PLC0415

    with clock.at(AT):
        made = prepare() if verb == "prepare" else act(*words)
    json.dump(made, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
