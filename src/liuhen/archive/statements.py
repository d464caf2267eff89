"""What a package says of each entry: the JSON of docs/package-format.md, made from the ledger."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import written
from liuhen.ledger import BodyDestroyedError, Entry, body_of, disclose, inclusion_proof

SEALED: Final = "sealed"
OPEN: Final = "open"


def entry_statement(entry: Entry, *, size: int, sealed: bool = False) -> dict[str, Any]:
    """Return the file of one entry.

    Args:
        entry: the entry.
        size: size of the checkpoint that its inclusion proof leads to.
        sealed: also disclose the sealed part, where it has one; who may is the caller's question.
    """
    said: dict[str, Any] = {"head": _plain(entry.head), "head_text": entry.head.decode()}
    said[OPEN] = _part(entry, OPEN)
    if sealed and entry.sealed is not None:
        said[SEALED] = _part(entry, SEALED)
    said["proof"] = inclusion_proof(entry.organ, entry.organ_seq, size)
    return said


def event(entry: Entry, statement: Mapping[str, Any], *, corrects: int | None) -> dict[str, Json]:
    """Return the entry as `case.json` tells it, from what its file shows."""
    return {
        "seq": entry.dossier_seq,
        "kind": entry.kind,
        "happened": written(entry.happened),
        "recorded": written(entry.recorded),
        "by": entry.by.id,
        "fields": shown_fields(statement, OPEN),
        "entry": entry.digest,
        "corrects": corrects,
    }


def shown_fields(statement: Mapping[str, Any], part: str) -> dict[str, Json]:
    """Return the fields that an entry's file shows of one part."""
    shown: Mapping[str, Mapping[str, Json]] = statement.get(part, {}).get("shown", {})
    return {name: field["value"] for name, field in shown.items()}


def references(value: object) -> Iterator[Mapping[str, Any]]:
    """Give every file reference in a value: objects with `sha256`, `sm3` and `size`, at any depth."""
    if isinstance(value, Mapping):
        if {"sha256", "sm3", "size"} <= value.keys():
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from references(inner)


def _part(entry: Entry, part: str) -> dict[str, Any]:
    try:
        body = body_of(entry, sealed=part == SEALED)
        names = body.sealed_fields() if part == SEALED else body.open_fields()
        return disclose(entry, names.keys(), part=part).as_json()
    except BodyDestroyedError as gone:
        return {"destroyed": gone.tombstone}


def _plain(head: bytes) -> dict[str, Json]:
    return json.loads(head)  # type: ignore[no-any-return]  # a head is one object
