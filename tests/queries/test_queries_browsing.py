"""音像浏览: what one may play and nothing else, sorted under five things, as quick with ten thousand as with sixty."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from liuhen.process.case.models import Recording
from liuhen.queries.browsing import PER_PAGE, Asked, asked_of, browse, write_recordings
from media.clips import tone
from process.bureau import AT, MINUTE, Play, bring

MANY = 10_000


@pytest.fixture
def stored(case: Play, tmp_path: Path) -> Play:
    """A case with one recording of a minute ago."""
    seq = case.to("inspection.made").case.seq
    sound = tone(tmp_path / "tone.wav", "pcm_s16le", "wav", seconds=1)
    digest = bring(case.people["zhou"], sound.read_bytes(), "现场.wav")
    case.do("zhou", "recording.stored", file=digest, started=AT - 20 * MINUTE, device="A-07", of=seq)
    return case


def more(case: Play, count: int) -> None:
    """Put further recordings into the table that lists read."""
    one = Recording.objects.get()
    rows = []
    for number in range(count):
        row = Recording.objects.get(pk=one.pk) if not rows else rows[0]
        told = {field.attname: getattr(row, field.attname) for field in Recording._meta.concrete_fields}
        told |= {"key": f"{one.dossier}:{1000 + number}", "seq": 1000 + number, "device": f"B-{number % 40:02d}"}
        told |= {"started": AT - timedelta(minutes=number), "name": f"现场 {number}.mp4", "media_type": "video/mp4"}
        rows.append(Recording(**told))
    Recording.objects.bulk_create(rows, batch_size=500)


def queries(case: Play, asked: Asked) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        browse(case.people["zhou"], asked)
    return len(seen)


def test_ten_thousand_take_no_more_queries_than_sixty(stored: Play) -> None:
    more(stored, 60)
    asked = Asked(text="现场", by="device", kind="video")
    few = queries(stored, asked)
    Recording.objects.filter(seq__gte=1000).delete()
    more(stored, MANY)
    assert queries(stored, asked) == few
    found = browse(stored.people["zhou"], asked)
    assert (found.total, len(found.rows), found.pages) == (MANY, PER_PAGE, -(-MANY // PER_PAGE))


def test_a_recording_says_under_what_it_is_sorted(stored: Play) -> None:
    (one,) = browse(stored.people["zhou"], Asked()).rows
    assert (one.kind, one.recording.device, one.handler, one.party) == ("录音", "A-07", "周明远", "青禾药店（示例）")
    assert (one.enforcement, one.cause, one.ref) == ("现场检查", "串换药品", stored.ref)


@pytest.mark.parametrize("by", ["enforcement", "device", "handler", "cause", "party"])
def test_every_value_leads_to_as_many_as_it_says(stored: Play, by: str) -> None:
    more(stored, 50)
    who: Any = stored.people["zhou"]
    found = browse(who, Asked(by=by))
    counted = [browse(who, Asked(by=by, value=one.value)).total for one in found.groups]
    assert counted == [one.count for one in found.groups]
    assert sum(counted) + (found.total - sum(counted) if found.more_groups else 0) == 51


def test_more_values_than_fit_are_told(stored: Play) -> None:
    more(stored, 50)
    assert browse(stored.people["zhou"], Asked(by="device")).more_groups == 41 - 30


def test_days_are_those_of_beijing(stored: Play) -> None:
    who = stored.people["zhou"]
    assert browse(who, asked_of({"first": "2026-11-20", "last": "2026-11-20"})).total == 1
    assert browse(who, asked_of({"last": "2026-11-19"})).total == 0
    assert browse(who, asked_of({"first": "kein Tag"})).total == 1


def test_who_may_not_play_it_does_not_see_that_it_is_there(stored: Play) -> None:
    found = browse(stored.people["ding"], Asked())
    assert (found.total, found.rows, found.groups) == (0, (), ())
    assert browse(stored.people["feng"], Asked()).total == 0


def test_the_workbook_has_all_pages(stored: Play, tmp_path: Path) -> None:
    more(stored, PER_PAGE + 5)
    out = tmp_path / "list.xlsx"
    assert write_recordings(stored.people["zhou"], Asked(), out) == PER_PAGE + 6
    rows = list(load_workbook(out).active.iter_rows(values_only=True))
    assert len([row for row in rows if row[1] in ("录像", "录音")]) == PER_PAGE + 6
