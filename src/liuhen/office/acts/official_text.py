"""附上规程正式文本."""

from pathlib import Path
from typing import Any

from django.conf import settings

from liuhen.kernel.errors import BadInputError
from liuhen.media.places import where
from liuhen.office.official_text import articles_of
from liuhen.office.payloads.official_text import OfficialTextAttached, OfficialTextForm
from liuhen.office.registry import Doing, office_act
from liuhen.office.texts import shelf
from liuhen.people.officers import Officer
from liuhen.rulebook.available import available


def _pack(by: Officer, of: str) -> dict[str, Any]:
    del by
    return {"pack": of} if of else {}


@office_act(
    OfficialTextAttached, section="packs", label="规程正式文本", verb="附上正式文本", prefill=_pack,
    help="本系统只带规则的摘要，不带规程原文。附上的文本按条切分，显示在规则旁边；以后再附，以最近一次为准。",
)  # fmt: skip
def attach(form: OfficialTextForm, doing: Doing) -> OfficialTextAttached:
    """Keep the official text of a regulation beside its rules."""
    del doing
    head = next((one for one in available(roots=shelf()) if one.id == form.pack), None)
    if head is None:
        raise BadInputError("没有这部规程。", fields={"pack": "请从所列各项中选择"}, remedy="请刷新页面后重新选择。")
    found = articles_of(form.file)
    if not found:
        raise BadInputError(
            "文本里没有找到条文，没有附上。",
            fields={"file": "没有“第…条”，也没有“一、（一）”这样的编号"},
            remedy="请检查文件内容，每条另起一行后重新上传。",
        )
    size = where(Path(settings.LIUHEN_ORIGINALS), form.file).stat().st_size
    return OfficialTextAttached(
        pack=head.id,
        title=head.title,
        file=form.file,
        size=size,
        name=form.name,
        articles=len(found),
        reason=form.reason,
    )
