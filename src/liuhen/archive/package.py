"""A case as one package: everything recorded, with what is needed to check it where the product is not.

Format: docs/package-format.md. Recordings and papers are streamed; only the text of the entries is held in memory.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from liuhen.archive.bag import Bag, new_bag
from liuhen.archive.names import entry_path, file_path, safe
from liuhen.archive.notice import DEMO, NOTICE
from liuhen.archive.originals import Wanted, copied
from liuhen.archive.payloads import PackageMade
from liuhen.archive.statements import OPEN, SEALED, entry_statement, event, references, shown_fields
from liuhen.kernel.clock import BEIJING
from liuhen.kernel.digests import Digester, Digests
from liuhen.kernel.errors import OutOfOrderError
from liuhen.ledger import Checkpoint, Entry, body_of, consistency_proof, entries

VERIFIER: Final = Path(__file__).with_name("verify_case.py")
_PIECE: Final = 1 << 20  # bytes
Progress = Callable[[int, int], None]
"""Gets bytes copied and bytes in all."""


@dataclass(frozen=True, slots=True)
class Package:
    """A finished package. `digests` and `size` (bytes) are those of the archive; of a folder, of its list of files."""

    path: Path
    digests: Digests
    size: int


@dataclass(slots=True)
class _Told:
    """What the entries said while they were written: events for reading, files referred to, and by which entries."""

    seqs: dict[str, int] = field(default_factory=dict)
    events: list[Mapping[str, Any]] = field(default_factory=list)
    wanted: dict[str, Wanted] = field(default_factory=dict)
    referring: dict[str, list[int]] = field(default_factory=dict)


def build(  # each is a choice of the caller
    seal: Entry,
    checkpoint: Checkpoint,
    target: Path,
    *,
    roots: tuple[Path, ...],
    earlier: tuple[int, ...] = (),
    disclosed: frozenset[str] = frozenset(),
    progress: Progress | None = None,
) -> Package:
    """Write the package that `seal` announces; it is there complete, or not at all.

    Args:
        seal: the entry `package.made`; entries that the case got later are not in the package.
        checkpoint: of the same organ, not older than the seal. The same seal and checkpoint give the same bytes.
        target: a name ending in `.zip` makes an archive, any other a folder; must not exist.
        roots: the stores to copy from: originals, papers.
        earlier: sizes of earlier checkpoints that others keep; a consistency proof from each goes in.
        disclosed: SHA-256 of the heads whose sealed parts are shown. Who may is the caller's question.
        progress: called while files are copied.

    Raises:
        BadInputError: something is at `target` already.
        OutOfOrderError: the seal is no seal, or the checkpoint is older than it.
        UnusableError: a stored file is missing or differs, or the disk refused; nothing is left behind.
    """
    said = body_of(seal)
    if not isinstance(said, PackageMade) or checkpoint.organ != seal.organ or checkpoint.size < seal.organ_seq:
        raise OutOfOrderError("检查点早于封包记录，不能用来制作这个案卷包。", remedy="请重新签发检查点后再制作。")
    with new_bag(target, top=f"案卷-{safe(said.number or said.dossier)}") as bag:
        told = _entries(bag, said, size=checkpoint.size, disclosed=disclosed)
        bag.add("data/case.json", _json(_case(seal, said, told)))
        _copy(bag, told, roots=roots, progress=progress)
        _prove(bag, seal, checkpoint, earlier=earlier)
        _explain(bag, seal, said)
    return _finished(target)


def _entries(bag: Bag, said: PackageMade, *, size: int, disclosed: frozenset[str]) -> _Told:
    told = _Told()
    for entry in entries(dossier=said.dossier):
        seq = entry.dossier_seq or 0
        if seq > said.entries:
            break
        statement = entry_statement(entry, size=size, sealed=entry.digest in disclosed)
        bag.add(entry_path(seq), _json(statement))
        told.seqs[entry.digest] = seq
        told.events.append(event(entry, statement, corrects=told.seqs.get(entry.corrects or "")))
        _refer(told, entry, [shown_fields(statement, OPEN), shown_fields(statement, SEALED)])
    return told


def _refer(told: _Told, entry: Entry, shown: list[dict[str, Any]]) -> None:
    seq = entry.dossier_seq or 0
    for reference in references(shown):
        digests, size = Digests(reference["sha256"], reference["sm3"]), int(reference["size"])
        seqs = told.referring.setdefault(digests.sha256, [])
        if seq not in seqs:
            seqs.append(seq)
        name = str(shown[0].get("title") or reference.get("name") or entry.kind)
        media_type = str(reference.get("media_type", ""))
        path = file_path(kind=entry.kind, seq=seq, name=name, media_type=media_type, sha256=digests.sha256)
        told.wanted.setdefault(digests.sha256, Wanted(path, name, digests, size))


def _case(seal: Entry, said: PackageMade, told: _Told) -> dict[str, Any]:
    return {
        "format": "liuhen-case/1",
        "dossier": said.dossier,
        "kind": said.case_kind,
        "number": said.number,
        "title": said.title,
        "packs": dict(seal.terms.packs),
        "choices": dict(said.choices),
        "events": told.events,
    }


def _copy(bag: Bag, told: _Told, *, roots: tuple[Path, ...], progress: Progress | None) -> None:
    files = sorted(told.wanted.values(), key=lambda wanted: wanted.path)
    total, done = sum(wanted.size for wanted in files), 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        if progress is not None:
            progress(done, total)

    for one in files:
        bag.add_stream(one.path, copied(one, roots=roots, told=count), digests=one.digests, size=one.size)
    rows = [
        {"path": one.path, **one.digests.as_json(), "size": one.size, "seqs": told.referring[one.digests.sha256]}
        for one in files
    ]
    bag.add("data/files.json", _json({"format": 1, "files": rows}))


def _prove(bag: Bag, seal: Entry, checkpoint: Checkpoint, *, earlier: tuple[int, ...]) -> None:
    bag.add("data/seal.json", _json(entry_statement(seal, size=checkpoint.size)))
    bag.add("data/checkpoint.json", _json(checkpoint.as_json()))
    key = {"format": 1, "organ": seal.organ, "algorithm": "Ed25519", "public_key": checkpoint.signer}
    bag.add("data/organ-key.json", _json(key))
    sizes = sorted({size for size in earlier if size < checkpoint.size})
    if sizes:
        proofs = [consistency_proof(seal.organ, size, checkpoint.size) for size in sizes]
        bag.add("data/consistency.json", _json({"format": 1, "proofs": proofs}))


def _explain(bag: Bag, seal: Entry, said: PackageMade) -> None:
    made = seal.recorded.astimezone(BEIJING)
    words = {"organ_name": said.organ_name, "number": said.number, "title": said.title, "purpose": said.purpose}
    notice = NOTICE.format(**words, made=f"{made:%Y-%m-%d %H:%M:%S}", demo=DEMO if said.demo else "")
    bag.add("说明.txt", notice.encode())
    bag.add("verify_case.py", VERIFIER.read_bytes())
    bag.close(
        [
            ("Source-Organization", said.organ_name),
            ("External-Identifier", said.number or said.dossier),
            ("External-Description", said.title),
            ("Bagging-Date", made.date().isoformat()),
            ("Internal-Sender-Identifier", seal.digest),
            ("Internal-Sender-Description", said.purpose),
        ]
    )


def _finished(target: Path) -> Package:
    whole = target if target.is_file() else target / "tagmanifest-sha256.txt"
    digester, size = Digester(), 0
    with whole.open("rb") as file:
        while piece := file.read(_PIECE):
            digester.update(piece)
            size += len(piece)
    return Package(target, digester.digests(), size)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
