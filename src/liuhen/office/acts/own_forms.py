"""采用本单位的格式文书."""

from typing import Any

from liuhen.kernel.errors import BadInputError
from liuhen.office.originals import original
from liuhen.office.own_forms import own_form
from liuhen.office.payloads.own_forms import TITLES, FormAdopted, OwnForm
from liuhen.office.registry import Doing, office_act
from liuhen.papers import form as catalogue
from liuhen.papers.docx import LARGEST, checked
from liuhen.people.officers import Officer


def _form(by: Officer, of: str) -> dict[str, Any]:
    del by
    return {"form": of} if of in TITLES else {}


@office_act(
    FormAdopted, section="numbering", label="本单位格式文书", verb="采用格式文书", prefill=_form,
    help="上传 .docx，在要填的地方写栏名，例如 {{ party_name }}；清单写循环。定稿时照此另填一份 .docx，"
    "系统自制的 PDF 照常制作、签名和查验。含宏、外部链接或者嵌入对象的不收。",
)  # fmt: skip
def adopt(form: OwnForm, doing: Doing) -> FormAdopted:
    """Look through an organ's own form, fill it on trial, and use it from now on; or give it up."""
    told = catalogue(form.form)
    if form.file is None:
        if own_form(doing.organ, form.form) is None:
            raise BadInputError(
                "没有选择文件。", fields={"file": "请选择格式文件"}, remedy="这份文书没有本单位格式，不用停用。"
            )
        return FormAdopted(form=told.id, title=told.title, reason=form.reason)
    content = original(form.file, largest=LARGEST)
    named = checked(content, told)
    return FormAdopted(
        form=told.id, title=told.title, file=form.file, size=len(content), named=list(named), reason=form.reason
    )
