"""What a recording is labelled with as evidence, and the words spoken on it."""

from pydantic import AwareDatetime

from liuhen.forms.fields import Form, entry, file, line, moment, text, whole
from liuhen.ledger import Body
from liuhen.process.case.parts import Scan

WORDS = 200_000  # characters: what is said in about ten hours


class LabelsForm(Form):
    """音像证据标注."""

    of: int = entry("音像记录", ("recording.stored",))
    method: str = line("制作方法", default="", min_length=0, article="汶上办法第二十一条")
    made_on: AwareDatetime | None = moment("制作（采集）时间", default=None)
    maker: str = line("制作人", default="", min_length=0, article="汶上办法第二十一条")
    place: str = line("采集地点", default="", min_length=0, article="福建细则四（三）1")
    proves: str = text("证明对象（证明事项）", default="", min_length=0, max_length=2_000, rows=3)
    transcript: str = text(
        "声音内容的文字记录",
        default="",
        min_length=0,
        description="已经逐句作了文字记录的，不必再填。",
        rows=3,
    )


class RecordingMarked(LabelsForm, Body, kind="recording.marked", version=1):
    """A recording labelled as evidence: how, when, where and by whom it was made, and what it proves."""


class TranscriptForm(Form):
    """声音文字记录."""

    of: int = entry("音像记录", ("recording.stored",))
    text: str = text(
        "文字记录",
        default="",
        min_length=0,
        max_length=WORDS,
        rows=18,
        description="一句一行，写成 [分:秒] 说话人：内容；没有时间的行接在上一句后面。SRT、WebVTT 的内容可以直接粘贴。",
    )
    file: str | None = file("或者选择字幕文件（SRT、WebVTT）", default=None)


class TranscriptMade(Body, kind="transcript.made", version=1):
    """The words spoken on a recording, each line with its place; `text` as `liuhen.media.cues` writes lines."""

    of: int = whole("音像记录", le=10**9)
    text: str = text("文字记录", max_length=2 * WORDS)
    sentences: int = whole("句数")
    device: str = line("设备编号", default="", min_length=0)
    source: Scan | None = None
