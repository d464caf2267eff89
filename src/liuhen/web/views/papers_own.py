"""A paper in the organ's own form, handed out as .docx or as PDF. The access journal has it first."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from liuhen.access.journal import note
from liuhen.kernel.errors import NotFoundError, OutOfOrderError
from liuhen.people.officers import Officer
from liuhen.queries.paper_own import own_file, own_pdf
from liuhen.web.handing_out import hand_out
from liuhen.web.signed_in import signed_in


@require_safe
@signed_in
def own(request: HttpRequest, by: Officer, ref: str, seq: int, way: str) -> HttpResponseBase:
    """Hand out the .docx, or make a PDF of it now."""
    file = own_file(by, ref, seq)
    if way not in ("docx", "pdf"):
        raise NotFoundError("没有这种格式。", remedy="请从文书的页面下载。")
    if file is None:
        raise OutOfOrderError(
            "这份文书没有按本单位格式制作。", why="定稿时本单位没有采用自己的格式。", remedy="请下载系统自制的 PDF。"
        )
    note(by, "paper.read", f"{ref} {file.name}")
    if way == "docx":
        return hand_out(request, file)
    answer = HttpResponse(own_pdf(file), content_type="application/pdf")
    name = file.name.removesuffix(".docx") + ".pdf"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"  # noqa: FBT003
    return answer
