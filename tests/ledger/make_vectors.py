"""What vectors.json holds, computed by the product from fixed salts, times and keys.

The format must never change, so the file is never written anew; a new format would get a file of its own.
"""

from base64 import b64encode
from datetime import UTC, date, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from liuhen.kernel.digests import Digests, sha256, sm3
from liuhen.ledger.act import Act, Place, head_of
from liuhen.ledger.checkpoints import Checkpoint
from liuhen.ledger.commitment import commitment, disclose_fields
from liuhen.ledger.head import Actor, Entry, Ref, Terms
from liuhen.ledger.merkle import inclusion_path, leaf, root_of
from liuhen.ledger.parts import OPEN, SEALED

SALTS = {OPEN: bytes(range(32)), SEALED: bytes(range(32, 64))}
SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(64, 96)))
FIELDS = {
    OPEN: {"late_reason": "", "text": "到达现场𠮷", "fine_fen": 1008750, "seen": ["账册", {"页": 3}], "gone": None},
    SEALED: {"informant": {"name": "某人", "phone": "13900000000"}},
}


def entries() -> list[Entry]:
    """Return three entries that use every member of a head."""
    from ledger.acts import CHIEF, OFFICER, Noted  # noqa: PLC0415  # needs Django

    begun = datetime(2026, 11, 20, 1, 2, 3, 4, UTC)
    made: list[Entry] = []

    def add(measured: datetime, **more: Any) -> None:
        told = {"expect": None, "refs": (), "corrects": None, "on_behalf": None, "terms": None, "dossier": None, **more}
        act = Act(Noted(text="x"), "organ-jianghan", channel="web", key=f"request-{len(made) + 1}", **told)
        last = made[-1] if made else None
        place = Place(last, last if last and last.dossier == act.dossier and act.dossier else None)
        parts = FIELDS if len(made) == 1 else {OPEN: FIELDS[OPEN]}
        made.append(head_of(act, place=place, measured=measured, parts=parts, salts=SALTS))

    add(begun, by=Actor("system", "liuhen", "留痕系统"), happened=begun)
    terms = Terms({"wuhan-ybj": "1.0.0"}, "c" * 64, "d" * 64)
    add(begun, by=OFFICER, happened=date(2026, 11, 19), dossier="case-1", on_behalf=CHIEF, terms=terms)
    refs = (Ref("uses", entry=made[0].digest), Ref("merges", dossier="case-9"))
    late = {"happened": begun, "corrects": made[1].digest, "refs": refs, "dossier": "case-1"}
    add(begun.replace(second=0), by=OFFICER, **late)
    return made


def vectors() -> dict[str, Any]:
    """Return everything that the format fixes, computed from fixed salts, times and keys."""
    made = entries()
    heads = [one.head for one in made]
    roots = Digests(
        root_of([leaf(head) for head in heads]).hex(), root_of([leaf(head, sm3) for head in heads], sm3).hex()
    )
    unsigned = Checkpoint("organ-jianghan", 3, roots, made[-1].digests, made[-1].recorded)
    return {
        "salts": {part: salt.hex() for part, salt in SALTS.items()},
        "fields": FIELDS,
        "commitments": {part: commitment(FIELDS[part], SALTS[part]).as_json() for part in FIELDS},
        "disclosed": disclose_fields(FIELDS[OPEN], SALTS[OPEN], ["text"]).as_json(),
        "heads": [head.decode() for head in heads],
        "digests": [one.digests.as_json() for one in made],
        "root": roots.as_json(),
        "inclusion_of_2_in_3": [
            step.hex()
            for step in inclusion_path(1, 3, lambda low, high: root_of([leaf(head) for head in heads[low:high]]))
        ],
        "empty_root": {"sha256": sha256(b"").hex(), "sm3": sm3(b"").hex()},
        "checkpoint_signed_bytes": unsigned.signed_bytes().decode(),
        "signature": b64encode(SIGNER.sign(unsigned.signed_bytes())).decode(),
        "signer": b64encode(SIGNER.public_key().public_bytes_raw()).decode(),
    }
