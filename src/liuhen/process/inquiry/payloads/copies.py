"""派生副本: what people enter, and what the entry holds of how a copy was made."""

from typing import Final

from liuhen.forms.fields import Form, choice, entry, file, line, lines, offset, parts, text, whole, yes
from liuhen.ledger import Body
from liuhen.media.derivatives.plans import WHOLE
from liuhen.process.case.parts import Part, Scan
from liuhen.process.inquiry.payloads.recordings import LONGEST

WHATS: Final = {"clip": "片段", "still": "截图", "masked": "遮盖副本"}
COVERINGS: Final = {"opaque": "纯色遮盖", "mosaic": "粗格马赛克"}
MUTINGS: Final = {"silent": "静音", "tone": "以单音盖过", "altered": "变声"}
FOUND_BY: Final = {"hand": "人工画框", "follow": "画框后由程序跟踪", "faces": "由程序找出人脸"}
PURPOSES: Final = {
    "evidence": "证据附件",
    "hearing": "听证、讨论时出示",
    "review": "供当事人、代理人查阅",
    "publicity": "对外公开",
    "transfer": "移送、报送其他机关",
    "other": "其他",
}


class Corner(Part):
    """Where a box is at a moment, in ten-thousandths of the picture."""

    at_ms: int = offset("位置", le=LONGEST)
    x: int = whole("左（万分之）", le=WHOLE)
    y: int = whole("上（万分之）", le=WHOLE)
    width: int = whole("宽（万分之）", le=WHOLE)
    height: int = whole("高（万分之）", le=WHOLE)


class Covered(Part):
    """What is covered, from when to when, and where it is at which moments."""

    from_ms: int = offset("自", le=LONGEST)
    to_ms: int = offset("至", le=LONGEST)
    how: str = choice("怎样遮盖", COVERINGS)
    found: str = choice("位置怎样得出", FOUND_BY, default="hand")
    keys: list[Corner] = parts("关键位置")


class Muted(Part):
    """A stretch that is not to be heard as it was."""

    from_ms: int = offset("自", le=LONGEST)
    to_ms: int = offset("至", le=LONGEST)
    how: str = choice("怎样处理声音", MUTINGS)


class CopyForm(Form):
    """登记音像副本."""

    of: int = entry("由哪段音像制作", ("recording.stored",))
    what: str = choice("副本种类", WHATS)
    start_ms: int = offset("自原件的", default=0, le=LONGEST)
    end_ms: int | None = offset("至原件的（截图、照片不填）", default=None, le=LONGEST)
    file: str = file("副本文件")
    purpose: str = choice("用途", PURPOSES)
    hidden: str = text("遮盖、消音了什么", rows=2, default="", min_length=0, when={"what": ["masked"]})
    tool: str = line("用什么制作的（本系统制作的不填）", default="", min_length=0)
    checked: bool = yes("制作后已从头看过、听过，内容和遮盖都对", default=False)


class CopyDerived(Body, kind="copy.derived", version=1):
    """A copy made from an original: it names its original, the seconds it shows, its maker and how it was made."""

    of: int = entry("由哪段音像制作", ("recording.stored",))
    recording: str = line("音像编号")
    original_sha256: str = line("原件 SHA-256")
    original_sm3: str = line("原件 SM3")
    what: str = choice("副本种类", WHATS)
    start_ms: int = offset("自原件的", le=LONGEST)
    end_ms: int | None = offset("至原件的", default=None, le=LONGEST)
    file: Scan = parts("副本文件")
    duration_ms: int | None = offset("副本时长", default=None, le=LONGEST)
    purpose: str = choice("用途", PURPOSES)
    hidden: str = text("遮盖、消音了什么", default="", min_length=0)
    boxes: list[Covered] = parts("遮盖", default_factory=list)
    mutes: list[Muted] = parts("声音处理", default_factory=list)
    label: str = line("画面下方加注", default="", min_length=0)
    exact: bool = yes("重新编码，起止准确到帧", default=True)
    tool: str = line("用什么制作的")
    finders: list[str] = lines("查找遮盖位置的程序", default_factory=list)
    own: bool = yes("由本系统按以上内容制作")
    maker: str = line("制作人")
    checked: bool = yes("制作后已从头看过、听过")
