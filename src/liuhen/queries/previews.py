"""What was made of a recording to look at and to play, for whoever may play it; and how far the making has come."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from django.conf import settings

from liuhen.kernel.errors import NotFoundError
from liuhen.media import derived
from liuhen.media.derived import Copy, Look, Part, Progress
from liuhen.people.officers import Officer
from liuhen.process.case.models import Recording
from liuhen.queries.file_shapes import FileOut
from liuhen.queries.scoped import case_for

Picture = Literal["sleeve", "poster", "shots"]

PICTURES: Final[dict[str, str]] = {"sleeve": derived.SLEEVE, "poster": derived.POSTER, "shots": derived.SHOTS}


@dataclass(frozen=True, slots=True)
class Preview:
    """How the previews of one recording stand.

    Args:
        progress: of the part that is being made or could not be made; None where nobody is at it.
        complete: everything that is to be made is there.
    """

    look: Look | None
    copy: Copy | None
    part: Part
    progress: Progress | None

    @property
    def complete(self) -> bool:
        """Say whether nothing is left to make."""
        return self.look is not None and (self.look.plays or self.copy is not None)


def preview(by: Officer, ref: str, seq: int) -> Preview:
    """Return how the previews of a recording stand.

    Raises:
        NotFoundError: there is no such recording, or it is not his to play.
    """
    return preview_of(recording_of(by, ref, seq).sha256)


def preview_of(sha256: str) -> Preview:
    """Return how the previews of an original stand. For callers that have asked already who may see them."""
    root = settings.LIUHEN_DERIVED
    look, copy = derived.look_of(root, sha256), derived.copy_of(root, sha256)
    part: Part = "look" if look is None else "copy"
    return Preview(look, copy, part, derived.progress_of(root, sha256, part))


def picture_file(by: Officer, ref: str, seq: int, name: str) -> FileOut | None:
    """Return one of the pictures; None where it was not made (yet).

    Raises:
        NotFoundError: there is no such recording or picture, or it is not his to see.
    """
    if name not in PICTURES:
        raise NotFoundError("没有这张图片。", remedy="请从音像页面查看。")
    row = recording_of(by, ref, seq)
    path = derived.folder(settings.LIUHEN_DERIVED, row.sha256, "look") / PICTURES[name]
    return _out(path, f"{row.name}.jpg", "image/jpeg", f"{row.sha256}-{name}") if path.is_file() else None


def copy_file(by: Officer, ref: str, seq: int) -> FileOut:
    """Return the copy that plays in a browser.

    Raises:
        NotFoundError: there is none (yet), or it is not his to play.
    """
    row = recording_of(by, ref, seq)
    copy = derived.copy_of(settings.LIUHEN_DERIVED, row.sha256)
    if copy is None:
        raise NotFoundError("没有转码副本。", remedy="请回到音像页面查看制作进度，或者下载原件。")
    name = derived.COPIES[copy.media_type]
    path = derived.folder(settings.LIUHEN_DERIVED, row.sha256, "copy") / name
    return _out(path, f"{Path(row.name).stem}（转码副本）{path.suffix}", copy.media_type, f"{row.sha256}-copy")


def recording_of(by: Officer, ref: str, seq: int) -> Recording:
    """Return the row of a recording that `by` may play; raise NotFoundError for any other."""
    _, case = case_for(by, ref, "recording.play")
    row = Recording.objects.filter(dossier=case.dossier, seq=seq).first()
    if row is None:
        raise NotFoundError("没有这份材料。", remedy="请从案件页面进入。")
    return row


def _out(path: Path, name: str, media_type: str, mark: str) -> FileOut:
    return FileOut(path, name, media_type, path.stat().st_size if path.is_file() else 0, mark)
