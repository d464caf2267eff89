"""Look into a file: what it is by its content, whether it is whole, how long, since when, where interrupted."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from liuhen.media.continuity import THRESHOLD_MS, Stretch
from liuhen.media.embedded import NOTHING, Embedded
from liuhen.media.exif import taken
from liuhen.media.formats import Format, Kind, disagreement, recognise
from liuhen.media.packets import Scanned, scan
from liuhen.media.pictures import measure
from liuhen.media.sheets import count_pages
from liuhen.media.streams import Stream
from liuhen.media.structure import BrokenError, End, end_of

UNPLAYABLE: Final = "不能播放："
"""How a finding begins of a recording that is kept, but cannot be shown."""
_KEPT: Final = (
    "原件照收到时的样子保存，没有补、没有改；请从设备重新导出（加密的先用配套软件解密），能播放的另行存入；"
    "设备中的同样不能播放的，请保留设备中的原始文件，并以文字说明。"
)
_SOUND_ONLY: Final = {"video/mp4": "audio/mp4", "video/webm": "audio/webm", "video/x-matroska": "audio/x-matroska"}
_BROWSER_CODECS: Final = frozenset({"h264", "vp8", "vp9", "av1", "aac", "mp3", "mp3float", "opus", "vorbis", "flac"})
_BROWSER_PIXELS: Final = frozenset({"yuv420p", "yuvj420p", "yuva420p", ""})
_BROWSER_CONTAINERS: Final = frozenset({"MP4", "QuickTime（MOV）", "M4A", "WebM", "MP3", "AAC", "WAV", "OGG", "FLAC"})


@dataclass(frozen=True, slots=True)
class Probe:
    """What a file is, from its content.

    Args:
        container: its format, as spoken of (`MP4`, `AVI`, `JPEG` …).
        duration_ms: None for photos and documents.
        embedded: what the device wrote into it about time, place and itself.
        gaps: milliseconds (start, end) in which nothing at all was recorded; those of one stream are in the stream.
        steps_back: milliseconds (from, to) at which the file's clock steps back; `duration_ms` is then not the sum of
            its parts.
        pages: of a document, None otherwise.
        whole: True where the file's own structure shows that nothing is missing at its end; False where its format
            cannot tell (未检), or where something is missing or damaged: `trouble` then says what.
        trouble: sentences about what is missing, damaged or cannot be believed.
        disagreement: a sentence when the ending of the name says something else than the content, else empty.
        plays_in_browser: whether a current browser can show it without conversion.
        unplayable: a sentence where nothing of it can be shown: why, and what to do; only `probe_original` gives that.
    """

    kind: Kind
    container: str
    media_type: str
    duration_ms: int | None
    streams: tuple[Stream, ...]
    gaps: tuple[Stretch, ...]
    steps_back: tuple[Stretch, ...]
    pages: int | None
    whole: bool
    disagreement: str
    plays_in_browser: bool
    embedded: Embedded = NOTHING
    trouble: tuple[str, ...] = ()
    unplayable: str = ""

    @property
    def created(self) -> datetime | None:
        """When the device says it was made, aware; None where it wrote nothing, or its clock had never been set."""
        return self.embedded.usable

    @property
    def rewinds(self) -> tuple[int, ...]:
        """Milliseconds at which the file's clock steps back, as it goes on."""
        return tuple(after for _before, after in self.steps_back)

    @property
    def noticed(self) -> str:
        """Everything a reader should know about the file itself, as sentences; empty where there is nothing."""
        return "".join((self.unplayable, self.disagreement, *self.trouble, self.embedded.doubt))


def probe(path: Path, *, name: str, threshold_ms: int = THRESHOLD_MS) -> Probe:
    """Look into a file; memory stays flat and no picture is decoded.

    A recording that was cut off is looked into as far as it goes: it is evidence, and says that it is not whole.

    Args:
        path: where the bytes are; its own name says nothing.
        name: the file name the sender gave; only compared and used in messages.
        threshold_ms: a jump of the time stamps longer than this is an interruption.

    Raises:
        BrokenError: encrypted, or nothing in it can be read; a photo that is damaged or cut off.
        BadInputError: empty, not a kind of file that is taken; a document that is damaged. Says what to do.
        UnusableError: the file cannot be read.
    """
    found = recognise(path, name=name)
    if found.kind == "photo":
        return _photo(path, found, name)
    if found.kind == "document":
        return _still(found, name, streams=(), pages=count_pages(path, name=name))
    end = end_of(path, demuxer=found.demuxer, name=name)
    scanned = scan(path, demuxer=found.demuxer, name=name, threshold_ms=threshold_ms)
    return _recording(found, name, scanned, end)


def probe_original(path: Path, *, name: str) -> Probe:
    """Look into a file that is kept whatever its state: one of which nothing can be shown says so, and is evidence.

    Raises:
        BadInputError: empty, or not a kind of file that is taken, or made to take more than any recorder asks for.
        UnusableError: the file cannot be read.
    """
    try:
        return probe(path, name=name)
    except BrokenError as broken:
        return _broken(path, recognise(path, name=name), name, why=broken.lacks)


def _broken(path: Path, found: Format, name: str, *, why: str) -> Probe:
    made = taken(path) if found.media_type == "image/jpeg" else NOTHING
    kept = _still(found, name, streams=(), pages=None, made=made)
    return replace(kept, whole=False, plays_in_browser=False, unplayable=f"{UNPLAYABLE}{why}{_KEPT}")


def _photo(path: Path, found: Format, name: str) -> Probe:
    picture = measure(path, media_type=found.media_type, name=name)
    stream = Stream("photo", found.label.lower(), picture.width, picture.height, "")
    made = taken(path) if found.media_type == "image/jpeg" else NOTHING
    return _still(found, name, streams=(stream,), pages=None, made=made)


def _still(
    found: Format, name: str, *, streams: tuple[Stream, ...], pages: int | None, made: Embedded = NOTHING
) -> Probe:
    return Probe(
        kind=found.kind,
        container=found.label,
        media_type=found.media_type,
        duration_ms=None,
        streams=streams,
        gaps=(),
        steps_back=(),
        pages=pages,
        whole=True,
        disagreement=disagreement(found, name=name),
        plays_in_browser=found.media_type != "image/heic",
        embedded=made,
    )


def _recording(found: Format, name: str, scanned: Scanned, end: End) -> Probe:
    sound_only = all(stream.kind == "audio" for stream in scanned.streams)
    return Probe(
        kind="audio" if sound_only else "video",
        container=found.label,
        media_type=_SOUND_ONLY.get(found.media_type, found.media_type) if sound_only else found.media_type,
        duration_ms=scanned.duration_ms,
        streams=scanned.streams,
        gaps=scanned.gaps,
        steps_back=scanned.steps_back,
        pages=None,
        whole=end.whole and not scanned.trouble,
        disagreement=disagreement(found, name=name),
        plays_in_browser=_playable(found, scanned, end),
        embedded=scanned.embedded,
        trouble=(f"文件不完整：{end.lacks}", *scanned.trouble) if end.lacks else scanned.trouble,
    )


def _playable(found: Format, scanned: Scanned, end: End) -> bool:
    """Say whether browsers show it as it is; of an MP4 that breaks off, they refuse what our reader still reads."""
    cut_off = found.demuxer == "mov" and bool(end.lacks)
    return not cut_off and found.label in _BROWSER_CONTAINERS and all(_plays(one, found) for one in scanned.streams)


def _plays(stream: Stream, found: Format) -> bool:
    """Say whether browsers have a reader for one stream; sound without compression they read in WAV files only."""
    if found.label == "WAV":
        return stream.codec == "pcm_s16le"
    return stream.codec in _BROWSER_CODECS and stream.pixels in _BROWSER_PIXELS
