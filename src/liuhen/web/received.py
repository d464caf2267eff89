"""Files of a form: taken in before the act is judged, so that a refused form does not ask for them again."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from liuhen.kernel.errors import BadInputError, LiuhenError
from liuhen.people.officers import Officer
from liuhen.process.case.uploads import receive
from liuhen.web.arriving import require_taken
from liuhen.web.forms import ActForm


def take_files(request: HttpRequest, form: ActForm, *, by: Officer) -> None:
    """Store every file that came with `form` and put its digest where the file stood.

    Raises:
        BadInputError: empty, too large, cut short; the field says so.
        UnusableError: the store does not take it.
    """
    require_taken(request)
    for field in form.file_fields:
        sent = request.FILES.get(field)
        if isinstance(sent, UploadedFile):
            form.keep_file(field, *_kept(sent, field, by=by))


def _kept(sent: "UploadedFile[Any]", field: str, *, by: Officer) -> tuple[str, str]:
    name = sent.name or "未命名"
    try:
        scan = receive(sent.chunks(), name=name, by=by, size=sent.size)
    except BadInputError as err:
        raise BadInputError(err.message, fields={field: _said(err)}, why=err.why, remedy=err.remedy) from err
    return scan.sha256, name


def _said(err: LiuhenError) -> str:
    return " ".join(part for part in (err.message, err.remedy) if part)
