"""A paper in the organ's own form: whether there is one, and its bytes."""

from django.conf import settings

from liuhen.kernel.errors import NotFoundError, OutOfOrderError
from liuhen.ledger import BodyDestroyedError
from liuhen.media.places import where
from liuhen.papers import docx_pdf
from liuhen.papers.docx import MEDIA_TYPE
from liuhen.people.officers import Officer
from liuhen.process.case.papers import PaperFinalised
from liuhen.queries.file_shapes import FileOut
from liuhen.queries.scoped import case_for


def own_file(by: Officer, ref: str, seq: int) -> FileOut | None:
    """Return a paper as the organ's own .docx, or None where it was not made in one.

    Raises:
        NotFoundError: no such case or paper, or not his to see.
    """
    _, case = case_for(by, ref, "paper.read")
    try:
        _, body = case.at(seq, PaperFinalised)
    except (OutOfOrderError, BodyDestroyedError) as err:
        raise NotFoundError("没有这份材料。", remedy="请从案件页面进入。") from err
    if body.own is None:
        return None
    path = where(settings.LIUHEN_PAPERS, body.own.sha256)
    return FileOut(path, f"{body.title}{body.number}.docx", MEDIA_TYPE, body.own.size, body.own.sha256)


def own_pdf(file: FileOut) -> bytes:
    """Return an own .docx as PDF; it is made now and kept nowhere.

    Raises:
        UnusableError: LibreOffice is not installed, or it failed.
    """
    return docx_pdf.converted(file.path.read_bytes())


def may_convert() -> bool:
    """Say whether a .docx can be made into a PDF here."""
    return docx_pdf.can_convert()
