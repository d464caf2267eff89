"""A row of a recording as pages show it, whether it lies in a case or in the footage room still."""

from liuhen.process.case.models import Recording
from liuhen.process.footage.models import Footage
from liuhen.queries.file_shapes import RecordingRow


def recorded(
    row: Recording | Footage,
    *,
    stage: str = "",
    of_seq: int | None = None,
    opening_statement: bool = False,
    angle: str = "",
) -> RecordingRow:
    """Return what both tables hold of a recording; what only a case says of it is told beside."""
    return RecordingRow(
        seq=row.seq,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        duration_ms=row.duration_ms,
        started=row.started,
        ended=row.ended,
        stage=stage,
        device=row.device,
        sha256=row.sha256,
        sm3=row.sm3,
        of_seq=of_seq,
        opening_statement=opening_statement,
        gaps=tuple((start, end) for start, end in row.gaps),
        clock_offset_ms=row.clock_offset_ms,
        angle=angle,
    )
