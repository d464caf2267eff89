"""The time line: what was recorded against what had to be, drawn so that no word lies on another one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from time import perf_counter
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuhen.queries.track_runs import joined
from liuhen.queries.track_shapes import ActTrack, Clock, Hole, Opening, Part, Pin
from liuhen.web.track.draw import draw, stacked
from liuhen.web.track.page import track_of
from liuhen.web.track.scale import FULL, LEVELS, NARROW, WIDE, Placed, levels, text_width
from liuhen.web.track.shapes import Track

ARRIVED = datetime(2026, 11, 19, 1, 2, tzinfo=UTC)
FIVE = ("时间", "地点", "执法人员", "执法对象", "所记录的环节")


def at(minutes: float) -> datetime:
    return ARRIVED + timedelta(minutes=minutes)


def part(seq: int, start: float, end: float, device: str = "A-07", at_ms: int = 0) -> Part:
    return Part(seq, f"{device}.mp4", device, at(start), at(end), at_ms)


def hole(start: float, end: float, state: str = "open", word: str = "未说明", device: str = "") -> Hole:
    return Hole(at(start), at(end), int((end - start) * 60_000), device, state, word, "", None)


GAP = hole(59, 63.55)
PARTS = (part(2, 0, 59), part(3, 63.55, 138), part(4, 5, 53, "A-11"), part(5, 71, 118, "A-11"))
PHOTOS = (part(6, 18, 18, "手机"), part(7, 40, 40, "手机"))


def act(**changed: Any) -> ActTrack:
    told: dict[str, Any] = {
        "seq": 1,
        "title": "现场检查",
        "begins": "到场",
        "ends": "离场",
        "start": at(0),
        "end": at(138),
        "tenths": 967,
        "missing_ms": 273_000,
        "parts": PARTS,
        "photos": PHOTOS,
        "holes": (GAP,),
        "pins": (Pin(2, at(18), 1_080_000, "现场环境", ""), Pin(3, at(140), 4_500_000, "其他重点内容", "送达通知书")),
        "absent": (),
        "openings": (),
        "files": 6,
        "stored": at(1_900),
        "due": at(6_000),
        "term": "2个工作日",
        "late": False,
    }
    return ActTrack(**told | changed)


def shown(**changed: Any) -> Track:
    return track_of(act(**changed), "2026-0001")


def test_the_head_says_the_interval_and_what_is_missing() -> None:
    track = shown()
    assert track.title == "2026年11月19日现场检查　到场 09:02 至离场 11:20"
    assert track.badge is not None
    assert (track.badge.text, track.badge.colour) == ("覆盖 96.7 %　缺 4 分 33 秒", "red")
    assert track.foot == (
        "原始文件 6 个，SHA-256 与 SM3 已记；存入 2026年11月20日 16:42，期限 2026年11月23日（2个工作日）"
    )


@pytest.mark.parametrize(
    ("changed", "badge"),
    [
        ({"holes": (), "missing_ms": 0, "tenths": 1000}, ("覆盖 100 %", "green")),
        ({"holes": (hole(59, 63.55, "told", "已说明"),)}, ("覆盖 96.7 %　中断 4 分 33 秒，已说明", "amber")),
        ({"missing_ms": 0, "tenths": 1000}, ("覆盖 100 %　有中断未说明", "red")),
        ({"begins": "", "holes": (GAP,)}, ("中断 1 处", "red")),
    ],
)
def test_the_badge_has_a_word_beside_its_colour(changed: dict[str, Any], badge: tuple[str, str]) -> None:
    found = shown(**changed).badge
    assert found is not None
    assert (found.text, found.colour) == badge


def test_a_day_without_an_act_has_no_badge() -> None:
    assert shown(begins="", ends="", title="", holes=()).badge is None


def test_a_lane_for_the_interval_each_device_and_its_photographs() -> None:
    drawing = draw(act(), "2026-0001", WIDE)
    assert [lane.name for lane in drawing.lanes] == ["应记区间", "A-07", "A-11", "手机 2 张"]
    assert [len(lane.bars) for lane in drawing.lanes] == [1, 2, 2, 0]
    assert [len(lane.dots) for lane in drawing.lanes] == [0, 0, 0, 2]


def test_a_gap_stands_in_the_lane_of_the_device_that_stopped() -> None:
    lanes = {lane.name: lane for lane in draw(act(), "2026-0001", WIDE).lanes}
    assert [one.look for one in lanes["A-07"].holes] == ["open"]
    assert [one.text for one in lanes["A-07"].notes] == ["4 分 33 秒 未说明"]
    assert lanes["A-11"].holes == ()


def test_an_empty_stretch_that_another_device_filled_is_drawn_without_a_word() -> None:
    one_file = (part(2, 0, 30), part(2, 40, 138, at_ms=2_400_000), part(3, 0, 138, "A-11"))
    lane = draw(act(parts=one_file, holes=(), missing_ms=0), "2026-0001", WIDE).lanes[1]
    assert ([one.look for one in lane.holes], lane.notes) == (["filled"], ())
    assert lane.bars[1].url.endswith("/recordings/2?t=2400")


def test_a_bar_plays_from_where_it_begins() -> None:
    bars = [bar for lane in draw(act(), "2026-0001", WIDE).lanes for bar in lane.bars if bar.url]
    assert [(bar.at_ms, bar.ms) for bar in bars][:2] == [(0, 59 * 60_000), (0, int(74.45 * 60_000))]


@pytest.mark.parametrize(
    ("opening", "text", "look"),
    [
        (Opening("A-07", 2, at(0), 0, (), (), confirmed=False, claimed=True), "开场口述待核对", "open"),
        (
            Opening("A-07", 2, at(0), 0, FIVE, (), confirmed=True, claimed=False),
            "开场口述已核对：时间 地点 人员 对象 环节",
            "said",
        ),
        (Opening("A-07", 2, at(0), 0, FIVE[:4], FIVE[4:], confirmed=True, claimed=False), "开场口述缺环节", "wrong"),
    ],
)
def test_the_opening_stands_among_the_marks(opening: Opening, text: str, look: str) -> None:
    (pin,) = draw(act(openings=(opening,), pins=(), parts=PARTS[:2]), "2026-0001", WIDE).pins
    assert (pin.text, pin.look) == (text, look)


def test_a_phone_gets_a_drawing_of_its_own() -> None:
    track = shown(openings=(Opening("A-07", 2, at(0), 0, FIVE, (), confirmed=True, claimed=False),))
    assert [one.layout for one in track.drawings] == ["wide", "narrow"]
    narrow = track.drawings[1]
    assert "A-07 开场口述五项已核对" in [pin.text for pin in narrow.pins]
    assert all(lane.name_y < lane.y for lane in narrow.lanes)


def test_the_list_says_everything_in_words() -> None:
    openings = (
        Opening("A-07", 2, at(0), 4_000, FIVE[:1], FIVE[1:], confirmed=True, claimed=False),
        Opening("", 4, at(5), 0, (), FIVE, confirmed=True, claimed=False),
        Opening("A-11", 4, at(5), 0, (), (), confirmed=False, claimed=True),
    )
    told = Hole(at(59), at(63.55), 273_000, "A-07", "told", "已说明", "设备故障，书面说明", 9)
    lines = [f"{one.what} {one.text}" for one in shown(openings=openings, holes=(told,), absent=("现场环境",)).lines]
    assert lines[:4] == [
        "应记区间 到场 09:02:00，离场 11:20:00",
        "开场口述 A-07，已说明时间，没有说明地点、执法人员、执法对象、所记录的环节",
        "开场口述 未注明设备，一项也没有说明",
        "开场口述 A-11，待核对（存入人称已口述）",
    ]
    assert "中断 A-07 10:01:00 起 4 分 33 秒没有音像，已说明（设备故障，书面说明）" in lines
    assert lines[-2:] == ["要点 其他重点内容：送达通知书（1:15:00）", "要点 现场没有：现场环境"]


def overlaps(one: Placed, other: Placed) -> bool:
    if one.level == other.level:
        return one.first <= other.last and other.first <= one.last
    upper, lower = (one, other) if one.level < other.level else (other, one)
    return upper.first <= lower.x <= upper.last and lower.x != upper.x


@given(st.lists(st.tuples(st.integers(104, 776), st.integers(12, 200)), max_size=14))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_word_lies_on_another_one_or_on_its_line(marks: list[tuple[int, int]]) -> None:
    placed = levels(marks, right=WIDE.width)
    found = [one for one in placed if one is not None]
    assert len(placed) == len(marks)
    assert all(0 <= one.first <= one.last <= WIDE.width and one.level < LEVELS for one in found)
    assert not any(overlaps(one, two) for place, one in enumerate(found) for two in found[:place])


def test_a_word_without_room_stands_in_the_list_only() -> None:
    crowd = tuple(Pin(2, at(one / 10), one * 6_000, "现场环境", "") for one in range(30))
    pins = draw(act(pins=crowd), "2026-0001", NARROW).pins
    assert [pin.text for pin in pins].count("") > 0
    assert all(pin.about == "现场环境" for pin in pins)


def test_long_names_of_devices_do_not_run_into_their_lanes() -> None:
    photo = part(3, 9, 9, "照相机" * 9)
    lanes = draw(act(parts=(part(2, 0, 138, "记录仪" * 9),), photos=(photo,)), "2026-0001", WIDE).lanes
    assert all(text_width(lane.name) <= WIDE.left for lane in lanes)
    assert lanes[1].name.endswith("…")
    assert lanes[2].name.endswith("… 1 张")


def test_half_wide_signs_are_narrower() -> None:
    assert text_width("药 A") == FULL + 2 * 7


def test_words_over_gaps_do_not_lie_on_each_other() -> None:
    holes = tuple(hole(one, one + 0.5) for one in range(10, 130, 4))
    edges = (10, *(one + 0.5 for one in range(10, 130, 4)))
    parts = tuple(part(2, start, end) for start, end in zip(edges, range(14, 131, 4), strict=False))
    notes = draw(act(parts=parts, holes=holes), "2026-0001", NARROW).lanes[1].notes
    spans = [(one.x - text_width(one.text) // 2, one.x + text_width(one.text) // 2) for one in notes]
    assert all(a[1] < b[0] for a, b in pairwise(spans))


def slow(one: Part) -> Part:
    return replace(one, offset_ms=-420_000)


def test_a_slow_clock_is_said_and_its_own_time_stands_beside() -> None:
    parts = (*PARTS[:2], *(slow(one) for one in PARTS[2:]))
    track = shown(parts=parts, clocks=(Clock("A-11", -420_000),))
    lane = next(lane for lane in track.drawings[0].lanes if lane.name == "A-11")
    assert lane.clock == "时钟慢 7 分 00 秒"
    assert "09:07:00（设备显示 09:00:00）" in lane.bars[0].text
    assert track.foot.endswith("A-11 时钟慢 7 分 00 秒，按校时后的时间排列，设备所示时间照录")
    assert "A-11，48 分 00 秒，设备显示 09:00:00，A-11.mp4" in [line.text for line in track.lines]


def test_the_term_of_storing_names_its_article() -> None:
    assert "（2个工作日，武汉办法第二十六条）" in shown(cited="武汉办法第二十六条").foot


def test_a_device_that_overlaps_itself_has_a_row_for_each() -> None:
    twice = (part(2, 0, 59), part(3, 30, 90), part(4, 59, 120), part(5, 95, 138))
    assert stacked(twice) == [0, 1, 0, 1]
    lane = draw(act(parts=twice, holes=()), "2026-0001", WIDE).lanes[1]
    boxes = [(bar.x, bar.x + bar.width, bar.y, bar.y + bar.height) for bar in lane.bars]
    assert not any(
        one[0] < other[1] - 1 and other[0] < one[1] - 1 and one[2] < other[3] and other[2] < one[3]
        for place, one in enumerate(boxes)
        for other in boxes[:place]
    )
    assert max(box[3] for box in boxes) <= lane.y + lane.height


def test_fifty_hours_have_ticks_to_the_end_that_name_the_day() -> None:
    hours = tuple(part(2 + one, 60 * one, 60 * one + 60) for one in range(50))
    drawing = draw(act(parts=hours, holes=(), photos=(), pins=(), end=at(3_000)), "2026-0001", WIDE)
    assert len(drawing.lanes[1].bars) == 50
    assert drawing.ticks[-1].x > drawing.right - 120
    assert all(one.text[:3] == "11-" for one in drawing.ticks)


def test_the_page_of_fifty_hours_from_four_devices_stays_small() -> None:
    parts = tuple(part(2 + one, 75 * (one // 4), 75 * (one // 4) + 60, f"A-{one % 4:02d}") for one in range(50))
    holes = tuple(hole(75 * one + 60, 75 * one + 75) for one in range(12))
    track = shown(parts=parts, holes=holes, photos=(), pins=(), end=at(1_000))
    drawn = render_to_string("web/parts/track.html", {"track": track, "case": {"ref": "2026-0001"}})
    began = perf_counter()
    track = shown(parts=parts, holes=holes, photos=(), pins=(), end=at(1_000))
    render_to_string("web/parts/track.html", {"track": track, "case": {"ref": "2026-0001"}})
    assert perf_counter() - began < 1
    assert drawn.count("</a>") >= 2 * 50
    assert drawn.count("<") - drawn.count("</") < 1_200
    assert len(drawn.encode()) < 100_000


def test_files_that_a_camera_cut_are_told_as_one_recording() -> None:
    told = shown(parts=tuple(joined([part(2, 0, 59), part(3, 59, 138)])), holes=())
    (line,) = [one for one in told.lines if one.what == "连续录像"]
    assert line.text == "A-07，2 小时 18 分 00 秒，2 个文件相接：A-07.mp4、A-07.mp4"
    bars = [bar.text for lane in told.drawings[0].lanes for bar in lane.bars if bar.url]
    assert [text.rpartition("，连续录像")[2] for text in bars] == ["第 1 个文件，共 2 个", "第 2 个文件，共 2 个"]


def test_files_apart_are_not_told_as_one() -> None:
    assert "连续录像" not in {one.what for one in shown().lines}
