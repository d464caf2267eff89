"""A program of its own on an empty data folder: many processes make a paper with a number at the same moment.

Words: HOW-MANY. Each process has an inspection of its own and makes its notice in it, as soon as all are ready.
"""

import json
import multiprocessing
import sys
from typing import Any, Final

import django
from django.conf import settings

FORM: Final = "inspection-notice"
ENTERED: Final = {"legal_basis": "《医疗保障基金使用监督管理条例》第二十七条"}


def prepared(how_many: int) -> list[str]:
    """Make the bureau and the inspections; nothing is set by typst before the processes part."""
    from django.core.management import call_command  # noqa: PLC0415  # needs the settings
    from django.db import connections  # noqa: PLC0415

    from process.bureau import PARTY, TODAY, Play, populate  # noqa: PLC0415

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("migrate", verbosity=0)
    people = populate()
    refs = []
    for _ in range(how_many):
        case = Play(people)
        told = {"reason": "daily", "party": PARTY, "matters": "进销存。", "planned_on": TODAY}
        case.do("zhou", "inspection.planned", officer_ids=case.two, **told)
        refs.append(str(case.ref))
    connections.close_all()
    return refs


def finalise(ref: str, ready: Any, ends: Any) -> None:
    """Wait until everybody is ready, then make the paper; say what became of it."""
    from liuhen.kernel.errors import LiuhenError  # noqa: PLC0415
    from liuhen.papers.faces import faces_in, folder  # noqa: PLC0415
    from liuhen.people.officers import officer_of_account  # noqa: PLC0415
    from liuhen.process.case import papers  # noqa: PLC0415
    from process.bureau import Play  # noqa: PLC0415

    zhou = officer_of_account("zhou")
    assert zhou is not None
    case = Play({"zhou": zhou})
    case.ref = ref
    faces_in(folder())
    ready.wait()
    try:
        seq = case.do(zhou, "paper.finalised", key=f"finalise-{ref}", form=FORM, entered=ENTERED).seq
    except LiuhenError as err:
        ends.put(str(err))
    else:
        ends.put(case.case.at(seq, papers.PaperFinalised)[1].number)


def main(how_many: str) -> None:
    """Run them all and print the numbers they took."""
    django.setup()
    from liuhen.kernel import clock  # noqa: PLC0415
    from process.bureau import AT  # noqa: PLC0415

    parting = multiprocessing.get_context("fork")
    with clock.at(AT):
        refs = prepared(int(how_many))
        ready, ends = parting.Barrier(len(refs)), parting.SimpleQueue()
        racers = [parting.Process(target=finalise, args=(ref, ready, ends)) for ref in refs]
        for racer in racers:
            racer.start()
        numbers = [ends.get() for _ in racers]
        for racer in racers:
            racer.join()
    json.dump(numbers, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
