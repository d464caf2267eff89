"""Papers and recordings as pages show them: frozen, already in Chinese where it is text."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from liuhen.queries.received import Received
from liuhen.queries.shapes import ActLink, CaseHead


@dataclass(frozen=True, slots=True)
class SignatureView:
    """A signature on a paper."""

    role: str
    signer: str
    at: datetime
    refused: bool
    scan: str
    seq: int


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A finalised paper; `standing` says 作废 or 已替换 where it is not in force."""

    seq: int
    form: str
    standing: str
    title: str
    number: str
    pages: int
    size: int
    sha256: str
    sm3: str
    made: datetime
    signatures: tuple[SignatureView, ...]
    wanting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordingRow:
    """A recording in the store."""

    seq: int
    name: str
    media_type: str
    size: int
    duration_ms: int | None
    started: datetime
    ended: datetime
    stage: str
    device: str
    sha256: str
    sm3: str
    of_seq: int | None
    opening_statement: bool
    gaps: tuple[tuple[int, int], ...]
    clock_offset_ms: int | None = None  # device clock less true clock, as measured
    angle: str = ""

    @property
    def truly_started(self) -> datetime:
        """When it began by the true time, as far as the clock of the device was measured."""
        return self.started - timedelta(milliseconds=self.clock_offset_ms or 0)


@dataclass(frozen=True, slots=True)
class FileOut:
    """Bytes to hand out, already permitted and journalled."""

    path: Path
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A paper with its signatures. `owed`: somebody still has to sign or seal it."""

    case: CaseHead
    paper: PaperRow
    sign: ActLink | None
    owed: bool


@dataclass(frozen=True, slots=True)
class RecordingPage:
    """A recording with its labels.

    Args:
        noticed: what was noticed of the file when it was stored: what is missing in it, a clock never set.
        whole: the file itself shows that nothing is missing at its end; False also where its format cannot tell.
        playable: something of it could be shown when it was stored.
        received: the entry of the footage room it was filed from.
    """

    case: CaseHead
    recording: RecordingRow
    case_no: str
    party_name: str
    handler_name: str
    noticed: str = ""
    whole: bool = True
    playable: bool = True
    received: Received | None = None
