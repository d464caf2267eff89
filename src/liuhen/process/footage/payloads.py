"""收入音像库: what people enter, and what the entry in the organ's chain holds."""

from typing import Final

from pydantic import AwareDatetime

from liuhen.forms.fields import Form, choice, file, line, moment, parts, person, text, whole, yes
from liuhen.ledger import Body
from liuhen.people.officers import Snapshot
from liuhen.process.case.parts import Scan

LONGEST: Final = 31 * 24 * 3600 * 1000  # milliseconds: more than any device records in one file
FURTHEST: Final = 100 * 366 * 24 * 3600 * 1000  # milliseconds: a clock that says 1970 is half a century off
WAYS: Final = {
    "upload": "网页上传",
    "dock": "采集站、存储卡",
    "window": "办事窗口批量调取",
    "capture": "手机现场拍摄",
    "api": "接口",
}
STARTS: Final = {
    "given": "经办人填写",
    "embedded": "文件内的创建时间",
    "name": "文件名",
    "modified": "文件的修改时间",
    "listed": "调取清单",
}
MEDIA: Final = {"video": "录像", "audio": "录音", "photo": "照片"}


class FootageForm(Form):
    """收入音像库."""

    file: str = file("音像文件")
    device: str = line("设备编号", default="", min_length=0)
    carrier: str | None = person("使用设备的人（不填为本人）", default=None)
    started: AwareDatetime | None = moment("开始录制时间（设备显示；不填时取文件内的时间）", default=None)
    captured_sha256: str = line("拍摄时的校验值", default="", pattern="^([0-9a-f]{64})?$", min_length=0)
    note: str = text("说明", rows=2, default="", min_length=0)


class FootageReceived(Body, kind="footage.received", version=1):
    """An original recording came into the store; of which case it is, an entry of that case says later."""

    footage: str = line("音像编号")
    file: Scan = parts("文件")
    media: str = choice("音像种类", MEDIA)
    duration_ms: int | None = whole("时长（毫秒）", default=None, le=LONGEST)
    started: AwareDatetime = moment("开始录制时间（设备显示）")
    ended: AwareDatetime = moment("结束录制时间（设备显示）")
    started_by: str = choice("开始时间的来源", STARTS)
    created: AwareDatetime | None = moment("文件内的创建时间", default=None)
    device: str = line("设备编号", default="", min_length=0)
    carrier: Snapshot | None = parts("使用设备的人", widget="part", default=None)
    department: str = line("处室", default="", min_length=0)
    way: str = choice("收入的方式", WAYS)
    gaps: list[tuple[int, int]] = parts("画面中断（毫秒）", default_factory=list)
    rewinds: list[int] = parts("时间回跳（毫秒）", default_factory=list)
    noticed: str = text("收入时发现的情况", default="", min_length=0)
    clock_offset_ms: int | None = whole(
        "设备时钟比标准时间快（毫秒，慢的为负）", default=None, ge=-FURTHEST, le=FURTHEST
    )
    captured_sha256: str = line("拍摄时的校验值", default="", min_length=0)
    origin: str = line("在设备或清单中的位置", default="", min_length=0, max_length=1_000)
    matter: str = line("申请、事项编号", default="", min_length=0)
    window: str = line("办事窗口", default="", min_length=0)
    batch: str = line("批次", default="", min_length=0)
    note: str = text("说明", default="", min_length=0)
    whole: bool = yes("文件完整", default=True)
    playable: bool = yes("能播放", default=True)  # earlier releases took in nothing else
