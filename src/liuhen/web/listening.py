"""The player beside the form in which somebody writes down what he hears."""

from typing import Any

from django.http import HttpRequest

from liuhen.access.journal import note
from liuhen.kernel.errors import LiuhenError
from liuhen.people.officers import Officer
from liuhen.queries import files, previews
from liuhen.web import looks
from liuhen.web.playing import stage


def player_beside(request: HttpRequest, by: Officer, ref: str, seq: int | None) -> dict[str, Any]:
    """Return what the page needs to play recording `seq`; nothing where it names none that can be played.

    Opening the form is a look at the recording: it is written down once, and goes on when the form comes back.
    """
    if seq is None:
        return {}
    try:
        page = files.recording_page(by, ref, seq)
    except LiuhenError:
        return {}
    row = page.recording
    if not looks.goes_on(request.POST.get("look", ""), by, ref, seq):
        note(by, "recording.play", f"{ref} {row.name}")
    shown = stage(row, previews.preview_of(row.sha256), playable=page.playable)
    return {"recording": row, "stage": shown, "look": looks.mark(by, ref, seq)}
