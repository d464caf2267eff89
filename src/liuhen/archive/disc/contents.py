"""What is on a disc: its recordings, and beside them what is needed to check them where the product is not."""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from liuhen.archive.bag import Bag, FolderSink
from liuhen.archive.disc.cover import cover
from liuhen.archive.disc.notice import DEMO, NOTICE
from liuhen.archive.names import entry_path
from liuhen.archive.package import VERIFIER
from liuhen.archive.statements import OPEN, entry_statement, shown_fields
from liuhen.kernel.clock import BEIJING, as_instant
from liuhen.kernel.digests import Digests
from liuhen.ledger import Checkpoint, Entry, entries
from liuhen.media.disc_image import Item, Plan
from liuhen.media.objects import present
from liuhen.process.inquiry.payloads.discs import Burnt, EvidenceDiscMade

COVER: Final = "data/光盘目录.pdf"


class _Sink:
    """Small files go into a folder; of recordings it is only noted where they are to be read."""

    def __init__(self, folder: Path) -> None:
        self._inner, self._folder = FolderSink(folder), folder
        self.paths: list[str] = []

    def write(self, path: str, pieces: Iterable[bytes], *, size: int) -> None:
        """Write a small file; a recording brings no pieces."""
        content = list(pieces)
        if content or not size:
            self._inner.write(path, content, size=size)
            self.paths.append(path)

    def items(self) -> list[Item]:
        """Return the small files as items of an image."""
        return [_small(path, self._folder / path) for path in self.paths]


def lay_out(
    entry: Entry, body: EvidenceDiscMade, disc: int, *, checkpoint: Checkpoint, scratch: Path, store: Path
) -> Plan:
    """Write what goes beside the recordings of one disc into a scratch folder; return the plan of its image.

    The same entry and checkpoint give the same plan but for the paths of the sources.

    Args:
        entry: of the making of the discs, with its `body`.
        disc: which of its discs.
        checkpoint: of the same organ, not older than the entry.
        scratch: an empty folder; needed until the image is written.
        store: the folder of the originals.
    """
    sink, told = _Sink(scratch), [one for one in body.items if one.disc == disc]
    bag = Bag(sink)
    for one in told:
        bag.add_stream(one.path, (), digests=Digests(one.file.sha256, one.file.sm3), size=one.file.size)
    shown = _add_entries(bag, entry, [one.seq for one in told], size=checkpoint.size)
    bag.add("data/disc.json", _json(_listing(entry, shown, body, disc)))
    bag.add(COVER, cover(entry, body, disc, started=started(entry, body)))
    bag.add("data/checkpoint.json", _json(checkpoint.as_json()))
    key = {"format": 1, "organ": entry.organ, "algorithm": "Ed25519", "public_key": checkpoint.signer}
    bag.add("data/organ-key.json", _json(key))
    bag.add("说明.txt", _notice(entry, body, disc).encode())
    bag.add("verify_case.py", VERIFIER.read_bytes())
    bag.close(_info(entry, body, disc))
    recordings = [Item(one.path, str(present(store, one.file.sha256)), one.file.size, one.file.sha256) for one in told]
    items = tuple(sorted([*sink.items(), *recordings], key=lambda item: item.path))
    return Plan(_label(body, disc), disc, body.discs, int(entry.recorded.timestamp()), items)


def _add_entries(bag: Bag, entry: Entry, seqs: Sequence[int], *, size: int) -> dict[str, Any]:
    """Add the entries that stored these recordings, and the one of the discs; return what that one shows."""
    for one in entries(dossier=entry.dossier):
        if one.dossier_seq in seqs:
            bag.add(entry_path(one.dossier_seq or 0), _json(entry_statement(one, size=size)))
    own = entry_statement(entry, size=size)
    bag.add(entry_path(entry.dossier_seq or 0), _json(own))
    return shown_fields(own, OPEN)


def started(entry: Entry, body: EvidenceDiscMade) -> Mapping[int, dict[str, Any]]:
    """Return the number of each recording on the discs -> what the entry that stored it shows."""
    seqs = {one.seq for one in body.items}
    found = (one for one in entries(dossier=entry.dossier) if one.dossier_seq in seqs)
    return {one.dossier_seq or 0: shown_fields(entry_statement(one, size=one.organ_seq), OPEN) for one in found}


def _listing(entry: Entry, shown: Mapping[str, Any], body: EvidenceDiscMade, disc: int) -> dict[str, object]:
    names = ("disc_no", "discs", "maker", "extractor", "extracted", "note")
    return {
        "format": "liuhen-disc/1",
        "dossier": entry.dossier,
        "entry": entry.dossier_seq,
        "disc": disc,
        "organ_name": body.organ_name,
        "demo": body.demo,
        "number": body.case_no,
        "title": body.case_title,
        "made": _beijing(entry),
        **{name: shown[name] for name in names},
        "items": [_row(one) for one in body.items],
    }


def _row(one: Burnt) -> dict[str, object]:
    file = one.file
    told = {"name": file.name, "sha256": file.sha256, "sm3": file.sm3, "size": file.size}
    return {"seq": one.seq, "disc": one.disc, "path": one.path, **told}


def _notice(entry: Entry, body: EvidenceDiscMade, disc: int) -> str:
    return NOTICE.format(
        organ_name=body.organ_name,
        number=body.case_no,
        title=body.case_title,
        disc_no=body.disc_no,
        disc=disc,
        discs=body.discs,
        maker=body.maker,
        extractor=body.extractor,
        extracted=f"{body.extracted.astimezone(BEIJING):%Y-%m-%d %H:%M}",
        made=_beijing(entry),
        note=body.note,
        demo=DEMO if body.demo else "",
    )


def _info(entry: Entry, body: EvidenceDiscMade, disc: int) -> list[tuple[str, str]]:
    return [
        ("Source-Organization", body.organ_name),
        ("External-Identifier", f"{body.disc_no} {disc}/{body.discs}"),
        ("External-Description", body.case_title),
        ("Bagging-Date", as_instant(entry.recorded).astimezone(BEIJING).date().isoformat()),
        ("Internal-Sender-Identifier", entry.digest),
    ]


def _label(body: EvidenceDiscMade, disc: int) -> str:
    """Return the name of the volume, as old systems write names: `DISC_2026_0009_1`."""
    digits = "".join(sign if sign.isascii() and sign.isdigit() else " " for sign in body.disc_no).split()
    year, number = (digits[-2], digits[-1]) if len(digits) > 1 else ("0", "0")
    return f"DISC_{year}_{number.zfill(4)}_{disc}"[:16]


def _beijing(entry: Entry) -> str:
    return f"{entry.recorded.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"


def _small(path: str, source: Path) -> Item:
    content = source.read_bytes()
    return Item(path, str(source), len(content), sha256(content).hexdigest())


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
