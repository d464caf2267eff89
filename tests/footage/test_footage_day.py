"""The made-up day under 武汉, 汶上 and 宝丰: what each asks of it, how much is covered, and the picture of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from footage.made_up_day import ARRIVED, EVENING, FILED, LATE, LEFT, SECOND, SHOTS, SLOW_MS, dock, film, register
from liuhen.duties.findings import findings
from liuhen.duties.models import Slot
from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.office import actions as office
from liuhen.queries.case import case_page
from liuhen.queries.footage_waiting import outstanding
from liuhen.queries.owed_footage import owed_footage
from liuhen.queries.owed_footage_shapes import Asked
from liuhen.rulebook import Finding, assess, load, load_calendar, read_dossier
from liuhen.web.track.draw import draw
from liuhen.web.track.scale import WIDE
from process.bureau import ORGAN, Play

PACKS = {"W": "wuhan-ybj", "S": "wenshang-ybj", "B": "baofeng-ybj"}
GAP = "14:03 起 1 分 35 秒"


@dataclass(frozen=True)
class Day:
    case: Play
    act: int
    stored: dict[int, str]  # number of the entry -> device

    def said(self, rule: str) -> list[Finding]:
        with clock.at(FILED):
            told = findings(self.case.case.dossier).findings
        return [one for one in told if one.rule.id == rule and one.trigger is not None]

    def states(self, rule: str) -> dict[str, str]:
        return {self.stored[one.trigger.seq]: one.word for one in self.said(rule) if one.trigger}

    def restarted(self) -> int:
        """The number of the second file of A-07."""
        return [seq for seq, device in self.stored.items() if device == "A-07"][1]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return film(tmp_path_factory.mktemp("day"))


@pytest.fixture
def day(request: pytest.FixtureRequest, case: Play, files: list[Path]) -> Iterator[Day]:
    """The day, played through the guard under one bureau's regulation."""
    case.to("case.opened")
    office.adopt(ORGAN, packs=[PACKS[request.param]], by=office.SYSTEM, key=f"day-{request.param}")
    register(case)
    with clock.at(LEFT + timedelta(minutes=20)):
        act = case.usual("inspection.made", arrived=ARRIVED, left=LEFT).seq
    taken = dock(case, files, at=EVENING)
    with clock.at(EVENING + timedelta(minutes=30)):
        waiting = outstanding(case.people["chen"])
        assert [(one.device.device, one.device.holder) for one in waiting] == [("P-03", "周明远")]
        (row,) = owed_footage(case.people["chen"], Asked()).rows
        assert (row.files, row.perhaps) == (0, ("P-03",))
    taken += dock(case, files, at=LATE)
    with clock.at(FILED):
        assert owed_footage(case.people["chen"], Asked()).unfiled == len(SHOTS)
        stored = {
            case.do(shot.carrier, "recording.stored", footage=one.seq, of=act, stage="inspection").seq: one.device
            for shot, one in zip(SHOTS, taken, strict=True)
        }
        assert owed_footage(case.people["chen"], Asked()).unfiled == 0
    yield Day(case, act, stored)


def every(*packs: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("day", packs, indirect=True)


def at(seconds: float) -> datetime:
    return ARRIVED + seconds * SECOND


def has_these_minutes(day: Day) -> None:
    slot = Slot.objects.get(dossier=day.case.case.dossier, seq=day.act)
    assert (slot.expected_ms, slot.covered_ms, slot.gaps_ms, slot.files) == (720_000, 625_000, 95_000, 4)
    assert slot.clocks == [["A-11", SLOW_MS]]
    with clock.at(FILED):
        (row,) = owed_footage(day.case.people["chen"], Asked(first=date(2026, 11, 20), last=date(2026, 11, 20))).rows
    assert (row.tenths, row.names, row.what) == (868, "周明远、何静", "现场检查笔录")


def is_drawn_where_the_minutes_are(day: Day) -> None:
    with clock.at(FILED):
        (track,) = case_page(day.case.people["zhou"], day.case.case.ref).tracks
    assert (track.start, track.end, track.tenths, track.missing_ms) == (ARRIVED, LEFT, 868, 95_000)
    assert [(one.device, one.start, one.end) for one in track.parts] == [
        ("A-07", at(0), at(180)),
        ("A-07", at(275), at(420)),
        ("A-11", at(360), at(600)),
        ("P-03", at(600), at(720)),
    ]
    assert [one.shown for one in track.parts if one.device == "A-11"] == [SHOTS[2].shown]
    assert [(one.start, one.end, one.state) for one in track.holes] == [(at(180), at(275), "open")]
    due, *lanes = draw(track, day.case.case.ref, WIDE).lanes
    whole = due.bars[0]
    drawn = {lane.name: [(one.x - whole.x, one.width) for one in lane.bars] for lane in lanes}
    scaled = {
        "A-07": [(0, 180), (275, 145)],
        "A-11": [(360, 240)],
        "P-03": [(600, 120)],
    }
    for device, bars in scaled.items():
        expected = [pytest.approx(one * whole.width / 720, abs=2) for bar in bars for one in bar]
        assert [one for bar in drawn[device] for one in bar] == expected
    holes = [(one.x - whole.x, one.width) for lane in (due, *lanes) for one in lane.holes]
    assert [pytest.approx(180 * whole.width / 720, abs=2), pytest.approx(95 * whole.width / 720, abs=2)] in map(
        list, holes
    )


@every("W")
def test_wuhan_asks_for_an_account_of_the_break_and_holds_the_clock_against_who_used_it(day: Day) -> None:
    has_these_minutes(day)
    is_drawn_where_the_minutes_are(day)
    (whole,) = day.said("W18-1")
    assert (whole.word, whole.missing) == ("已欠", (f"{GAP}没有音像，也没有说明",))
    assert whole.sums == (
        "应记区间：2026年11月20日14:00:00至14:12:00，共 12 分",
        "有音像：14:00 起 3 分",
        "有音像：14:04:35 起 7 分 25 秒",
        f"没有音像：{GAP}，没有说明",
        "覆盖：10 分 25 秒 ÷ 12 分 ＝ 86.8%（舍去尾数）",
        "校时：A-11 的时钟慢 7 分，设备显示 13:59:00 的，实为 14:06:00；覆盖按实际时间计",
    )
    assert [(one.word, one.missing) for one in day.said("W8-1")] == [("已欠", (f"{GAP}没有说明中断原因",))]
    assert day.states("W7-5") == {"A-07": "已记", "A-11": "已违反", "P-03": "已记"}
    assert day.states("W26-2") == {"A-07": "已记", "A-11": "已记", "P-03": "逾期补记"}
    assert {beijing_date(one.due) for one in day.said("W26-2") if one.due} == {date(2026, 11, 24)}
    with clock.at(FILED):
        gap = {"act": day.act, "start": at(180), "end": at(275), "cause": "fault", "text": "换电池。"}
        day.case.do("zhou", "gap.explained", how="spoken", recording=day.restarted(), at_ms=1_000, **gap)
    assert [one.word for rule in ("W18-1", "W8-1") for one in day.said(rule)] == ["已记", "已记"]


@every("S")
def test_wenshang_asks_that_it_was_stored_and_marked_and_knows_no_rule_on_breaks_of_an_inspection(day: Day) -> None:
    has_these_minutes(day)
    assert [one.word for one in day.said("S5-1-1")] == ["已记"]
    assert day.states("S22-1-1") == {"A-07": "已记", "A-11": "已记", "P-03": "逾期补记"}
    assert [one.missing for one in day.said("S13-1")] == [("没有标明音像要点",)]
    assert day.said("S12-1-2") == []


@every("B")
def test_baofeng_takes_no_words_for_the_break_and_wants_each_device_read_out_on_the_day(day: Day) -> None:
    has_these_minutes(day)
    is_drawn_where_the_minutes_are(day)
    assert [one.word for one in day.said("B7-2")] == ["已记"]
    assert [one.missing for one in day.said("B7-3")] == [(f"{GAP}没有录音录像，也没有摄录重要环节",)]
    assert day.states("B9-1") == {"A-07": "已记", "A-11": "已记", "P-03": "逾期补记"}
    with clock.at(FILED):
        gap = {"start": at(180), "end": at(275), "reason": "记录仪没电。", "stages": ["账册核对"], "papers": "检查笔录"}
        day.case.do(
            "zhou", "gap.explained", act=day.act, start=at(180), end=at(275), cause="fault", how="written", text="没电"
        )
        assert [one.word for one in day.said("B7-3")] == ["已欠"]
        day.case.do("zhou", "key_stages.filmed", of=day.act, **gap)
    assert [one.word for one in day.said("B7-3")] == ["已记"]


@pytest.mark.parametrize(
    ("pack", "rule", "missing", "late"),
    [
        ("W", "W18-1", f"{GAP}没有音像，也没有说明", "W26-2"),
        ("B", "B7-3", f"{GAP}没有录音录像，也没有摄录重要环节", "B9-1"),
        ("S", "S13-1", "没有标明音像要点", "S22-1-1"),
    ],
)
def test_the_same_day_as_a_case_file_gives_the_same_findings(pack: str, rule: str, missing: str, late: str) -> None:
    dossier = read_dossier((Path(__file__).parents[2] / "examples/recording-day.json").read_text(encoding="utf-8"))
    told = assess(dossier, load([PACKS[pack]]), load_calendar(), FILED)
    assert [one.missing for one in told if one.rule.id == rule] == [(missing,)]
    assert [one.word for one in told if one.rule.id == late] == ["已记", "已记", "已记", "逾期补记"]
    assert [one.word for one in told if one.rule.id == "W7-5"] == (["已记", "已违反", "已记"] if pack == "W" else [])
