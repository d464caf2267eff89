"""Files of a form on their way in: streamed to disk, and refused before the first byte where the disk has no room."""

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

from liuhen.kernel.errors import UnusableError
from liuhen.media.space import require_room

_REFUSED: Final = "liuhen.refused"
_TWICE: Final = 2  # while it is stored, a file lies on the disk as it came and as an original


class GuardedUpload(TemporaryFileUploadHandler):
    """Passes over every file of a form for which there is no room; what was typed arrives all the same."""

    _error: UnusableError | None = None

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  # the name that Django gives it
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Look at the room before anything is written."""
        del input_data, META, boundary, encoding
        try:
            require_room(
                Path(settings.LIUHEN_DATA),
                _TWICE * content_length,
                refused="文件没有收下。",
                reserve=settings.LIUHEN_RESERVE,
            )
        except UnusableError as error:
            self._error = error

    def new_file(self, *told: Any, **more: Any) -> None:
        """Begin a file, or pass over it."""
        if self._error is not None and self.request is not None:
            self.request.META[_REFUSED] = self._error
            raise SkipFile
        super().new_file(*told, **more)


def require_taken(request: HttpRequest) -> None:
    """Raise UnusableError where files of this form were passed over."""
    error = request.META.get(_REFUSED)
    if isinstance(error, UnusableError):
        raise error
