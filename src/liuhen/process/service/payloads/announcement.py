"""公告送达: posted with its reason and course, and served when its days are over."""

from datetime import date
from warnings import catch_warnings, simplefilter

from liuhen.forms.fields import Form, day, entry, file, line, parts, text, whole
from liuhen.ledger import Body
from liuhen.process.case.parts import Scan
from liuhen.process.service.payloads.what import What, WhatForm

with catch_warnings():  # rules call the kept copy `copy`, as the regulations do; pydantic's own `copy` is not used
    simplefilter("ignore", UserWarning)

    class AnnouncementForm(WhatForm):
        """公告送达."""

        reason: str = text("公告送达的原因", rows=2, examples=["受送达人下落不明"], article="民诉法第九十五条")
        course: str = text("已经用过哪些方式、经过怎样", rows=3, default="", min_length=0, article="民诉法第九十五条")
        way: str = line(
            "公告方式", default="", min_length=0, examples=["张贴", "官方网站"], article="武汉办法第二十二条"
        )
        medium: str = line("公告载体", default="", min_length=0, examples=["本机关公告栏"], article="汶上办法第十七条")
        digest: str = text("公告的主要内容", rows=3, description="受送达人、文书的要点、到何处领取。")
        days: int | None = whole(
            "公告日数", default=None, ge=1, le=999, description="不填的，按规程所定的日数。", article="民诉法第九十五条"
        )
        copy: str = line(
            "留存的书面公告", default="", min_length=0, examples=["公告原件一份"], article="武汉办法第二十二条"
        )  # type: ignore[assignment]
        capture: str | None = file("公告的截图、照片或者扫描件", default=None)

    class AnnouncementPosted(What, AnnouncementForm, Body, kind="announcement.posted", version=2):
        """A notice in public that papers wait for somebody whom no other way reaches."""

        days: int = whole("公告日数", ge=1)
        deemed_on: date = day("视为送达之日")
        reckoned: str = line("怎样计算")
        capture: Scan | None = parts("公告的截图、照片或者扫描件", default=None)  # type: ignore[assignment]  # looked into


class AnnouncementEndedForm(Form):
    """公告期满."""

    of: int = entry("哪一次公告", ("announcement.posted",))
    note: str = text("期满时的情况", rows=2, default="", min_length=0, examples=["受送达人未来领取"])


class AnnouncementEnded(What, AnnouncementEndedForm, Body, kind="announcement.ended", version=2):
    """The days of a notice are over: the papers count as served."""

    posted_on: date = day("公告之日")
    served_on: date = day("送达日期")
    reckoned: str = line("送达日期的依据")
