"""音像库 as a list: who sees what, what is asked for, and how little a page asks of the database."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from liuhen.kernel.errors import NotAllowedError, NotFoundError
from liuhen.people.officers import Officer
from liuhen.people.scope import can
from liuhen.process.case.models import Case
from liuhen.process.footage.filing import VIEW, subject_of
from liuhen.process.footage.models import Device, DeviceLog, Footage, FootageFiled, Outing
from liuhen.queries.devices import device_page, devices
from liuhen.queries.footage import carriers, footage, footage_for, piece, unfiled_choices, write_footage
from liuhen.queries.footage_shapes import Asked
from liuhen.queries.undocked import undocked
from process.bureau import AT, ORGAN, Play

DAY = timedelta(days=1)


def row(seq: int, carrier: Officer | None = None, **told: Any) -> Footage:
    made = Footage(
        key=f"{ORGAN}:{seq}", dossier="", organ=ORGAN, seq=seq, digest=f"{seq:064x}", footage=f"f-{seq}",
        name=f"{seq}.mp4", media="video", media_type="video/mp4", sha256=f"{seq:064x}", sm3=f"{seq:064x}",
        size=1, duration_ms=1000, started=AT - DAY, ended=AT, device="A-07", way="dock", gaps=[], whole=True,
        by="p-somebody", by_name="某某", at=AT, carrier=carrier.id if carrier else "",
        carrier_name=carrier.name if carrier else "", department=carrier.department if carrier else "办公室",
    )  # fmt: skip
    for name, value in told.items():
        setattr(made, name, value)
    return made


def put(*rows: Footage) -> None:
    Footage.objects.bulk_create(rows)


def names(by: Officer, **asked: Any) -> list[int]:
    return [one.seq for one in footage(by, Asked(**asked)).rows]


def test_the_filter_and_the_question_agree_for_everybody(
    people: Mapping[str, Officer], foreign: Mapping[str, Officer]
) -> None:
    put(row(101, people["zhou"]), row(102, people["wu"]), row(103), row(104, by=people["he"].id))
    for by in [*people.values(), *foreign.values()]:
        seen = set(footage_for(by).values_list("seq", flat=True))
        assert seen == {one.seq for one in Footage.objects.all() if can(by, VIEW, subject_of(one))}, by.account


def test_what_is_in_no_case_comes_first_and_each_condition_narrows(case: Play) -> None:
    case.to("case.opened")
    zhou = case.people["zhou"]
    put(
        row(101, zhou),
        row(102, zhou, device="B-1", way="window"),
        row(103, zhou, started=AT - 3 * DAY, name="现场.mp4"),
    )
    FootageFiled(key=f"{case.case.dossier}:9", dossier=case.case.dossier, organ=ORGAN, footage=103, seq=9, at=AT).save()
    assert names(zhou) == [102, 101, 103]
    assert names(zhou, state="filed") == names(zhou, text="现场") == [103]
    assert names(zhou, state="unfiled", device="A-07") == [101]
    assert names(zhou, way="window") == [102]
    assert names(zhou, last=date(2026, 11, 18)) == [103]
    assert names(zhou, first=date(2026, 11, 19), officer=zhou.id) == [102, 101]
    assert [value for value, _ in unfiled_choices(zhou, case.ref or "")] == ["101", "102"]


def test_a_case_that_is_not_ones_own_is_not_named(case: Play) -> None:
    case.to("case.opened")
    ding = case.people["ding"]
    put(row(101, ding))
    FootageFiled(key=f"{case.case.dossier}:9", dossier=case.case.dossier, organ=ORGAN, footage=101, seq=9, at=AT).save()
    filed = footage(ding, Asked()).rows[0].filed[0]
    assert (filed.ref, filed.title) == ("", "")
    assert footage(case.people["chen"], Asked()).rows[0].filed[0].ref == case.ref


def test_who_has_nothing_to_do_with_recordings_sees_none(people: Mapping[str, Officer]) -> None:
    put(row(101, people["zhou"]))
    for account in ("wu", "feng", "jiang", "shen"):
        with pytest.raises(NotAllowedError):
            footage(people[account], Asked())
    with pytest.raises(NotFoundError):
        piece(people["ding"], 101)


def test_ten_thousand_recordings_ask_no_more_than_ten(case: Play) -> None:
    case.to("case.opened")
    chen, dossier = case.people["chen"], case.case.dossier
    put(*(row(seq, case.people["zhou"]) for seq in range(101, 111)))
    filed = [
        FootageFiled(key=f"{dossier}:{seq}", dossier=dossier, organ=ORGAN, footage=seq, seq=seq, at=AT)
        for seq in range(101, 5_000)
    ]
    filed[0].save()
    with CaptureQueriesContext(connection) as few:
        footage(chen, Asked())
    put(*(row(seq, case.people["zhou"]) for seq in range(111, 10_101)))
    FootageFiled.objects.bulk_create(filed[1:])
    with CaptureQueriesContext(connection) as many:
        listed = footage(chen, Asked(), page=300)
    assert (listed.total, listed.unfiled, len(listed.rows)) == (10_000, 5_101, 25)
    assert len(many) == len(few)


def test_the_workbook_says_what_the_list_says(case: Play, tmp_path: Any) -> None:
    put(row(101, case.people["zhou"], clock_offset_ms=-420_000, noticed="文件不完整"))
    write_footage(case.people["chen"], Asked(), tmp_path / "out.xlsx")
    heads, line = load_workbook(tmp_path / "out.xlsx").active.iter_rows(values_only=True)  # type: ignore[union-attr]
    told = dict(zip(heads, line, strict=True))
    assert (told["文件"], told["设备时钟"], told["情况"]) == ("101.mp4", "慢 7 分", "文件不完整")
    assert told["开始（设备时间）"] == "2026-11-19 10:00:00"


def test_leaders_may_narrow_by_who_carried_it(people: Mapping[str, Officer]) -> None:
    put(row(101, people["zhou"]), row(102, people["he"]), row(103, people["zhou"]))
    assert [name for _, name in carriers(people["chen"])] == ["何静", "周明远"]


def device(number: str, holder: Officer | None = None, **told: Any) -> None:
    Device(
        key=f"{ORGAN}:{number}", dossier="", organ=ORGAN, number=number, sort="recorder",
        holder=holder.id if holder else "", holder_name=holder.name if holder else "",
        handed_at=AT - 30 * DAY if holder else None, **told,
    ).save()  # fmt: skip


def used(number: str, at: datetime) -> None:
    key = f"d-1:{number}:{at.isoformat()}"
    DeviceLog(
        key=key, dossier="d-1", organ=ORGAN, number=number, kind="device.checked", at=at, by="x", by_name="x", said="x"
    ).save()


def test_a_device_used_since_it_was_read_out_is_named_with_its_days(people: Mapping[str, Officer]) -> None:
    zhou, he = people["zhou"], people["he"]
    device("A-07", zhou, docked_at=AT - 5 * DAY)
    device("A-08", he, docked_at=AT - 1 * DAY)
    device("A-09")
    used("A-07", AT - 6 * DAY)
    used("A-07", AT - 3 * DAY)
    used("A-08", AT - 2 * DAY)
    Outing(key="d-1:2:x", dossier="d-1", organ=ORGAN, officer=zhou.id, at=AT - 2 * DAY).save()
    told = undocked(people["chen"])
    assert [(one.device, one.holder, one.days, one.uses) for one in told] == [("A-07", "周明远", 3, 2)]
    assert undocked(he) == ()
    put(row(101, zhou, at=AT - DAY))  # what came from it since was read out of it
    assert undocked(people["chen"]) == ()


def test_the_act_that_was_filmed_counts_as_a_use(case: Play) -> None:
    device("A-07", case.people["zhou"])
    case.to("inspection.made")
    assert [(one.device, one.days) for one in undocked(case.people["chen"])] == [("A-07", 0)]


def test_a_clock_beyond_the_measure_is_flagged_where_the_device_stands(people: Mapping[str, Officer]) -> None:
    device("A-07", clock_offset_ms=75_000)
    device("A-08", clock_offset_ms=-59_000)
    told = {line.cells[0].text: line.cells[4] for line in devices(people["chen"]).rows}
    assert (told["A-07"].text, told["A-07"].second, told["A-08"].second) == ("快 1 分 15 秒", "时钟不准", "")
    assert device_page(people["chen"], "A-07").bad_clock
    with pytest.raises(NotFoundError):
        device_page(people["chen"], "没有")


def test_the_queries_of_the_manager_stay_the_same(people: Mapping[str, Officer]) -> None:
    for number in range(3):
        device(f"A-{number}", people["zhou"])
    with CaptureQueriesContext(connection) as few:
        undocked(people["chen"])
    for number in range(3, 40):
        device(f"A-{number}", people["he"])
        used(f"A-{number}", AT)
    with CaptureQueriesContext(connection) as many:
        assert len(undocked(people["chen"])) == 37
    assert len(few) == len(many)
    assert not Case.objects.filter(organ="none").exists()
