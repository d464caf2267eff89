"""原件核查: what a re-reading of the originals found, what was set aside, what was put back."""

from typing import Final

from pydantic import AwareDatetime

from liuhen.forms.fields import choice, line, moment, whole
from liuhen.ledger import Body

WAYS: Final = {"full": "全部", "due": "到期轮查", "sample": "抽查"}
FAULTS: Final = {
    "missing": "不在存储中",
    "unreadable": "读不出",
    "shorter": "被截短",
    "longer": "被加长",
    "changed": "内容已改变",
}
_MOST: Final = 10**18


class FixityChecked(Body, kind="fixity.checked", version=1):
    """One re-reading of originals: every byte of `checked` of them, compared with both digests of their entries."""

    way: str = choice("方式", WAYS)
    began: AwareDatetime = moment("开始时间")
    ended: AwareDatetime = moment("结束时间")
    known: int = whole("记录在案的原件（份）", le=_MOST)
    checked: int = whole("本次重读（份）", le=_MOST)
    size: int = whole("本次重读（字节）", le=_MOST)
    faults: int = whole("发现问题（份）", le=_MOST)
    left: int = whole("到期还没有重读的（份）", default=0, le=_MOST)


class OriginalQuarantined(Body, kind="original.quarantined", version=1):
    """An original is not what was taken in: it is not served any more. What lay there is kept aside, unread."""

    sha256: str = line("应有的 SHA-256")
    sm3: str = line("应有的 SM3")
    size: int = whole("应有的大小（字节）", le=_MOST)
    name: str = line("文件名", max_length=300)
    what: str = line("是什么", max_length=300)
    fault: str = choice("问题", FAULTS)
    found: str = line("核查结果", max_length=300)
    aside: str = line("移到", default="", min_length=0, max_length=300)


class OriginalRestored(Body, kind="original.restored", version=1):
    """An original that was set aside is back: a copy with exactly its digests, read again."""

    sha256: str = line("SHA-256")
    name: str = line("文件名", max_length=300)
    way: str = line("来源", max_length=300)
