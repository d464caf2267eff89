"""Originals, scans and papers against what the entries say of them; `verify` calls these."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings

from liuhen.kernel.errors import UnusableError
from liuhen.ledger import BodyDestroyedError, Counted, Entry, Problem, UnknownKindError, body_of, checks, entries
from liuhen.media.fixity import check
from liuhen.process.case.parts import Scan

_FILED: Final = {
    "recording.stored": {"file": "音像原件"},
    "footage.received": {"file": "音像库原件"},
    "copy.derived": {"file": "音像副本"},
    "paper.signed": {"scan": "签名页扫描件", "photo": "签名页照片"},
    "evidence.collected": {"scan": "证据扫描件", "data": "电子数据"},
    "material.received": {"scan": "材料清单扫描件"},
    "assistance.answered": {"scan": "复函扫描件"},
    "test.reported": {"scan": "报告扫描件"},
    "appraisal.reported": {"scan": "报告扫描件"},
    "audit.reported": {"scan": "报告扫描件"},
    "expert_review.reported": {"scan": "报告扫描件"},
}
_MADE: Final = {
    "paper.finalised": {"file": "文书", "own": "本单位格式的文书"},
    "paper.signed": {"revision": "签名后的文书"},
    "paper.sealed": {"revision": "盖章后的文书"},
}


@checks("originals")
def check_originals() -> Iterator[Problem | Counted]:
    """Re-read every recording and scan; name each that is missing, cut or changed."""
    yield from _checked(_FILED, settings.LIUHEN_ORIGINALS, "originals")


@checks("papers")
def check_papers() -> Iterator[Problem | Counted]:
    """Re-read every finalised paper; name each that is missing, cut or changed."""
    yield from _checked(_MADE, settings.LIUHEN_PAPERS, "papers")


def _checked(kinds: dict[str, dict[str, str]], root: Path, word: str) -> Iterator[Problem | Counted]:
    number = 0
    for entry in entries():
        for field, label in kinds.get(entry.kind, {}).items():
            if (scan := _named(entry, field)) is None:
                continue
            number += 1
            wrong = check(root, sha256=scan.sha256, sm3=scan.sm3, size=scan.size)
            if wrong is not None:
                yield Problem(
                    code=f"{word}.changed",
                    where=f"{label}“{scan.name}”（案卷 {entry.dossier} 第 {entry.dossier_seq} 条）",
                    what=wrong.message,
                    entry=entry.digest,
                    dossier=entry.dossier,
                    file=scan.sha256,
                )
    yield Counted(word, number)


def originals_named(entry: Entry) -> Iterator[tuple[str, Scan]]:
    """Yield the recordings and scans that an entry names, each with what it is."""
    for field, label in _FILED.get(entry.kind, {}).items():
        if (scan := _named(entry, field)) is not None:
            yield label, scan


def _named(entry: Entry, field: str) -> Scan | None:
    try:
        return getattr(body_of(entry), field, None)
    except BodyDestroyedError:
        return None  # lawfully destroyed together with its file; the tombstone says so
    except (UnusableError, UnknownKindError, ValueError):
        return None  # what an entry holds cannot be read: that is named where the ledger itself is checked
