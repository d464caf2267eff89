"""Words spoken on a recording: typed lines, SRT and WebVTT are read alike, and slips are told by their line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.kernel.errors import BadInputError
from liuhen.media.cues import LARGEST, MOST, Cue, Fault, closed, decoded, read_cues, write_lines, write_vtt

SRT = """1
00:00:01,000 --> 00:00:03,500
周明远：请出示<i>证件</i>

2
00:00:04,000 --> 00:00:06,000
好的。
在这里。
"""
VTT = "WEBVTT\n\nNOTE 自动\n\n开头\n00:01.000 --> 00:03.500 align:start\n<v 周明远>请出示证件 &amp; 账册</v>\n"


def test_a_typed_line_has_a_time_a_speaker_and_words() -> None:
    read = read_cues("[01:05] 周明远：请出示证件\n\n[1:00:02.250-1:00:04] 好的\n在这里")
    assert read.faults == ()
    assert read.cues == (
        Cue(65_000, None, "周明远", "请出示证件"),
        Cue(3_602_250, 3_604_000, "", "好的\n在这里"),
    )


def test_srt_is_read_without_its_tags() -> None:
    assert read_cues(SRT).cues == (
        Cue(1_000, 3_500, "周明远", "请出示证件"),
        Cue(4_000, 6_000, "", "好的。\n在这里。"),
    )


def test_webvtt_says_who_speaks_by_its_voice() -> None:
    read = read_cues(VTT)
    assert (read.cues, read.faults) == ((Cue(1_000, 3_500, "周明远", "请出示证件 & 账册"),), ())


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("没有时间的话", Fault(1, "这一行没有写明时间，请写成 [分:秒] 说话人：内容")),
        ("[00:01] 甲：有\n[00:09-00:05] 反了", Fault(2, "结束时间不晚于开始时间")),
        ("[00:01] 甲：\n[00:05] 乙：有", Fault(1, "这一句没有内容")),
        ("1\n00:01 --> 后来\n话", Fault(2, "时间写得不对，应当像 00:01:05,250 --> 00:01:08,000")),
        ("1\n00:00:01,000 --> 00:00:02,000\n话\n\n另一段话", Fault(5, "这一段没有时间，不知道是哪一句")),
    ],
)
def test_a_slip_is_told_by_its_line(text: str, fault: Fault) -> None:
    assert read_cues(text).faults == (fault,)


def test_more_lines_than_anybody_speaks_are_refused() -> None:
    text = "\n".join(f"[{one // 60}:{one % 60:02d}] 话" for one in range(MOST + 1))
    assert [one.why for one in read_cues(text).faults] == [f"一共 {MOST + 1} 句，最多 {MOST} 句"]


def test_lines_stand_in_the_order_of_their_times() -> None:
    assert [one.text for one in read_cues("[00:09] 后\n[00:01] 先").cues] == ["先", "后"]


def test_a_line_stands_until_the_next_one() -> None:
    cues = read_cues("[00:01] 一\n[00:04] 二").cues
    assert [one.until_ms for one in closed(cues)] == [4_000, 9_000]


def test_captions_escape_what_would_be_markup() -> None:
    told = write_vtt(read_cues("[00:01-00:02] 甲：1 < 2 & <b>").cues)
    assert told == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v 甲>1 &lt; 2 &amp; &lt;b&gt;\n"


@given(
    st.lists(
        st.builds(
            Cue,
            at_ms=st.integers(0, 36_000_000),
            until_ms=st.none(),
            speaker=st.sampled_from(["", "周明远", "许某"]),
            text=st.sampled_from(["好的。", "十九笔", "没有", "A-07 已开机"]),
        ),
        max_size=8,
        unique_by=lambda one: one.at_ms,
    )
)
def test_what_is_written_is_read_again(cues: list[Cue]) -> None:
    ordered = tuple(sorted(cues, key=lambda one: one.at_ms))
    assert read_cues(write_lines(ordered)).cues == ordered


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    read_cues(text)
    read_cues(f"{text}-->{text}")


def test_files_in_the_encodings_of_old_programs_are_read() -> None:
    for data in (SRT.encode("utf-8-sig"), SRT.encode("utf-16"), SRT.encode("gb18030")):
        assert read_cues(decoded(data, name="现场.srt")).cues[0].speaker == "周明远"


@pytest.mark.parametrize("data", [b"\0\1\2\0", b"x" * (LARGEST + 1)])
def test_what_is_no_subtitle_file_is_refused_kindly(data: bytes) -> None:
    with pytest.raises(BadInputError, match="电影"):
        decoded(data, name="电影.mp4")
