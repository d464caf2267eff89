"""A paper in the organ's own form: filled from the same sheet when it is finalised, kept beside it."""

from django.conf import settings

from liuhen.kernel.canonical import Json
from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import UnusableError
from liuhen.media.arrivals import Declared
from liuhen.media.places import where
from liuhen.media.store import take_in
from liuhen.office.own_forms import own_form
from liuhen.papers.docx import MEDIA_TYPE, filled
from liuhen.papers.forms import Form
from liuhen.process.case.parts import Scan


def own_copy(organ: str, told: Form, sheet: dict[str, Json]) -> Scan | None:
    """Return the paper in the organ's own form, kept under its digests; None where the organ has none.

    Raises:
        UnusableError: the form is not in the store any more.
        BadInputError: it cannot be filled with this sheet.
    """
    own = own_form(organ, told.id)
    if own is None:
        return None
    path = where(settings.LIUHEN_ORIGINALS, own.file)
    if not path.is_file():
        raise UnusableError(
            f"《{told.title}》的本单位格式文件不在了。",
            why="存储中没有这个文件。",
            remedy="请系统管理员用备份恢复，或者由法制部门重新上传、停用。",
        )
    content = filled(path.read_bytes(), told, sheet)
    said = Digests.of(content)
    declared = Declared(size=len(content), sha256=said.sha256, sm3=said.sm3)
    take_in([content], root=settings.LIUHEN_PAPERS, name=f"{told.title}.docx", declared=declared)
    name = f"{said.sha256[:12]}.docx"
    return Scan(sha256=said.sha256, sm3=said.sm3, size=len(content), name=name, media_type=MEDIA_TYPE)
