"""A program of its own that works on a batch of papers and may be killed at any moment.

Words: `prepare HOW-MANY` makes a bureau, inspections and the batch, and prints its name; `work NAME` makes what
waits; `tell NAME` prints how the batch stands, the papers and their numbers.
"""

import json
import sys
from typing import Any, Final

import django
from django.conf import settings

FORM: Final = "inspection-notice"
ENTERED: Final = {"legal_basis": "《医疗保障基金使用监督管理条例》第二十七条"}


def prepare(how_many: str) -> str:
    from django.core.management import call_command  # noqa: PLC0415  # needs the settings

    from liuhen.process.case.papers import batch  # noqa: PLC0415
    from process.bureau import PARTY, TODAY, Play, populate  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    people = populate()
    wanted = []
    for _ in range(int(how_many)):
        case = Play(people)
        told = {"reason": "daily", "party": PARTY, "matters": "进销存。", "planned_on": TODAY}
        seq = case.do("zhou", "inspection.planned", officer_ids=case.two, **told).seq
        wanted.append((str(case.ref), FORM, seq))
    return batch.ask(people["zhou"], wanted, key="page-1", entered=ENTERED).id


def work(name: str) -> str:
    from liuhen.process.case.papers.batch import make_batch  # noqa: PLC0415

    make_batch.call(name)
    return name


def tell(name: str) -> dict[str, Any]:
    from liuhen.people.officers import officer_of_account  # noqa: PLC0415
    from liuhen.process.case.models import Paper  # noqa: PLC0415
    from liuhen.process.case.papers import batch  # noqa: PLC0415

    zhou = officer_of_account("zhou")
    assert zhou is not None
    found = batch.find(zhou, name)
    papers = sorted(Paper.objects.values_list("number", "seq"))
    return {
        "states": [one.state for one in found.items],
        "said": [(one.number, one.seq) for one in found.items if one.number],
        "papers": papers,
        "words": [one.said for one in found.items if one.said],
    }


def main(what: str, word: str) -> None:
    """Do one of these at the moment at which tests play."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django.setup()
    from liuhen.kernel import clock  # noqa: PLC0415
    from process.bureau import AT  # noqa: PLC0415

    with clock.at(AT):
        json.dump({"prepare": prepare, "work": work, "tell": tell}[what](word), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
