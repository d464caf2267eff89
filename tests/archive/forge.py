"""Makes case packages straight from the two format pages, without the product: a second reading of them.

Every stage can be twisted on the way, so that a package is wrong in one respect and right in all others.
"""

import base64
import copy
import hashlib
import hmac
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ROOT = Path(__file__).parents[2]
VERIFIER = ROOT / "src" / "liuhen" / "archive" / "verify_case.py"
PROGRAM = VERIFIER.read_bytes()
KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"organ").digest())
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"other organ").digest())
ORGAN, DOSSIER = "o-jianghanhu", "d-0001"
OFFICER = {"type": "officer", "id": "f-zhou", "name": "周明远"}
CHOICES = {"k23": "new-review"}
VIDEO = bytes(range(256)) * 300
PAPER = b"%PDF-1.7 " + "询问笔录".encode() * 40
SCAN = b"\xff\xd8\xff\xe0" + b"scan" * 100

Files = dict[str, bytes]
Twist = Callable[[Any], Any]


def digests(data: bytes) -> dict[str, str]:
    return {"sha256": hashlib.sha256(data).hexdigest(), "sm3": hashlib.new("sm3", data).hexdigest()}


def described(data: bytes, name: str, media_type: str) -> dict[str, Any]:
    return {**digests(data), "size": len(data), "name": name, "media_type": media_type}


def public_bytes(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def readable(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


class Part:
    """Salted fields of one part of a body."""

    def __init__(self, fields: Mapping[str, Any], seed: str) -> None:
        self.fields = dict(fields)
        self.salt = hashlib.sha256(seed.encode()).digest()

    def field_salt(self, name: str) -> bytes:
        return hmac.new(self.salt, b"liuhen/1/field/" + name.encode(), hashlib.sha256).digest()

    def field(self, name: str) -> dict[str, str]:
        raw = name.encode()
        length = len(raw).to_bytes(4, "big")
        return digests(b"\x02" + self.field_salt(name) + length + raw + rfc8785.dumps(self.fields[name]))

    def commitment(self) -> dict[str, str]:
        fields = [self.field(name) for name in self.fields]
        joined = {which: b"".join(sorted(bytes.fromhex(f[which]) for f in fields)) for which in ("sha256", "sm3")}
        return {which: digests(b"\x03" + joined[which])[which] for which in ("sha256", "sm3")}

    def shown(self, hidden: tuple[str, ...] = ()) -> dict[str, Any]:
        names = [name for name in self.fields if name not in hidden]
        return {
            "shown": {name: {"value": self.fields[name], "salt": self.field_salt(name).hex()} for name in names},
            "hidden": sorted((self.field(name) for name in hidden), key=lambda pair: pair["sha256"]),
        }


class Written:
    """One entry as the ledger has it."""

    def __init__(self, head: dict[str, Any], parts: dict[str, Part]) -> None:
        self.head, self.parts = head, parts
        self.text: bytes = rfc8785.dumps(head)
        self.digests = digests(self.text)

    @property
    def name(self) -> str:
        return self.digests["sha256"]


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def largest_power_below(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1


def root_of(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    half = largest_power_below(len(leaves))
    return node(root_of(leaves[:half]), root_of(leaves[half:]))


def inclusion(index: int, leaves: list[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    half = largest_power_below(len(leaves))
    if index < half:
        return [*inclusion(index, leaves[:half]), root_of(leaves[half:])]
    return [*inclusion(index - half, leaves[half:]), root_of(leaves[:half])]


def consistency(first: int, leaves: list[bytes], *, whole: bool = True) -> list[bytes]:
    if first == len(leaves):
        return [] if whole else [root_of(leaves)]
    half = largest_power_below(len(leaves))
    if first <= half:
        return [*consistency(first, leaves[:half], whole=whole), root_of(leaves[half:])]
    return [*consistency(first - half, leaves[half:], whole=False), root_of(leaves[:half])]


class Organ:
    """A ledger of one organ, in memory. `twists`: "head 3", "fields 3" change entry 3 of the case before hashing."""

    def __init__(self, twists: Mapping[str, Twist]) -> None:
        self.twists = twists
        self.entries: list[Written] = []
        self.last_of: dict[str, Written] = {}

    def twisted(self, stage: str, value: Any) -> Any:
        changed = self.twists[stage](value) if stage in self.twists else None
        return value if changed is None else changed

    def append(
        self, kind: str, fields: dict[str, Any], *, dossier: str | None = DOSSIER, sealed: Any = None, **more: Any
    ) -> Written:
        organ_seq = len(self.entries) + 1
        before = self.last_of.get(dossier or "")
        seq = before.head["dossier_seq"] + 1 if before else 1
        place = str(seq) if dossier == DOSSIER else kind
        parts = {"open": Part(self.twisted(f"fields {place}", {"late_reason": "", **fields}), f"open {organ_seq}")}
        if sealed is not None:
            parts["sealed"] = Part(sealed, f"sealed {organ_seq}")
        head: dict[str, Any] = {
            "format": 1,
            "organ": ORGAN,
            "organ_seq": organ_seq,
            "kind": kind,
            "schema": 1,
            "happened": f"2026-11-{10 + organ_seq // 4:02d}",
            "recorded": f"2026-11-{10 + organ_seq // 4:02d}T01:{organ_seq:02d}:00.000000Z",
            "by": OFFICER,
            "channel": "web",
            "key": f"key-{organ_seq}",
            "body": parts["open"].commitment(),
            **more,
        }
        if sealed is not None:
            head["sealed"] = parts["sealed"].commitment()
        if self.entries:
            head["prev_organ"] = self.entries[-1].digests
        if dossier is not None:
            head |= {"dossier": dossier, "dossier_seq": seq}
            if before:
                head["prev_dossier"] = before.digests
        entry = Written(self.twisted(f"head {place}", head), parts)
        self.entries.append(entry)
        if dossier is not None:
            self.last_of[dossier] = entry
        return entry

    def leaves(self) -> list[bytes]:
        return [hashlib.sha256(b"\x00" + entry.text).digest() for entry in self.entries]

    def checkpoint(self, *, key: Ed25519PrivateKey = KEY, size: int | None = None, stage: str = "checkpoint") -> Any:
        entries = self.entries[:size]
        sm3_root = hashlib.new("sm3", b"not computed by this forge").hexdigest()
        said = {
            "format": 1,
            "organ": ORGAN,
            "size": len(entries),
            "root": {"sha256": root_of(self.leaves()[:size]).hex(), "sm3": sm3_root},
            "head": entries[-1].digests,
            "at": "2026-11-20T08:00:00.000000Z",
        }
        return signed(self.twisted(stage, said), key=key)


def signed(said: dict[str, Any], *, key: Ed25519PrivateKey = KEY) -> dict[str, Any]:
    signature = key.sign(b"liuhen/1/checkpoint\n" + rfc8785.dumps(said))
    return {**said, "signature": base64.b64encode(signature).decode(), "signer": public_bytes(key)}


class Forge:
    """One case of nine entries among others, its files, its seal; `data()` gives the payload, `files()` the whole bag.

    With `last`, the seal follows the case at once and is the last entry of the checkpoint.
    Entry 3 is destroyed (tombstone 7), entry 6 hides one field and is corrected by 8, entry 1 has a sealed part.
    """

    def __init__(self, twists: Mapping[str, Twist] | None = None, *, last: bool = False) -> None:
        self.twists = twists or {}
        self.organ = organ = Organ(self.twists)
        organ.append("organ.established", {"name": "江汉湖区医疗保障局（示例）", "demo": True}, dossier=None)
        packs = {"packs": {"wuhan-ybj": "1.0.0"}}
        self.case = [
            organ.append(
                "clue.registered",
                {"clue_no": "线2026-17", "summary": "重复收费\n\t“涉嫌”𠮷\u2028"},
                sealed={"informant": {"name": "某某", "phone": "000"}},
            ),
            organ.append("recording.stored", {"recording": "r1", "file": described(VIDEO, "现场.mp4", "video/mp4")}),
        ]
        organ.append("clue.registered", {"clue_no": "线2026-18"}, dossier="d-0002")
        self.case += [
            organ.append("inspection.made", {"place": "云杉门诊部", "pages": 3}, **packs),
            organ.append("paper.finalised", {"form": "interview", "file": described(PAPER, "笔录", "application/pdf")}),
            organ.append("paper.signed", {"paper_seq": 4, "scans": [described(SCAN, "签字页", "image/jpeg")]}),
            organ.append(
                "interview.made", {"place": "青禾药店", "questions": [{"q": "问", "a": "答"}], "phone": "000"}
            ),
        ]
        self.case.append(organ.append("body.destroyed", {"target": self.case[2].name, "part": "open"}))
        self.case.append(organ.append("interview.made", {"place": "青禾药店二楼"}, corrects=self.case[5].name))
        organ.append("clue.checked", {"finding": "属实"}, dossier="d-0002")
        self.case.append(organ.append("case.opened", {"case_no": "武医保立〔2026〕8号", "nothing": None, "none": []}))
        self.facts = {"kind": "penalty", "number": "武医保立〔2026〕8号", "title": "云杉门诊部涉嫌重复收费案"}
        if not last:
            organ.append("officer.appointed", {"id": "f-he"}, dossier=None)
        force = {**packs, "choices": hashlib.sha256(rfc8785.dumps(CHOICES)).hexdigest()}
        self.seal = organ.append("package.made", organ.twisted("sealing", self.sealing()), dossier=None, **force)
        if not last:
            organ.append("officer.appointed", {"id": "f-li"}, dossier=None)
        self.checkpoint = organ.checkpoint()

    def sealing(self) -> dict[str, Any]:
        return {
            "dossier": DOSSIER,
            "case_kind": self.facts["kind"],
            "number": self.facts["number"],
            "title": self.facts["title"],
            "organ_name": "江汉湖区医疗保障局（示例）",
            "demo": True,
            "entries": len(self.case),
            "last": self.case[-1].digests,
            "verifier": digests(PROGRAM),
            "choices": CHOICES,
            "purpose": "归档",
        }

    def proof(self, entry: Written) -> dict[str, Any]:
        place = self.organ.entries.index(entry)
        size = self.checkpoint["size"]
        path = [step.hex() for step in inclusion(place, self.organ.leaves()[:size])]
        return {"organ_seq": place + 1, "size": size, "path": path}

    def entry_file(self, entry: Written, hidden: tuple[str, ...] = ()) -> dict[str, Any]:
        return {
            "head": copy.deepcopy(entry.head),
            "head_text": entry.text.decode(),
            "open": entry.parts["open"].shown(hidden),
            "proof": self.proof(entry),
        }

    def event(self, number: int, entry: Written, file: dict[str, Any]) -> dict[str, Any]:
        names = [other.name for other in self.case]
        corrects = entry.head.get("corrects")
        return {
            "seq": number,
            "kind": entry.head["kind"],
            "happened": entry.head["happened"],
            "recorded": entry.head["recorded"],
            "by": entry.head["by"]["id"],
            "fields": {name: field["value"] for name, field in file["open"].get("shown", {}).items()},
            "entry": entry.name,
            "corrects": names.index(corrects) + 1 if corrects in names else None,
        }

    def data(self) -> dict[str, Any]:
        """Return the payload: JSON files as values, other files as bytes."""
        files: dict[str, Any] = {}
        for number, entry in enumerate(self.case, 1):
            files[f"data/entries/{number:04d}.json"] = self.entry_file(entry, ("phone",) if number == 6 else ())
        files["data/entries/0003.json"]["open"] = {"destroyed": self.case[6].name}
        events = [self.event(n, e, files[f"data/entries/{n:04d}.json"]) for n, e in enumerate(self.case, 1)]
        files["data/case.json"] = {
            "format": "liuhen-case/1",
            "dossier": DOSSIER,
            **self.facts,
            "packs": {"wuhan-ybj": "1.0.0"},
            "choices": dict(CHOICES),
            "events": events,
        }
        files["data/checkpoint.json"] = copy.deepcopy(self.checkpoint)
        files["data/organ-key.json"] = organ_key()
        files["data/seal.json"] = self.entry_file(self.seal)
        files["data/files.json"] = {"format": 1, "files": []}
        stored = {
            "papers/0004-笔录": (PAPER, 4),
            "recordings/0002-现场": (VIDEO, 2),
            "scans/0005-签字页": (SCAN, 5),
        }
        for path, (content, seq) in stored.items():
            files[f"data/{path}.bin"] = content
            row = {"path": f"data/{path}.bin", **digests(content), "size": len(content), "seqs": [seq]}
            files["data/files.json"]["files"].append(row)
        return files

    def files(self, change: Twist | None = None) -> Files:
        """Return the bag after `change` was made to its payload."""
        data = self.data()
        if change is not None:
            change(data)
        return bagged({path: value if isinstance(value, bytes) else readable(value) for path, value in data.items()})


def organ_key(key: Ed25519PrivateKey = KEY) -> dict[str, Any]:
    return {"format": 1, "organ": ORGAN, "algorithm": "Ed25519", "public_key": public_bytes(key)}


def manifest(files: Files, paths: list[str], which: str) -> bytes:
    return "".join(f"{digests(files[path])[which]}  {path}\n" for path in sorted(paths, key=str.encode)).encode()


def bagged(payload: Files) -> Files:
    """Return the payload with true lists around it."""
    files = dict(payload)
    files["bagit.txt"] = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    files["bag-info.txt"] = f"Payload-Oxum: {sum(map(len, payload.values()))}.{len(payload)}\n".encode()
    files["verify_case.py"] = PROGRAM
    files["说明.txt"] = "案卷包\n".encode()
    for which in ("sha256", "sm3"):
        files[f"manifest-{which}.txt"] = manifest(files, list(payload), which)
    return retagged(files)


def retagged(files: Files) -> Files:
    """Return the bag with a tag manifest that fits its other tag files."""
    tags = [path for path in files if not path.startswith("data/") and path != "tagmanifest-sha256.txt"]
    files["tagmanifest-sha256.txt"] = manifest(files, tags, "sha256")
    return files


def to_folder(files: Files, folder: Path) -> Path:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def zipped(files: Files, *, top: str = "案卷/", method: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for path, content in files.items():
            archive.writestr(top + path, content)
    return buffer.getvalue()
