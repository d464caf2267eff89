"""光盘目录: the cover sheet that is burnt onto each disc and printed for its sleeve."""

from collections.abc import Mapping
from typing import Any

from liuhen.kernel.clock import BEIJING, as_instant, read_when, written
from liuhen.ledger import Entry
from liuhen.media.discs import MEDIA
from liuhen.media.space import spoken
from liuhen.papers import render
from liuhen.process.inquiry.payloads.discs import Burnt, EvidenceDiscMade


def cover(entry: Entry, body: EvidenceDiscMade, disc: int, *, started: Mapping[int, Mapping[str, Any]]) -> bytes:
    """Return the PDF of one disc's cover sheet; it lists the recordings of all discs of the set.

    Args:
        started: number of each recording -> what the entry that stored it says.
    """
    sheet: dict[str, Any] = {
        "organ": body.organ_name,
        "disc_no": body.disc_no,
        "this_disc": f"第 {disc} 张　共 {body.discs} 张",
        "case_title": body.case_title,
        "case_no": body.case_no,
        "medium": MEDIA[body.medium],
        "maker": body.maker,
        "extractor": body.extractor,
        "extracted": written(body.extracted),
        "made": written(entry.recorded),
        "note": body.note,
        "recordings": [_row(one, started.get(one.seq, {})) for one in body.items],
        "digests": [{"name": _name(one), "sha256": one.file.sha256, "sm3": one.file.sm3} for one in body.items],
    }
    return render("evidence-disc", sheet, moment=entry.recorded).pdf


def _row(one: Burnt, told: Mapping[str, Any]) -> dict[str, str]:
    return {
        "name": _name(one),
        "original": one.file.name,
        "started": _moment(told.get("started")),
        "length": _length(told.get("duration_ms")),
        "size": spoken(one.file.size),
        "disc": str(one.disc),
    }


def _name(one: Burnt) -> str:
    return one.path.rpartition("/")[2]


def _moment(told: str | None) -> str:
    return f"{as_instant(read_when(told)).astimezone(BEIJING):%Y-%m-%d %H:%M:%S}" if told else ""


def _length(milliseconds: int | None) -> str:
    if not milliseconds:
        return ""
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}"
