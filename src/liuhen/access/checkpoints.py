"""Checkpoints of the access journal: how far it had come, signed, to be kept where the database's owner cannot reach.

The rows of a journal stand in a chain: who holds the digest of row `seq` holds all the rows before it. Without such a
checkpoint a tail that was cut off cannot be found.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Self

from liuhen.access.models import JournalRow
from liuhen.kernel import clock
from liuhen.kernel.canonical import Json, canonical
from liuhen.kernel.clock import read_when, written
from liuhen.kernel.errors import BadInputError
from liuhen.ledger import Counted, Problem
from liuhen.ledger.organ_keys import known_signers, private_key, public_key, signature_holds

FORMAT: Final = 1
OF: Final = "journal"
_CONTEXT: Final = b"liuhen/1/journal\n"


@dataclass(frozen=True, slots=True)
class JournalCheckpoint:
    """The digest (SHA-256) of row `seq` of an organ's journal, and who signed it when; signature and key in base64."""

    organ: str
    seq: int
    digest: str
    at: datetime
    signature: str = ""
    signer: str = ""

    def as_json(self) -> dict[str, Json]:
        """Return the shape that is printed and kept by a witness."""
        return {**self._said(), "signature": self.signature, "signer": self.signer}

    def signed_bytes(self) -> bytes:
        """Return what the signature covers."""
        return _CONTEXT + canonical(self._said())

    def holds(self) -> bool:
        """Say whether the signature is the signer's."""
        return signature_holds(self.signature, self.signed_bytes(), signer=self.signer)

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        """Read what `as_json` wrote.

        Raises:
            BadInputError: it is no checkpoint of a journal of format 1.
        """
        try:
            told = {name: said[name] for name in ("organ", "seq", "digest", "signature", "signer")}
            at = read_when(said["at"])
        except (KeyError, TypeError, ValueError) as err:
            raise _unreadable() from err
        if not isinstance(at, datetime) or not isinstance(told["seq"], int):
            raise _unreadable()
        found = cls(**told, at=at)
        if found.as_json() != said:
            raise _unreadable()
        return found

    def _said(self) -> dict[str, Json]:
        return {
            "format": FORMAT,
            "of": OF,
            "organ": self.organ,
            "seq": self.seq,
            "digest": self.digest,
            "at": written(self.at),
        }


def is_of_journal(said: Mapping[str, Any]) -> bool:
    """Say whether a checkpoint is one of a journal; those of the ledger say no such word."""
    return said.get("of") == OF


def journal_checkpoint(organ: str) -> JournalCheckpoint | None:
    """Sign how far the organ's journal has come; None where it has no row yet.

    Raises:
        UnusableError: the organ's key is missing.
    """
    last = JournalRow.objects.filter(organ=organ).order_by("-seq").values_list("seq", "digest", "at").first()
    if last is None:
        return None
    fresh = JournalCheckpoint(organ, last[0], last[1], at=max(clock.now(), last[2]))
    signature = b64encode(private_key(organ).sign(fresh.signed_bytes())).decode()
    return replace(fresh, signature=signature, signer=public_key(organ))


def check_against(kept: JournalCheckpoint) -> Iterator[Problem | Counted]:
    """Compare the journal with a checkpoint that was kept outside; its own chain is checked by `check_journal`."""
    yield Counted("journal checkpoints", 1)
    signers = known_signers(kept.organ)
    if not kept.holds():
        yield _problem(kept, "signature", "签名不成立。")
    elif signers and kept.signer not in signers:
        yield _problem(kept, "signer", "签发人不是本机关已知的密钥。")
    digest = JournalRow.objects.filter(organ=kept.organ, seq=kept.seq).values_list("digest", flat=True).first()
    if digest is None:
        yield _problem(kept, "truncated", "日志没有这么长，尾部被截去。")
    elif digest != kept.digest:
        yield _problem(kept, "digest", "前面的日志与签发时不同：其中有改动、删除或者插入。")


def _problem(kept: JournalCheckpoint, code: str, what: str) -> Problem:
    return Problem(code=f"journal.{code}", where=f"外部保存的调阅日志检查点（第 {kept.seq} 条）", what=what)


def _unreadable() -> BadInputError:
    return BadInputError("这不是调阅日志的检查点，或者文件不完整。", remedy="请重新取得检查点文件。")
