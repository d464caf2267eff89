"""What is to be made of an original: from when to when, what is covered, what is not to be heard.

Times are milliseconds on the original's own clock of playing, the one its player shows. Places are ten-thousandths of
the picture as it is shown, upright, so that a box drawn over a small copy fits the large original.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from liuhen.kernel.clock import offset_words
from liuhen.kernel.errors import BadInputError

What: TypeAlias = Literal["clip", "still", "masked"]
Covering: TypeAlias = Literal["opaque", "mosaic"]
Muting: TypeAlias = Literal["silent", "tone", "altered"]
FoundBy: TypeAlias = Literal["hand", "follow", "faces"]
"""Who said where a box is: a person, or a machine that followed what he pointed at, or one that looks for faces."""

WHOLE: Final = 10_000
"""The width or the height of a picture, in the unit of places."""
LONGEST_LABEL: Final = 120  # characters
_LONGEST: Final = 31 * 24 * 3600 * 1000  # milliseconds
SMALLEST: Final = 20
"""The least width and height of a box, in ten-thousandths: two pixels of a small picture."""
MOST_BOXES: Final = 60
MOST_KEYS: Final = 400
_MOST_MUTES: Final = 200


class Plain(BaseModel):
    """Strictly what it says, and nothing more."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Key(Plain):
    """Where a box is at a moment: its upper left corner and its size, in ten-thousandths of the picture."""

    at_ms: int = Field(ge=0, le=_LONGEST)
    x: int = Field(ge=0, le=WHOLE)
    y: int = Field(ge=0, le=WHOLE)
    width: int = Field(ge=SMALLEST, le=WHOLE)
    height: int = Field(ge=SMALLEST, le=WHOLE)


class Box(Plain):
    """What is covered from `from_ms` to `to_ms`, both included; between two keys it moves evenly."""

    from_ms: int = Field(ge=0, le=_LONGEST)
    to_ms: int = Field(ge=0, le=_LONGEST)
    how: Covering = "opaque"
    found: FoundBy = "hand"
    keys: list[Key] = Field(min_length=1, max_length=MOST_KEYS)


class Mute(Plain):
    """A stretch whose sound is taken out, drowned by a tone, or altered."""

    from_ms: int = Field(ge=0, le=_LONGEST)
    to_ms: int = Field(ge=0, le=_LONGEST)
    how: Muting = "silent"


class Plan(Plain):
    """What is to be made.

    Args:
        end_ms: where a clip or a masked copy ends; None for a still.
        label: a line set below the picture, not over it; empty for none.
        exact: encoded anew to the very picture; otherwise the coded picture is taken over as it is, from the key
            picture before the beginning, and nothing can be covered, muted or labelled.
    """

    what: What
    start_ms: int = Field(ge=0, le=_LONGEST)
    end_ms: int | None = Field(default=None, ge=0, le=_LONGEST)
    boxes: list[Box] = Field(default_factory=list, max_length=MOST_BOXES)
    mutes: list[Mute] = Field(default_factory=list, max_length=_MOST_MUTES)
    label: str = Field(default="", max_length=LONGEST_LABEL)
    exact: bool = True

    @property
    def length_ms(self) -> int:
        """Return how long what is made will be, 0 for a still."""
        return max(0, (self.end_ms or self.start_ms) - self.start_ms)


def require_plan(plan: Plan, *, kind: str, duration_ms: int | None) -> Plan:
    """Return the plan when it can be made of an original.

    Args:
        kind: video, audio or photo.
        duration_ms: how long the original is, None for a photo.

    Raises:
        BadInputError: says which part of the plan does not fit.
    """
    wrong = dict(_misfits(plan, kind, duration_ms))
    if wrong:
        said = "；".join(dict.fromkeys(wrong.values()))
        raise BadInputError("副本没有开始制作。", fields=wrong, why=said + "。", remedy="请按提示改正后再制作。")
    return plan


def _misfits(plan: Plan, kind: str, duration_ms: int | None) -> Iterator[tuple[str, str]]:
    if kind == "photo":
        if plan.what != "masked":
            yield "what", "照片只能制作遮盖副本"
        if plan.mutes:
            yield "mutes", "照片没有声音"
    else:
        yield from _span_misfits(plan, duration_ms or 0)
    if kind == "audio" and (plan.boxes or plan.what == "still"):
        yield "what", "录音没有画面，不能截图、遮盖"
    if plan.what == "masked" and not (plan.boxes or plan.mutes):
        yield "boxes", "遮盖副本至少要有一处遮盖或者消音"
    if not plan.exact and (plan.what != "clip" or plan.boxes or plan.mutes or plan.label):
        yield "exact", "不重新编码的片段不能遮盖、消音、加注"
    for number, box in enumerate(plan.boxes):
        yield from _box_misfits(f"boxes.{number}", box)
    for number, mute in enumerate(plan.mutes):
        if mute.to_ms <= mute.from_ms:
            yield f"mutes.{number}", f"第 {number + 1} 处消音的结束须晚于开始"


def _span_misfits(plan: Plan, duration_ms: int) -> Iterator[tuple[str, str]]:
    if plan.start_ms >= duration_ms:
        yield "start_ms", f"起点超过了音像的时长（{offset_words(duration_ms)}）"
    if plan.what == "still":
        return
    if plan.end_ms is None or plan.end_ms <= plan.start_ms:
        yield "end_ms", "终点须晚于起点"
    elif plan.end_ms > duration_ms:
        yield "end_ms", f"终点超过了音像的时长（{offset_words(duration_ms)}）"


def _box_misfits(name: str, box: Box) -> Iterator[tuple[str, str]]:
    number = int(name.rpartition(".")[2]) + 1
    times = [key.at_ms for key in box.keys]
    if box.to_ms < box.from_ms:
        yield name, f"第 {number} 个遮盖框的结束早于开始"
    if any(later <= earlier for earlier, later in pairwise(times)):
        yield name, f"第 {number} 个遮盖框的关键位置没有按先后排列"
    if any(key.x + key.width > WHOLE or key.y + key.height > WHOLE for key in box.keys):
        yield name, f"第 {number} 个遮盖框超出画面"
