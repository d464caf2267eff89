"""机关信息、文书编号、印章图片."""

from base64 import b64encode
from typing import Any, Final

from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import BadInputError
from liuhen.office.in_force import numbering
from liuhen.office.models import Numbering
from liuhen.office.originals import original
from liuhen.office.payloads import NumberingSet, OrganDescribed, SealKept
from liuhen.office.payloads.organ import SERIES, DescribeForm, NumberingForm, SealForm
from liuhen.office.registry import Doing, office_act
from liuhen.people.models import Organ
from liuhen.people.officers import Officer

PNG: Final = b"\x89PNG\r\n\x1a\n"
LARGEST: Final = 200 * 1024  # bytes


def _as_it_stands(by: Officer, of: str) -> dict[str, Any]:
    del of
    row = Organ.objects.get(id=by.organ)
    return {name: getattr(row, name) for name in ("name", "mark", "credit_code", "address", "phone")}


@office_act(OrganDescribed, section="organ", label="机关信息", verb="变更机关信息", prefill=_as_it_stands)
def describe(form: DescribeForm, doing: Doing) -> OrganDescribed:
    """Say what stands on the organ's papers from now on."""
    del doing
    return OrganDescribed(**dict(form))


def _series(by: Officer, of: str) -> dict[str, Any]:
    row = Numbering.objects.filter(key=f"{by.organ}:{of}").first()
    return {"series": of, "word": row.word if row else of, "year": beijing_date(clock.now()).year}


@office_act(NumberingSet, section="numbering", label="文书编号", verb="设定文书编号", prefill=_series)
def set_numbering(form: NumberingForm, doing: Doing) -> NumberingSet:
    """Say how the numbers of one series are made."""
    if "〔" in form.word or "号" in form.word:
        raise BadInputError(
            "代字后的字不能含有〔或者号。", fields={"word": "请去掉〔、号"}, remedy="年份和号由系统编出。"
        )
    for other, words in SERIES.items():
        if other != form.series and numbering(doing.organ, other, form.year)[0] == form.word:
            raise BadInputError(
                f"“{form.word}”已经用于{words}。",
                fields={"word": "与另一种文号相同"},
                why="两种文号写法相同，编出的号就会重复。",
                remedy="请换一个字。",
            )
    if form.year < doing.today.year:
        raise BadInputError("年度已经过去。", fields={"year": "早于今年"}, remedy="请填写今年或者以后的年度。")
    return NumberingSet(**dict(form))


@office_act(
    SealKept, section="numbering", label="印章图片", verb="存入印章图片",
    help="图片只供打印件上显示，本身不证明任何事；电子签章另行办理。",
)  # fmt: skip
def keep_seal(form: SealForm, doing: Doing) -> SealKept:
    """Keep the picture of a seal."""
    del doing
    png = original(form.picture, largest=LARGEST)
    if not png.startswith(PNG):
        raise BadInputError(
            "印章图片须是 PNG 文件。", fields={"picture": "不是 PNG"}, remedy="请把图片另存为 PNG 后重新上传。"
        )
    return SealKept(name=form.name, png=b64encode(png).decode("ascii"), since=form.since, reason=form.reason)
