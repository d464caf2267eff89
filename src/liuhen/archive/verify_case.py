#!/usr/bin/env python3
"""Check a case package, or a disc of recordings, of 留痕 with nothing but Python 3.9 and its standard library.

    python3 verify_case.py 案卷包 [--trust 公钥或检查点] [--json] [--full-sm3]

案卷包是文件夹或 zip；音像证据光盘写盘符或者挂载的目录。
退出码：0 未发现问题；1 不符；2 无法校验。没有检查的一律写明未检，不算通过。
Written from docs/package-format.md and docs/ledger-format.md; shares no code with the product on purpose.
"""
# One file on purpose: it is shipped inside every package. Python 3.9 on purpose: it runs where nothing is installed.
# Numbers like 32 (bytes) and 64 (hexadecimal characters) are those of the standards it implements.
# ruff: noqa: UP006, UP007, UP035, UP045, B905, PLR2004

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import stat
import sys
import unicodedata
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO, Any, Callable, Dict, Iterator, List, NamedTuple, Optional, Set, Tuple, Union

CHUNK = 1 << 20
JSON_LIMIT = 32 << 20  # bytes in one JSON file
MANIFEST_LIMIT = 64 << 20  # bytes in one manifest
DEPTH_LIMIT = 64
LARGEST = 2**53 - 1
SLOW_SM3_LIMIT = 1 << 20  # without native SM3, larger files are left 未检 unless --full-sm3
SPOKEN = 200  # findings printed for people; --json prints all
ZIP_RATIO, ZIP_SLACK, ZIP_MEMBERS = 200, 64 << 20, 200_000

BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFESTS = {"manifest-sha256.txt": ("E103", "E104", "E105"), "manifest-sm3.txt": ("E106", "E107", "E108")}
TAGS = "tagmanifest-sha256.txt"
TAG_CODES = ("E109", "E110", "E111")
TAG_FILES = {"bagit.txt", "bag-info.txt", *MANIFESTS, "verify_case.py", "说明.txt"}
ENTRY = re.compile(r"data/entries/([0-9]{4,9})\.json")
NAMED_DATA = {
    "data/case.json": "E201",
    "data/checkpoint.json": "E202",
    "data/organ-key.json": "E203",
    "data/files.json": "E204",
    "data/seal.json": "E205",
}
CONSISTENCY = "data/consistency.json"
DISC, DISC_KIND = "data/disc.json", "evidence_disc.made"
DISC_FIXED = {DISC, "data/checkpoint.json", "data/organ-key.json", "data/光盘目录.pdf"}
SIGNER = "8"
GROUPS = {
    "1": "包的清单与文件",
    "2": "数据文件的写法",
    "3": "记录首部与两条链",
    "4": "记录正文的承诺",
    "5": "证明、检查点签名与封包记录",
    "6": "记录与文件的对应",
    "7": "案卷正文与记录一致",
    SIGNER: "签发人",
}


class UnusableError(Exception):
    """Nothing can be said about the package."""

    def __init__(self, code: str, place: str, text: str) -> None:
        super().__init__(text)
        self.code, self.place, self.text = code, place, text


class FaultError(Exception):
    """One finding that ends the check of one file; everything else goes on."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


class Finding(NamedTuple):
    """One thing that is wrong: its code, the file or entry, a sentence."""

    code: str
    place: str
    text: str


class Report:
    """What was checked, what was wrong, what was not checked."""

    def __init__(self) -> None:
        self.findings: List[Finding] = []
        self.unchecked: List[Tuple[str, str]] = []
        self.done: Dict[str, int] = dict.fromkeys(GROUPS, 0)
        self.trusted = False
        self.facts: Dict[str, Any] = {}

    def fail(self, code: str, place: str, text: str) -> None:
        """Record one thing that is wrong."""
        self.findings.append(Finding(code, place, text))

    def skip(self, what: str, why: str) -> None:
        """Record one thing that was not checked."""
        self.unchecked.append((what, why))

    def check(self, code: str, place: str, holds: bool, text: str) -> bool:  # noqa: FBT001
        """Count one check of the group that `code` belongs to; record the finding when it does not hold."""
        self.done[code[1]] += 1
        if not holds:
            self.fail(code, place, text)
        return holds

    def exit_code(self) -> int:
        """Return 0 nothing wrong, 1 broken, 2 unusable.

        A format newer than this program makes everything else look wrong, unless the bag's own lists are broken too.
        """
        codes = {finding.code[:2] if finding.code[0] == "E" else finding.code for finding in self.findings}
        if not codes:
            return 0
        unusable = any(code[0] == "U" for code in codes) and "E1" not in codes
        return 2 if unusable else 1


# ---------------------------------------------------------------- SM3 (GB/T 32905)

_MASK = 0xFFFFFFFF


def _rotate(word: int, bits: int) -> int:
    bits %= 32
    return ((word << bits) | (word >> (32 - bits))) & _MASK


_SM3_T = [_rotate(0x79CC4519 if j < 16 else 0x7A879D8A, j) for j in range(64)]


class SlowSM3:
    """SM3 in plain Python, with the part of hashlib's interface that is used here."""

    def __init__(self) -> None:
        self._state: Tuple[int, ...] = (
            0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
        )  # fmt: skip
        self._rest, self._length = b"", 0

    def update(self, data: bytes) -> None:
        """Read `data` as the next bytes."""
        self._length += len(data)
        data = self._rest + data
        whole = len(data) - len(data) % 64
        for start in range(0, whole, 64):
            self._state = self._compress(self._state, data[start : start + 64])
        self._rest = data[whole:]

    def digest(self) -> bytes:
        """Return the 32-byte digest of everything read so far."""
        tail = self._rest + b"\x80" + bytes((55 - self._length) % 64) + (self._length * 8).to_bytes(8, "big")
        state = self._state
        for start in range(0, len(tail), 64):
            state = self._compress(state, tail[start : start + 64])
        return b"".join(word.to_bytes(4, "big") for word in state)

    def hexdigest(self) -> str:
        """Return the digest as 64 hexadecimal characters."""
        return self.digest().hex()

    @staticmethod
    def _compress(state: Tuple[int, ...], block: bytes) -> Tuple[int, ...]:
        w = [int.from_bytes(block[i : i + 4], "big") for i in range(0, 64, 4)]
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ _rotate(w[j - 3], 15)
            w.append(x ^ _rotate(x, 15) ^ _rotate(x, 23) ^ _rotate(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = state
        for j in range(64):
            a12 = _rotate(a, 12)
            ss1 = _rotate((a12 + e + _SM3_T[j]) & _MASK, 7)
            if j < 16:
                ff, gg = a ^ b ^ c, e ^ f ^ g
            else:
                ff, gg = (a & b) | (a & c) | (b & c), (e & f) | (~e & g)
            tt1 = (ff + d + (ss1 ^ a12) + (w[j] ^ w[j + 4])) & _MASK
            tt2 = (gg + h + ss1 + w[j]) & _MASK
            a, b, c, d = tt1, a, _rotate(b, 9), c
            e, f, g, h = tt2 ^ _rotate(tt2, 9) ^ _rotate(tt2, 17), e, _rotate(f, 19), g
        return tuple(old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h)))


def _has_native_sm3() -> bool:
    try:
        hashlib.new("sm3")
    except ValueError:
        return False
    return True


NATIVE_SM3 = _has_native_sm3()


def new_sm3() -> Any:
    """Return a fresh SM3, Python's own where it has one."""
    return hashlib.new("sm3") if NATIVE_SM3 else SlowSM3()


def sha256(data: bytes) -> bytes:
    """Return the 32-byte SHA-256 of `data`."""
    return hashlib.sha256(data).digest()


def sm3(data: bytes) -> bytes:
    """Return the 32-byte SM3 of `data`."""
    hasher = new_sm3()
    hasher.update(data)
    return bytes(hasher.digest())


# ---------------------------------------------------------------- Ed25519 (RFC 8032, strict)

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
Point = Tuple[int, int, int, int]
IDENTITY: Point = (0, 1, 1, 0)


def _add(left: Point, right: Point) -> Point:
    a = (left[1] - left[0]) * (right[1] - right[0]) % P
    b = (left[1] + left[0]) * (right[1] + right[0]) % P
    c = 2 * left[3] * right[3] * D % P
    d = 2 * left[2] * right[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(factor: int, point: Point) -> Point:
    result = IDENTITY
    while factor:
        if factor & 1:
            result = _add(result, point)
        point, factor = _add(point, point), factor >> 1
    return result


def _same(left: Point, right: Point) -> bool:
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def _decompress(data: bytes) -> Optional[Point]:
    """Return the point, or None for anything but the one canonical encoding of a point on the curve."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if len(data) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


_BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = _decompress(_BASE_Y.to_bytes(32, "little")) or IDENTITY


def signature_fault(  # noqa: PLR0911  # one return per way of being wrong
    public: bytes, message: bytes, signature: bytes
) -> Optional[Tuple[str, str]]:
    """Return None for a good signature, else the code and the sentence that say what is wrong."""
    if len(signature) != 64:
        return "E509", "检查点签名不是64字节"
    key, r = _decompress(public), _decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None:
        return "E512", "签发公钥不是曲线上点的规范写法"
    if _same(_times(8, key), IDENTITY):
        return "E513", "签发公钥是小阶点，任何内容都能配上签名"
    if s >= L:
        return "E511", "检查点签名的 S 超出范围，签名可被改写"
    if r is None or _same(_times(8, r), IDENTITY):
        return "E514", "检查点签名的 R 不是规范写法或是小阶点"
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    if not _same(_times(s, BASE), _add(r, _times(k, key))):
        return "E510", "检查点签名与内容不符"
    return None


# ---------------------------------------------------------------- JSON and canonical bytes (RFC 8785)


def _no_number(text: str) -> Any:
    raise FaultError("E209", f"含有不允许的数：{text[:40]}")


def _integer(text: str) -> int:
    if len(text) > 17 or text == "-0" or abs(int(text)) > LARGEST:
        raise FaultError("E209", f"整数超出范围或写法不规范：{text[:40]}")
    return int(text)


def _object(pairs: List[Tuple[str, Any]]) -> Dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise FaultError("E208", "同一对象中有重名的成员")
    return result


def _measure(value: Any, depth: int = 0) -> None:
    if depth > DEPTH_LIMIT:
        raise FaultError("E210", "层次过深")
    if isinstance(value, str):
        _text(value)
    elif isinstance(value, dict):
        for name, inner in value.items():
            _text(name)
            _measure(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _measure(inner, depth + 1)


def _text(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise FaultError("E207", "含有不成对的代理字符") from None


def parse(data: bytes) -> Any:
    """Read JSON without any of its leniencies; raises FaultError."""
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_object,
            parse_float=_no_number,
            parse_int=_integer,
            parse_constant=_no_number,
        )
    except RecursionError:
        raise FaultError("E210", "层次过深") from None
    except ValueError as problem:  # covers UnicodeDecodeError and JSONDecodeError
        raise FaultError("E207", f"不是有效的 UTF-8 JSON（{problem.__class__.__name__}）") from None
    _measure(value)
    return value


_ESCAPES = {0x22: '\\"', 0x5C: "\\\\", 8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r"}
_QUOTING = {code: _ESCAPES.get(code, f"\\u{code:04x}") for code in [*range(32), 0x22, 0x5C]}


def _quoted(text: str) -> str:
    return '"' + text.translate(_QUOTING) + '"'


def _written(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, list):
        return "[" + ",".join(map(_written, value)) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be"))
    return "{" + ",".join(_quoted(name) + ":" + _written(value[name]) for name in names) + "}"


def canonical(value: Any) -> bytes:
    """Return the canonical bytes of a value that `parse` let through."""
    return _written(value).encode("utf-8")


# ---------------------------------------------------------------- shapes

Test = Callable[[Any], bool]
_HEX = re.compile(r"[0-9a-f]{64}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def is_text(value: Any) -> bool:
    """Text that is not empty."""
    return isinstance(value, str) and value != ""


def is_string(value: Any) -> bool:
    """Text, empty or not."""
    return isinstance(value, str)


def is_bool(value: Any) -> bool:
    """True or false."""
    return isinstance(value, bool)


def is_count(value: Any) -> bool:
    """An integer from 0."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def is_number(value: Any) -> bool:
    """An integer from 1."""
    return is_count(value) and value > 0


def is_hex(value: Any) -> bool:
    """32 bytes in lower-case hexadecimal."""
    return isinstance(value, str) and _HEX.fullmatch(value) is not None


def is_instant(value: Any) -> bool:
    """A moment that exists, UTC, six decimals."""
    return isinstance(value, str) and _INSTANT.fullmatch(value) is not None and _reads(datetime, value[:-1])


def is_when(value: Any) -> bool:
    """A moment, or a day."""
    return is_instant(value) or (isinstance(value, str) and bool(_DAY.fullmatch(value)) and _reads(date, value))


def _reads(kind: Any, text: str) -> bool:
    try:
        kind.fromisoformat(text)
    except ValueError:
        return False
    return True


def one(value: Any) -> bool:
    """The number 1."""
    return is_number(value) and value == 1


def mapping_of(test: Test) -> Test:
    """Return the test for an object whose values all pass `test`."""
    return lambda value: isinstance(value, dict) and all(test(inner) for inner in value.values())


def list_of(test: Test) -> Test:
    """Return the test for a list whose members all pass `test`."""
    return lambda value: isinstance(value, list) and all(map(test, value))


def shaped(required: Dict[str, Test], optional: Optional[Dict[str, Test]] = None) -> Test:
    """Return the test for an object with exactly these members."""
    return lambda value: complaint(value, required, optional or {}) is None


def complaint(value: Any, required: Dict[str, Test], optional: Dict[str, Test]) -> Optional[str]:
    """Return None when `value` has exactly these members and each passes its test, else what is wrong."""
    if not isinstance(value, dict):
        return "应为对象"
    for name in sorted(required.keys() - value.keys()):
        return f"缺少 {name}"
    for name in sorted(value):
        test = required.get(name) or optional.get(name)
        if test is None:
            return f"多出 {name}"
        if not test(value[name]):
            return f"{name} 的内容不合规定"
    return None


is_digests = shaped({"sha256": is_hex, "sm3": is_hex})
is_actor = shaped({"type": lambda v: v in ("officer", "system", "outside"), "id": is_text, "name": is_string})
is_reference = shaped({"as": is_text}, {"entry": is_hex, "dossier": is_text})

HEAD: Dict[str, Test] = {
    "format": is_number,
    "organ": is_text,
    "organ_seq": is_number,
    "kind": is_text,
    "schema": is_number,
    "happened": is_when,
    "recorded": is_instant,
    "by": is_actor,
    "channel": lambda v: v in ("web", "api", "cli", "system", "seed"),
    "key": is_text,
    "body": is_digests,
}
HEAD_MORE: Dict[str, Test] = {
    "dossier": is_text,
    "dossier_seq": is_number,
    "refs": lambda v: isinstance(v, list) and bool(v) and all(is_reference(r) and len(r) == 2 for r in v),
    "clock_behind_ms": is_number,
    "for": shaped({"id": is_text, "name": is_string}),
    "corrects": is_hex,
    "packs": mapping_of(is_text),
    "choices": is_hex,
    "calendar": is_hex,
    "prev_organ": is_digests,
    "prev_dossier": is_digests,
    "sealed": is_digests,
}
SHOWN_FIELD = shaped({"value": lambda _: True, "salt": is_hex})
PART: Dict[str, Test] = {"shown": mapping_of(SHOWN_FIELD), "hidden": list_of(is_digests)}
PART_GONE: Dict[str, Test] = {"destroyed": is_hex}
PROOF: Dict[str, Test] = {"organ_seq": is_number, "size": is_number, "path": list_of(is_hex)}
ENTRY_FILE: Dict[str, Test] = {"head": lambda v: isinstance(v, dict), "head_text": is_text}
CHECKPOINT: Dict[str, Test] = {
    "format": is_number,
    "organ": is_text,
    "size": is_number,
    "root": is_digests,
    "head": is_digests,
    "at": is_instant,
    "signature": is_text,
    "signer": is_text,
}
ORGAN_KEY: Dict[str, Test] = {
    "format": is_number,
    "organ": is_text,
    "algorithm": lambda v: v == "Ed25519",
    "public_key": is_text,
}
CASE: Dict[str, Test] = {
    "format": is_text,
    "dossier": is_text,
    "kind": is_string,
    "number": is_string,
    "title": is_string,
    "packs": mapping_of(is_text),
    "choices": mapping_of(is_text),
    "events": lambda v: isinstance(v, list),
}
FILE_ROW = shaped({"path": is_text, "sha256": is_hex, "sm3": is_hex, "size": is_count, "seqs": list_of(is_number)})
FILES: Dict[str, Test] = {"format": one, "files": list_of(FILE_ROW)}
DISC_ITEM: Dict[str, Test] = {
    "seq": is_number,
    "disc": is_number,
    "path": is_text,
    "name": is_text,
    "sha256": is_hex,
    "sm3": is_hex,
    "size": is_count,
}
DISC_FILE: Dict[str, Test] = {
    "format": is_text,
    "entry": is_number,
    "disc": is_number,
    "discs": is_number,
    "items": list_of(shaped(DISC_ITEM)),
    "demo": is_bool,
    **dict.fromkeys(("dossier", "disc_no", "organ_name", "number", "title", "maker", "extractor"), is_text),
    **dict.fromkeys(("extracted", "made", "note"), is_text),
}
CONSISTENCY_PROOF = shaped({"first": is_number, "second": is_number, "path": list_of(is_hex)})
CONSISTENCY_FILE: Dict[str, Test] = {"format": one, "proofs": list_of(CONSISTENCY_PROOF)}
SEAL_FIELDS: Dict[str, Test] = {
    "dossier": is_text,
    "entries": is_number,
    "last": is_digests,
    "case_kind": is_string,
    "number": is_string,
    "title": is_string,
    "organ_name": is_string,
    "demo": is_bool,
    "verifier": is_digests,
    "choices": mapping_of(is_text),
    "purpose": is_string,
}


# ---------------------------------------------------------------- tree (RFC 9162)


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right)


def root_from_inclusion(leaf: bytes, index: int, size: int, path: List[bytes]) -> Optional[bytes]:
    """Return the root that the path leads to; None when the path is too long or too short (2.1.3.2)."""
    position, last, result = index, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if position & 1 or position == last:
            result = _node(step, result)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            result = _node(result, step)
        position, last = position >> 1, last >> 1
    return result if last == 0 else None


def consistent(first: int, second: int, roots: Tuple[bytes, bytes], path: List[bytes]) -> bool:
    """Tell whether the tree of `second` leaves continues the one of `first` leaves (2.1.4.2)."""
    if not 0 < first < second or not path:
        return False
    steps = [roots[0], *path] if first & (first - 1) == 0 else list(path)
    position, last = first - 1, second - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old, new = _node(step, old), _node(step, new)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new = _node(new, step)
        position, last = position >> 1, last >> 1
    return last == 0 and (old, new) == roots


# ---------------------------------------------------------------- where the bytes are


def unsafe(path: str) -> Optional[str]:
    """Return why a path may not stand in a package, or None."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return "不是 UTF-8"
    if path.startswith("/") or re.match(r"[A-Za-z]:", path):
        return "是绝对路径"
    if any(ord(letter) < 32 or ord(letter) == 127 or letter in "\\:%" for letter in path):
        return "含有不允许的字符"
    parts = path.split("/")
    if any(part in ("", ".", "..") for part in parts):
        return "含有空的、“.”或“..”的一段"
    if any(part[-1] in " ." for part in parts):
        return "有一段以空格或句点结尾"
    return None if unicodedata.normalize("NFC", path) == path else "不是 NFC 写法"


class Folder:
    """A package as a folder; never follows a link out of it."""

    def __init__(self, root: Path, report: Report) -> None:
        self.root, self.report = root, report
        self.files: Dict[str, int] = {}
        self._walk("")

    def _walk(self, inside: str) -> None:
        try:
            found = sorted(os.scandir(self.root / inside), key=lambda item: item.name)
        except OSError as problem:
            self.report.fail("E125", inside, f"文件夹读不出（{problem.strerror}）")
            return
        for item in found:
            path = inside + item.name
            mode = item.stat(follow_symlinks=False).st_mode
            if stat.S_ISLNK(mode):
                self.report.fail("E123", path, "是符号链接，包内只许有文件和文件夹")
            elif stat.S_ISDIR(mode):
                self._walk(path + "/")
            elif stat.S_ISREG(mode):
                self.files[path] = item.stat(follow_symlinks=False).st_size
            else:
                self.report.fail("E124", path, "是设备、管道或其他特殊文件")

    def open(self, path: str) -> IO[bytes]:
        """Open one file for reading."""
        return (self.root / path).open("rb")


class Zip:
    """A package as a zip archive, read in place."""

    def __init__(self, path: Path, report: Report) -> None:
        self.report = report
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, RuntimeError, ValueError, OverflowError, EOFError) as problem:
            raise UnusableError("U003", str(path), f"zip 已损坏，读不出目录（{problem.__class__.__name__}）") from None
        self.size = path.stat().st_size
        self.files: Dict[str, int] = {}
        self.top = ""
        self._list()

    def _list(self) -> None:
        infos = self.zip.infolist()
        if len(infos) > ZIP_MEMBERS:
            raise UnusableError("U005", "", f"zip 内的文件过多（{len(infos)}）")
        if sum(info.file_size for info in infos) > ZIP_RATIO * self.size + ZIP_SLACK:
            raise UnusableError("U006", "", "zip 展开后的大小与自身大小悬殊，疑为恶意压缩，不再读取")
        self._account(infos)
        tops = {info.filename.split("/", 1)[0] for info in infos}
        if len(tops) != 1 or any("/" not in info.filename for info in infos):
            self.report.fail("E131", "", "zip 内应只有一个顶层文件夹，全部文件在其中")
            return
        self.top = tops.pop() + "/"
        for info in infos:
            self._take(info)

    def _take(self, info: zipfile.ZipInfo) -> None:
        path = info.filename[len(self.top) :]
        mode = info.external_attr >> 16
        if info.orig_filename != info.filename or "\x00" in info.orig_filename:
            self.report.fail("E128", path, "zip 内的文件名含有会被改写的字符")
        elif info.is_dir():
            if info.file_size or (path and unsafe(path[:-1])):
                self.report.fail("E133", path, "zip 内的文件夹带有内容或名称不安全")
        elif info.flag_bits & 1:
            self.report.fail("E129", path, "已加密，读不出")
        elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            self.report.fail("E134", path, "压缩方法不在许可之列")
        elif mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            self.report.fail("E123", path, "是符号链接或特殊文件，包内只许有文件和文件夹")
        elif path in self.files:
            self.report.fail("E127", path, "zip 内有两个同名文件")
        else:
            self.files[path] = info.file_size

    def _account(self, infos: List[zipfile.ZipInfo]) -> None:
        """Every byte before the directory belongs to exactly one member: nothing hidden, nothing overlapping."""
        place = 0
        for info in sorted(infos, key=lambda item: item.header_offset):
            gap = info.header_offset - place
            if gap < 0 or gap > 0:
                break
            place = self._end(info)
        else:
            if place == self.zip.start_dir and self._ends_with_directory():
                return
        self.report.fail("E135", "", "zip 内有目录未列的字节，或文件互相重叠")

    def _ends_with_directory(self) -> bool:
        raw = self.zip.fp
        assert raw is not None  # noqa: S101  # an open archive has a file
        raw.seek(-22, os.SEEK_END)
        end = raw.read(22)
        return end[:4] == b"PK\x05\x06" and end[20:] == b"\0\0"

    def _end(self, info: zipfile.ZipInfo) -> int:
        raw = self.zip.fp
        assert raw is not None  # noqa: S101  # an open archive has a file
        raw.seek(info.header_offset)
        header = raw.read(30)
        lengths = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        end = info.header_offset + 30 + lengths + info.compress_size
        if not info.flag_bits & 8:
            return end
        raw.seek(end)  # a data descriptor follows: 3 or 5 words, with or without its mark
        mark = 4 if raw.read(4) == b"PK\x07\x08" else 0
        return end + mark + (20 if info.file_size > _MASK or info.compress_size > _MASK else 12)

    def open(self, path: str) -> IO[bytes]:
        """Open one file for reading."""
        return self.zip.open(self.top + path)


READ_ERRORS: Tuple[Any, ...] = (OSError, zipfile.BadZipFile, EOFError, RuntimeError, ValueError)
try:
    import zlib

    READ_ERRORS = (*READ_ERRORS, zlib.error)
except ImportError:  # a Python without zlib reads stored members only, and says so for each deflated one
    pass


class Sum(NamedTuple):
    """What the bytes of a file are: size, SHA-256, SM3 (None: not computed)."""

    size: int
    sha256: str
    sm3: Optional[str]


class Bag:
    """The bag's own lists against what is there; holds the sums that all later checks use."""

    def __init__(self, source: Any, report: Report, *, full_sm3: bool) -> None:
        self.source, self.report, self.full_sm3 = source, report, full_sm3
        self.sums: Dict[str, Sum] = {}

    def check(self) -> None:
        """Compare the lists with the files, in both directions."""
        self._names()
        for path in sorted(self.source.files):
            self._sum(path)
        self._bagit()
        listed = {name: self._manifest(name, codes) for name, codes in MANIFESTS.items()}
        self._payload(listed["manifest-sha256.txt"], listed["manifest-sm3.txt"])
        self._tags(self._manifest(TAGS, TAG_CODES))
        self._oxum()

    def read(self, path: str, limit: int) -> bytes:
        """Return a small file; raises FaultError."""
        try:
            with self.source.open(path) as file:
                data: bytes = file.read(limit + 1)
        except READ_ERRORS as problem:
            raise FaultError("E125", f"读不出（{problem.__class__.__name__}）") from None
        if len(data) > limit:
            raise FaultError("E136", f"超过 {limit} 字节的限度")
        return data

    def _names(self) -> None:
        seen: Dict[str, str] = {}
        for path in sorted(self.source.files):
            reason = unsafe(path)
            self.report.check("E114", path, reason is None, f"文件名{reason}")
            folded = unicodedata.normalize("NFC", path).casefold()
            other = seen.setdefault(folded, path)
            self.report.check("E115", path, other == path, f"与 {other} 只差大小写或字形写法")

    def _sum(self, path: str) -> None:
        slow = not NATIVE_SM3 and not self.full_sm3 and self.source.files[path] > SLOW_SM3_LIMIT
        first, second, size = hashlib.sha256(), None if slow else new_sm3(), 0
        try:
            with self.source.open(path) as file:
                for piece in iter(lambda: file.read(CHUNK), b""):
                    first.update(piece)
                    if second is not None:
                        second.update(piece)
                    size += len(piece)
        except READ_ERRORS as problem:
            self.report.fail("E125", path, f"读不出（{problem.__class__.__name__}）")
            return
        if second is None:
            self.report.skip(f"{path} 的 SM3", "本机 Python 不带 SM3，大文件只核 SHA-256；可加 --full-sm3")
        self.sums[path] = Sum(size, first.hexdigest(), None if second is None else second.hexdigest())

    def _bagit(self) -> None:
        if not self.report.check("E101", "bagit.txt", "bagit.txt" in self.source.files, "缺少，这不是完整的案卷包"):
            return
        wanted = sha256(BAGIT).hex()
        found = self.sums.get("bagit.txt")
        self.report.check("E102", "bagit.txt", found is not None and found.sha256 == wanted, "内容不是规定的两行")

    def _manifest(self, name: str, codes: Tuple[str, str, str]) -> Optional[Dict[str, str]]:
        missing, empty, broken = codes
        if not self.report.check(missing, name, name in self.source.files, "清单缺失"):
            return None
        try:
            text = self.read(name, MANIFEST_LIMIT).decode("utf-8")
        except FaultError as bad:
            self.report.fail(broken, name, f"清单{bad.text}")
            return None
        except UnicodeDecodeError:
            self.report.fail(broken, name, "清单不是 UTF-8")
            return None
        if not self.report.check(empty, name, bool(text.strip()), "清单是空的"):
            return None
        return self._lines(name, text, broken)

    def _lines(self, name: str, text: str, broken: str) -> Optional[Dict[str, str]]:
        listed: Dict[str, str] = {}
        if not self.report.check(broken, name, text.endswith("\n"), "清单最后一行不完整"):
            return None
        for number, line in enumerate(text[:-1].split("\n"), 1):
            match = re.fullmatch(r"([0-9a-f]{64})  (.+)", line, re.DOTALL)
            if not self.report.check(broken, name, match is not None, f"清单第{number}行读不懂") or match is None:
                continue
            digest, path = match.groups()
            reason = unsafe(path)
            if not self.report.check("E113", name, reason is None, f"清单第{number}行的路径{reason}：{path}"):
                continue
            self.report.check("E112", name, path not in listed, f"清单重复列出 {path}")
            listed.setdefault(path, digest)
        return listed

    def _payload(self, by_sha256: Optional[Dict[str, str]], by_sm3: Optional[Dict[str, str]]) -> None:
        there = {path for path in self.source.files if path.startswith("data/")}
        if by_sha256 is not None:
            self._complete("manifest-sha256.txt", set(by_sha256), there, ("E116", "E117"))
            for path in sorted(there & by_sha256.keys() & self.sums.keys()):
                same = self.sums[path].sha256 == by_sha256[path]
                self.report.check("E118", path, same, "内容与清单不符（SHA-256）")
        if by_sm3 is not None:
            self._complete("manifest-sm3.txt", set(by_sm3), there, ("E126", "E132"))
            for path in sorted(there & by_sm3.keys() & self.sums.keys()):
                same = self.sums[path].sm3 in (None, by_sm3[path])
                self.report.check("E119", path, same, "内容与清单不符（SM3）")

    def _complete(self, name: str, listed: Set[str], there: Set[str], codes: Tuple[str, str]) -> None:
        for path in sorted(listed - there):
            self.report.fail(codes[0], path, f"{name} 列有此文件，包内 data 下没有")
        for path in sorted(there - listed):
            self.report.fail(codes[1], path, f"包内有此文件，{name} 没有列出")

    def _tags(self, listed: Optional[Dict[str, str]]) -> None:
        there = {path for path in self.source.files if not path.startswith("data/")} - {TAGS}
        for path in sorted(there - TAG_FILES):
            self.report.fail("E122", path, "不属于案卷包的文件")
        for path in sorted(TAG_FILES - there - {"bagit.txt", *MANIFESTS}):
            self.report.fail("E120", path, "包内应有此文件")
        if listed is None:
            return
        for path in sorted(set(listed) - there):
            self.report.fail("E121", path, f"{TAGS} 列有此文件，包内没有")
        for path in sorted(there & TAG_FILES):
            if self.report.check("E137", path, path in listed, f"{TAGS} 没有列出此文件") and path in self.sums:
                same = self.sums[path].sha256 == listed[path]
                self.report.check("E138", path, same, "内容与清单不符（SHA-256）")

    def _oxum(self) -> None:
        if "bag-info.txt" not in self.sums:
            return
        sizes = [size for path, size in self.source.files.items() if path.startswith("data/")]
        wanted = f"Payload-Oxum: {sum(sizes)}.{len(sizes)}".encode()
        try:
            lines = self.read("bag-info.txt", MANIFEST_LIMIT).split(b"\n")
        except FaultError as bad:
            self.report.fail(bad.code, "bag-info.txt", bad.text)
            return
        found = [line for line in lines if line.lower().startswith(b"payload-oxum")]
        self.report.check("E139", "bag-info.txt", found == [wanted], "所写的文件数与总字节数不符")


# ---------------------------------------------------------------- entries


class Entry(NamedTuple):
    """What later checks need of an entry that was read."""

    place: str
    head: Dict[str, Any]
    digests: Tuple[str, str]
    fields: Dict[str, Any]
    sealed_fields: Dict[str, Any]
    destroyed: Dict[str, str]
    shown: Set[str]


def field_digests(name: str, value: Any, salt: bytes) -> Tuple[bytes, bytes]:
    """Return SHA-256 and SM3 of one salted field."""
    encoded = name.encode("utf-8")
    data = b"\x02" + salt + len(encoded).to_bytes(4, "big") + encoded + canonical(value)
    return sha256(data), sm3(data)


def commitment(fields: List[Tuple[bytes, bytes]]) -> Tuple[str, str]:
    """Return both commitments over the digests of all fields of a part."""
    first = sha256(b"\x03" + b"".join(sorted(pair[0] for pair in fields)))
    second = sm3(b"\x03" + b"".join(sorted(pair[1] for pair in fields)))
    return first.hex(), second.hex()


class EntryReader:
    """Read one entry file: its head, its parts, its proof. Knows no other entry."""

    def __init__(self, bag: Bag, report: Report, checkpoint: Optional[Dict[str, Any]]) -> None:
        self.bag, self.report, self.checkpoint = bag, report, checkpoint

    def read(self, place: str) -> Optional[Entry]:
        """Return the entry, or None when it cannot be read; findings are recorded."""
        try:
            return self._read(place)
        except FaultError as bad:
            self.report.fail(bad.code, place, bad.text)
            return None

    def _read(self, place: str) -> Entry:
        data = parse(self.bag.read(place, JSON_LIMIT))
        optional: Dict[str, Test] = dict.fromkeys(("open", "sealed", "proof"), lambda _: True)
        _must("E211", complaint(data, ENTRY_FILE, optional))
        self.report.done["2"] += 1
        head, text = self._head(place, data)
        self.report.check("E403", place, "open" in data, "没有正文的公开部分")
        parts = {part: self._part(place, head, part, data[part]) for part in ("open", "sealed") if part in data}
        shown = {part: said for part, said in parts.items() if isinstance(said, dict)}
        destroyed = {part: said for part, said in parts.items() if isinstance(said, str)}
        fields, sealed = shown.get("open", {}), shown.get("sealed", {})
        twice = fields.keys() & sealed.keys()
        self.report.check("E408", place, not twice, f"字段同时在公开与密封部分：{'、'.join(sorted(twice))}")
        self._proof(place, head, text, data.get("proof"))
        digests = (sha256(text).hex(), sm3(text).hex())
        return Entry(place, head, digests, fields, sealed, destroyed, set(shown))

    def _head(self, place: str, data: Dict[str, Any]) -> Tuple[Dict[str, Any], bytes]:
        text = data["head_text"].encode("utf-8")
        head = parse(text)
        self.report.check("E301", place, canonical(head) == text, "首部不是规范写法")
        self.report.check("E302", place, canonical(data["head"]) == text, "供阅读的首部与首部原文不同")
        _not_newer(head)
        _must("E303", complaint(head, HEAD, HEAD_MORE))
        self.report.done["3"] += 1
        if ("dossier" in head) != ("dossier_seq" in head):
            raise FaultError("E304", "首部的案卷与案卷序号应同有同无")
        return head, text

    def _part(self, place: str, head: Dict[str, Any], part: str, data: Any) -> Union[Dict[str, Any], str]:
        """Return the fields shown, or the digest of the tombstone of a part that is gone."""
        title = {"open": "公开部分", "sealed": "密封部分"}[part]
        member = {"open": "body", "sealed": "sealed"}[part]
        if not self.report.check("E405", place, member in head, "首部没有密封部分的承诺，包内却有密封部分"):
            return {}
        if complaint(data, PART_GONE, {}) is None:
            return str(data["destroyed"])
        reason = complaint(data, PART, {})
        if not self.report.check("E404", place, reason is None, f"{title}的写法不合规定：{reason}"):
            return {}
        if part == "sealed":
            self.report.facts.setdefault("disclosed", []).append(place)
        return self._open(place, data, head[member], part)

    def _open(self, place: str, data: Dict[str, Any], wanted: Dict[str, str], part: str) -> Dict[str, Any]:
        """Recompute the commitment of a part; return the fields shown."""
        fields = {name: field["value"] for name, field in data["shown"].items()}
        hidden = [(bytes.fromhex(pair["sha256"]), bytes.fromhex(pair["sm3"])) for pair in data["hidden"]]
        order = [pair[0] for pair in hidden]
        self.report.check("E406", place, order == sorted(set(order)), "未示字段的摘要重复或未排序")
        if hidden:
            self.report.skip(f"{place} 中未示的 {len(hidden)} 个字段", "只附摘要")
        salts = {name: bytes.fromhex(field["salt"]) for name, field in data["shown"].items()}
        digests = commitment([field_digests(name, fields[name], salts[name]) for name in fields] + hidden)
        codes = {"open": ("E401", "E402"), "sealed": ("E411", "E412")}[part]
        title = {"open": "公开部分", "sealed": "密封部分"}[part]
        self.report.check(codes[0], place, digests[0] == wanted["sha256"], f"正文{title}与首部的承诺不符（SHA-256）")
        self.report.check(codes[1], place, digests[1] == wanted["sm3"], f"正文{title}与首部的承诺不符（SM3）")
        return fields

    def _proof(self, place: str, head: Dict[str, Any], text: bytes, proof: Any) -> None:
        if not self.report.check("E501", place, complaint(proof, PROOF, {}) is None, "没有包含证明，或写法不合规定"):
            return
        if self.checkpoint is None:
            return  # already a finding: no checkpoint
        number, size = proof["organ_seq"], proof["size"]
        same = self.report.check("E502", place, number == head["organ_seq"], "包含证明的序号与首部不同")
        same &= self.report.check("E503", place, size == self.checkpoint["size"], "包含证明所对的检查点大小不同")
        if not same or not self.report.check("E506", place, number <= size, "序号大于检查点的大小"):
            return
        path = [bytes.fromhex(step) for step in proof["path"]]
        root = root_from_inclusion(sha256(b"\x00" + text), number - 1, size, path)
        if self.report.check("E504", place, root is not None, "包含证明的长度不对") and root is not None:
            same = root.hex() == self.checkpoint["root"]["sha256"]
            self.report.check("E505", place, same, "包含证明到不了检查点的树根")
        if number == size:
            digests = {"sha256": sha256(text).hex(), "sm3": sm3(text).hex()}
            self.report.check("E507", place, digests == self.checkpoint["head"], "检查点所记的末条记录不是这一条")


def _must(code: str, reason: Optional[str]) -> None:
    if reason is not None:
        raise FaultError(code, f"写法不合规定：{reason}")


def _not_newer(value: Any) -> None:
    told = value.get("format") if isinstance(value, dict) else None
    newer = isinstance(told, str) and re.fullmatch(r"liuhen-case/([2-9]|[1-9][0-9]+)", told)
    if newer or (isinstance(told, int) and told > 1):
        raise FaultError("U008", "格式的版本较新，请用新版校验程序")


class Chain:
    """Entries in order: the dossier chain, what each refers to, what the files and the case must agree with."""

    def __init__(self, report: Report, organ: Optional[str], dossier: Optional[str]) -> None:
        self.report, self.organ, self.dossier = report, organ, dossier
        self.last: Optional[Entry] = None
        self.seqs: Dict[str, int] = {}
        self.keys: Set[str] = set()
        self.references: Dict[str, Tuple[str, int]] = {}
        self.reference_seqs: Dict[str, Set[int]] = {}
        self.destroyed: List[Tuple[str, str, str, int]] = []
        self.shown: Dict[Tuple[str, str], str] = {}
        self.tombstones: Dict[str, Tuple[str, str, int]] = {}
        self.targets: Set[Tuple[str, str]] = set()

    def take(self, number: int, entry: Entry) -> None:
        """Check one entry against those before it."""
        self._place(number, entry)
        self._link(entry)
        self._correct(entry)
        self._remember(number, entry)
        self.last = entry

    def _place(self, number: int, entry: Entry) -> None:
        head, check = entry.head, self.report.check
        check("E305", entry.place, head.get("dossier_seq") == number, "文件名与首部的案卷序号不同")
        check("E307", entry.place, self.organ in (None, head["organ"]), "属于另一机关")
        check("E308", entry.place, self.dossier in (None, head.get("dossier")), "属于另一案卷")
        first, organ_first = number == 1, head["organ_seq"] == 1
        check("E309", entry.place, ("prev_dossier" in head) != first, "首条不应有上一条的摘要，其余必须有")
        check("E315", entry.place, ("prev_organ" in head) != organ_first, "机关链首条不应有上一条的摘要，其余必须有")
        check("E318", entry.place, head["key"] not in self.keys, "与另一条记录的请求号相同")

    def _link(self, entry: Entry) -> None:
        if self.last is None:
            return
        head, before, check = entry.head, self.last, self.report.check
        previous = head.get("prev_dossier", {})
        check("E310", entry.place, previous.get("sha256") == before.digests[0], "与上一条接不上（SHA-256）")
        check("E311", entry.place, previous.get("sm3") == before.digests[1], "与上一条接不上（SM3）")
        check("E312", entry.place, head["organ_seq"] > before.head["organ_seq"], "机关序号没有递增")
        check("E313", entry.place, head["recorded"] >= before.head["recorded"], "记录时间早于上一条")
        if head["organ_seq"] == before.head["organ_seq"] + 1:
            wanted = {"sha256": before.digests[0], "sm3": before.digests[1]}
            check("E316", entry.place, head.get("prev_organ") == wanted, "与机关链的上一条接不上")

    def _correct(self, entry: Entry) -> None:
        corrected = entry.head.get("corrects")
        known = corrected is None or corrected in self.seqs
        self.report.check("E314", entry.place, known, "所更正的记录不在本案此前的记录中")

    def _remember(self, number: int, entry: Entry) -> None:
        digest = entry.digests[0]
        self.seqs[digest] = number
        self.keys.add(entry.head["key"])
        for part in entry.shown:
            self.shown[digest, part] = entry.place
        for part, tombstone in entry.destroyed.items():
            self.destroyed.append((digest, part, tombstone, number))
        if entry.head["kind"] == "body.destroyed":
            target = (str(entry.fields.get("target")), str(entry.fields.get("part")))
            self.tombstones[digest] = (*target, number)
            self.targets.add(target)
        for reference in file_references([entry.fields, entry.sealed_fields]):
            self._refer(number, entry.place, reference)

    def _refer(self, number: int, place: str, reference: Dict[str, Any]) -> None:
        proper = is_hex(reference["sha256"]) and is_hex(reference["sm3"]) and is_count(reference["size"])
        if not self.report.check("E607", place, proper, "所记文件的摘要或大小写法不合规定"):
            return
        told = (reference["sm3"], reference["size"])
        known = self.references.setdefault(reference["sha256"], told)
        self.report.check("E606", place, known == told, "与另一条记录对同一文件所记的大小或摘要不同")
        self.reference_seqs.setdefault(reference["sha256"], set()).add(number)

    def finish(self) -> None:
        """Every destroyed part has its tombstone, and no part that has one is shown."""
        for digest, part, tombstone, number in self.destroyed:
            known = self.tombstones.get(tombstone)
            place = f"第{number}条"
            if self.report.check("E407", place, known is not None, "正文已销毁，却没有销毁记录") and known is not None:
                fits = known[:2] == (digest, part) and known[2] > number
                self.report.check("E409", place, fits, "销毁记录所指的不是这一条的这一部分，或早于这一条")
        for key, place in self.shown.items():
            self.report.check("E410", place, key not in self.targets, "已有销毁记录，正文却仍在")


def file_references(value: Any) -> Iterator[Dict[str, Any]]:
    """Yield every object with `sha256`, `sm3` and `size`, at any depth."""
    if isinstance(value, dict):
        if {"sha256", "sm3", "size"} <= value.keys():
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from file_references(inner)


# ---------------------------------------------------------------- trust


class Trust(NamedTuple):
    """What the reader brought along: a public key, or a whole checkpoint with its signer's key."""

    key: bytes
    checkpoint: Optional[Dict[str, Any]]


_SPKI = bytes.fromhex("302a300506032b6570032100")


def read_trust(path: str) -> Trust:
    """Read what the reader brought along; raises UnusableError."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(JSON_LIMIT)
    except OSError as problem:
        raise UnusableError("U009", path, f"所给的公钥或检查点读不出（{problem.strerror}）") from None
    try:
        if data.lstrip()[:1] == b"{":
            return _trust_json(parse(data))
        return Trust(_key_bytes(data), None)
    except (FaultError, ValueError, binascii.Error):
        raise UnusableError("U010", path, "所给的既不是公钥也不是检查点，读不懂") from None


def _trust_json(value: Dict[str, Any]) -> Trust:
    if complaint(value, CHECKPOINT, {}) is None and value["format"] == 1:
        return Trust(base64_bytes(value["signer"], 32), value)
    if complaint(value, ORGAN_KEY, {}) is None and value["format"] == 1:
        return Trust(base64_bytes(value["public_key"], 32), None)
    raise ValueError("neither")


def _key_bytes(data: bytes) -> bytes:
    text = data.decode("ascii").strip()
    if text.startswith("-----BEGIN PUBLIC KEY-----"):
        whole = base64.b64decode("".join(text.splitlines()[1:-1]), validate=True)
        if len(whole) != 44 or not whole.startswith(_SPKI):
            raise ValueError("not an Ed25519 key")
        return whole[len(_SPKI) :]
    return bytes.fromhex(text) if is_hex(text.lower()) else base64_bytes(text, 32)


def base64_bytes(text: str, length: int) -> bytes:
    """Read strict base64 of a known length; ValueError otherwise."""
    data = base64.b64decode(text.encode("ascii"), validate=True)
    if len(data) != length or base64.b64encode(data).decode("ascii") != text:
        raise ValueError("not canonical base64 of the right length")
    return data


def checkpoint_fault(checkpoint: Dict[str, Any]) -> Optional[Tuple[str, str]]:
    """Return what is wrong with the signature of a checkpoint, or None."""
    try:
        signature = base64_bytes(checkpoint["signature"], 64)
    except ValueError:
        return "E509", "检查点签名不是64字节的 base64"
    try:
        signer = base64_bytes(checkpoint["signer"], 32)
    except ValueError:
        return "E508", "检查点的签发公钥不是32字节的 base64"
    told = {name: value for name, value in checkpoint.items() if name not in ("signature", "signer")}
    return signature_fault(signer, b"liuhen/1/checkpoint\n" + canonical(told), signature)


# ---------------------------------------------------------------- the whole


class Verifier:
    """Check one package from its bag to its signer."""

    def __init__(self, source: Any, report: Report, trust: Optional[Trust], *, full_sm3: bool) -> None:
        self.report, self.trust = report, trust
        self.bag = Bag(source, report, full_sm3=full_sm3)
        self.source = source

    def run(self) -> None:
        """Check everything; findings go to the report."""
        if not any(path == "bagit.txt" or path.startswith("data/") for path in self.source.files):
            if not self.report.findings:
                raise UnusableError("U007", "", "这不是案卷包：没有 bagit.txt，也没有 data")
            return  # found broken before anything could be read
        self.bag.check()
        for path, code in NAMED_DATA.items():
            self.report.check(code, path, path in self.source.files, "包内应有此文件")
        case = self._load("data/case.json", "E214", CASE)
        checkpoint = self._load("data/checkpoint.json", "E212", CHECKPOINT)
        if checkpoint is not None:
            self._checkpoint(checkpoint)
        self._key(checkpoint)
        chain = self._entries(case, checkpoint)
        self._seal(chain, case, checkpoint)
        self._case(case)
        self._files(chain)
        self._unknown(chain)
        self._trust(checkpoint)
        self._admit(checkpoint)

    def _load(self, path: str, code: str, members: Dict[str, Test]) -> Optional[Dict[str, Any]]:
        if path not in self.source.files:
            return None
        try:
            value = parse(self.bag.read(path, JSON_LIMIT))
            _not_newer(value)
            _must(code, complaint(value, members, {}))
        except FaultError as bad:
            self.report.fail(bad.code, path, bad.text)
            return None
        self.report.done["2"] += 1
        return dict(value)

    def _checkpoint(self, checkpoint: Dict[str, Any]) -> None:
        fault = checkpoint_fault(checkpoint)
        code, text = fault or ("E510", "")
        self.report.check(code, "data/checkpoint.json", fault is None, text)
        facts = self.report.facts
        facts["checkpoint"] = {name: checkpoint[name] for name in ("size", "at", "signer")}

    def _key(self, checkpoint: Optional[Dict[str, Any]]) -> None:
        place = "data/organ-key.json"
        key = self._load(place, "E213", ORGAN_KEY)
        if key is None or checkpoint is None:
            return
        same = key["public_key"] == checkpoint["signer"]
        self.report.check("E515", place, same, "所附公钥不是检查点的签发公钥")
        self.report.check("E516", place, key["organ"] == checkpoint["organ"], "所附公钥属于另一机关")

    def _entries(self, case: Optional[Dict[str, Any]], checkpoint: Optional[Dict[str, Any]]) -> Chain:
        organ = checkpoint["organ"] if checkpoint else None
        chain = Chain(self.report, organ, case["dossier"] if case else None)
        reader = EntryReader(self.bag, self.report, checkpoint)
        numbers = sorted(int(match[1]) for match in map(ENTRY.fullmatch, self.source.files) if match)
        self.report.check("E206", "data/entries", bool(numbers), "包内没有一条记录")
        events = case["events"] if case else []
        for wanted, number in enumerate(numbers, 1):
            if wanted != number:
                self.report.fail("E306", "data/entries", f"缺第{wanted}条记录")
                break
        for number in numbers:
            place = f"data/entries/{number:04d}.json"
            entry = reader.read(place) if place in self.source.files else None
            if entry is None:
                self.report.fail("E317", f"第{number}条", "记录读不出，其后无从接续")
                chain.last = None
                continue
            chain.take(number, entry)
            if case is not None:
                self._event(events[number - 1] if number <= len(events) else None, number, entry, chain)
        chain.finish()
        self.report.facts["entries"] = len(numbers)
        return chain

    def _event(self, event: Any, number: int, entry: Entry, chain: Chain) -> None:
        head, corrected = entry.head, entry.head.get("corrects")
        wanted = {
            "seq": number,
            "kind": head["kind"],
            "happened": head["happened"],
            "recorded": head["recorded"],
            "by": head["by"]["id"],
            "entry": entry.digests[0],
            "corrects": None if corrected is None else chain.seqs.get(corrected),
        }
        place = f"data/case.json 第{number}条"
        if not self.report.check("E701", place, isinstance(event, dict), "案卷正文缺这一条"):
            return
        told = {name: canonical(value) for name, value in event.items()}
        fields = told.pop("fields", None)
        expected = {name: canonical(value) for name, value in wanted.items()}
        differing = sorted(name for name in {*told, *expected} if told.get(name) != expected.get(name))
        self.report.check("E702", place, not differing, f"与记录不一致：{'、'.join(differing)}")
        self.report.check("E703", place, fields == canonical(entry.fields), "内容与记录的正文不一致")

    def _seal(self, chain: Chain, case: Optional[Dict[str, Any]], checkpoint: Optional[Dict[str, Any]]) -> None:
        place, check = "data/seal.json", self.report.check
        if place not in self.source.files:
            return
        seal = EntryReader(self.bag, self.report, checkpoint).read(place)
        if seal is None:
            return
        fits = seal.head["kind"] == "package.made" and "dossier" not in seal.head
        if not check("E517", place, fits, "不是封包记录"):
            return
        told = seal.fields
        reason = next((n for n in sorted(SEAL_FIELDS) if n not in told or not SEAL_FIELDS[n](told[n])), None)
        if not check("E518", place, reason is None and not seal.destroyed, f"封包记录缺少内容或写法不合：{reason}"):
            return
        self._sealed_case(place, told, chain, case)
        self._in_force(place, seal.head, told, case)
        if checkpoint is not None:
            check("E519", place, seal.head["organ"] == checkpoint["organ"], "封包记录属于另一机关")
        if chain.last is not None:
            later = seal.head["organ_seq"] > chain.last.head["organ_seq"]
            check("E520", place, later, "封包记录早于本案的记录")
            if seal.head["organ_seq"] == chain.last.head["organ_seq"] + 1:
                last = {"sha256": chain.last.digests[0], "sm3": chain.last.digests[1]}
                check("E526", place, seal.head.get("prev_organ") == last, "封包记录与机关链的上一条接不上")
        found = self.bag.sums.get("verify_case.py")
        same = found is not None and found.sha256 == told["verifier"]["sha256"]
        same = same and found is not None and found.sm3 in (None, told["verifier"]["sm3"])
        check("E525", "verify_case.py", same, "不是封包时附上的校验程序")
        self.report.facts.update(
            {name: told[name] for name in ("number", "title", "organ_name", "demo", "purpose")},
            sealed_at=seal.head["recorded"],
        )

    def _sealed_case(self, place: str, told: Dict[str, Any], chain: Chain, case: Optional[Dict[str, Any]]) -> None:
        check, count = self.report.check, self.report.facts["entries"]
        text = f"机关封包时记明本案 {told['entries']} 条，包内 {count} 条"
        check("E521", place, told["entries"] == count, text)
        if chain.last is not None and told["entries"] == count:
            last = {"sha256": chain.last.digests[0], "sm3": chain.last.digests[1]}
            check("E522", place, told["last"] == last, "包内末条记录不是封包时的末条")
        if case is not None:
            check("E523", place, told["dossier"] == case["dossier"], "封的是另一案卷")
            same = (told["case_kind"], told["number"], told["title"]) == (case["kind"], case["number"], case["title"])
            check("E524", place, same, "案卷的种类、案号或标题与封包记录不同")

    def _in_force(self, place: str, head: Dict[str, Any], told: Dict[str, Any], case: Optional[Dict[str, Any]]) -> None:
        digest = sha256(canonical(told["choices"])).hex() if told["choices"] else None
        self.report.check("E527", place, head.get("choices") == digest, "封包记录的取舍与其首部的摘要不符")
        if case is not None:
            same = case["packs"] == head.get("packs", {})
            self.report.check("E706", "data/case.json", same, "所写规程版本不是封包时施行的")
            same = case["choices"] == told["choices"]
            self.report.check("E707", "data/case.json", same, "所写取舍不是封包时施行的")

    def _case(self, case: Optional[Dict[str, Any]]) -> None:
        if case is None:
            return
        place, check = "data/case.json", self.report.check
        check("E704", place, case["format"] == "liuhen-case/1", "格式名不对")
        check("E705", place, len(case["events"]) <= self.report.facts["entries"], "案卷正文多出没有记录的条目")

    def _stored(self) -> List[str]:
        fixed = {*NAMED_DATA, CONSISTENCY}
        return sorted(
            path
            for path in self.source.files
            if path.startswith("data/") and path not in fixed and not ENTRY.fullmatch(path)
        )

    def _files(self, chain: Chain) -> None:
        """Every file that an entry names is there, as the entry says."""
        found: Dict[str, str] = {}
        for path in self._stored():
            if path in self.bag.sums:
                other = found.setdefault(self.bag.sums[path].sha256, path)
                self.report.check("E605", path, other == path, f"与 {other} 内容相同，重复收入")
        for digest, (told_sm3, told_size) in sorted(chain.references.items()):
            seqs = "、".join(f"第{seq}条" for seq in sorted(chain.reference_seqs[digest]))
            path = found.get(digest, "")
            text = f"{seqs}所记的文件（SHA-256 {digest[:12]}…）不在包内，或已被改动"
            if not self.report.check("E601", path or seqs, bool(path), text):
                continue
            actual = self.bag.sums[path]
            self.report.check("E602", path, actual.size == told_size, f"大小与{seqs}所记不同")
            self.report.check("E603", path, actual.sm3 in (None, told_sm3), f"SM3 与{seqs}所记不同")
        self.report.facts["files"] = len(chain.references)
        self._index(chain)

    def _index(self, chain: Chain) -> None:
        place = "data/files.json"
        listing = self._load(place, "E215", FILES)
        if listing is None:
            return
        rows = {row["path"]: row for row in listing["files"]}
        for path, row in sorted(rows.items()):
            actual = self.bag.sums.get(path)
            if not self.report.check("E608", place, actual is not None, f"列有 {path}，包内没有") or actual is None:
                continue
            told = (row["size"], row["sha256"], row["sm3"] if actual.sm3 else None)
            self.report.check("E609", place, told == tuple(actual), f"{path} 的大小或摘要不对")
            wanted = sorted(chain.reference_seqs.get(row["sha256"], ()))
            self.report.check("E610", place, row["seqs"] == wanted, f"{path} 所属的记录不对")
        paths = [row["path"] for row in listing["files"]]
        self.report.check("E611", place, paths == sorted(set(paths)), "有重复的行或未排序")
        missing = sorted(set(self._stored()) - rows.keys())
        self.report.check("E612", place, not missing, f"没有列出 {'、'.join(missing)}")

    def _unknown(self, chain: Chain) -> None:
        for path in self._stored():
            actual = self.bag.sums.get(path)
            known = actual is not None and actual.sha256 in chain.references
            self.report.check("E604", path, known, "没有任何记录提到此文件，不属于本案，或已被改动")

    def _trust(self, checkpoint: Optional[Dict[str, Any]]) -> None:
        if self.trust is None:
            self.report.skip("签发人", "没有用 --trust 给出公钥或检查点")
            return
        if checkpoint is None:
            self.report.fail("E801", "data/checkpoint.json", "包内没有可核对的检查点")
            return
        check, place, given = self.report.check, "--trust", self.trust.checkpoint
        signer = base64.b64encode(self.trust.key).decode("ascii")
        if given is None:
            check("E802", place, signer == checkpoint["signer"], "本包不是由所给公钥的持有机关签发")
        else:
            fault = checkpoint_fault(given)
            check("E803", place, fault is None, f"所给检查点自身不成立：{fault and fault[1]}")
            check("E804", place, given["organ"] == checkpoint["organ"], "所给检查点属于另一机关")
            check("E805", place, given["signer"] == checkpoint["signer"], "所给检查点由另一公钥签发")
            self._history(given, checkpoint)
        self.report.trusted = not any(f.code.startswith("E8") for f in self.report.findings)

    def _history(self, given: Dict[str, Any], checkpoint: Dict[str, Any]) -> None:
        check, first, second = self.report.check, given["size"], checkpoint["size"]
        if first == second:
            same = given["root"] == checkpoint["root"] and given["head"] == checkpoint["head"]
            check("E806", "--trust", same, "所给检查点与本包的检查点大小相同而内容不同：机关的记录被改写过")
            return
        text = "所给检查点晚于本包，本包无从证明；请用公钥，或用不晚于本包的检查点"
        if not check("E807", "--trust", first < second, text):
            return
        proof = next((p for p in self._proofs() if (p["first"], p["second"]) == (first, second)), None)
        if check("E808", "--trust", proof is not None, "本包没有附从所给检查点到本包检查点的一致性证明") and proof:
            roots = (bytes.fromhex(given["root"]["sha256"]), bytes.fromhex(checkpoint["root"]["sha256"]))
            holds = consistent(first, second, roots, [bytes.fromhex(step) for step in proof["path"]])
            check("E809", "--trust", holds, "本包的检查点不是所给检查点的延续：机关的记录被改写过")

    def _proofs(self) -> List[Dict[str, Any]]:
        listing = self._load(CONSISTENCY, "E216", CONSISTENCY_FILE)
        return list(listing["proofs"]) if listing else []

    def _admit(self, checkpoint: Optional[Dict[str, Any]]) -> None:
        """Say what nobody could check here."""
        if checkpoint is not None:
            self.report.skip("树根的 SM3", "包含证明只有 SHA-256")
        self.report.skip("说明.txt、bag-info.txt 的文字", "供阅读，不作证据")
        self.report.skip("封包之后的记录", "本包只到封包之时")
        if CONSISTENCY in self.source.files and (self.trust is None or self.trust.checkpoint is None):
            self._proofs()
            self.report.skip("与早先检查点的一致性", "没有用 --trust 给出早先的检查点")


class DiscVerifier(Verifier):
    """Check one disc of recordings: its lists, the entries about it, and that these recordings are those of record."""

    def run(self) -> None:
        """Check everything; findings go to the report."""
        self.bag.check()
        for path in ("data/checkpoint.json", "data/organ-key.json"):
            self.report.check(NAMED_DATA[path], path, path in self.source.files, "光盘上应有此文件")
        disc = self._load(DISC, "D217", DISC_FILE)
        checkpoint = self._load("data/checkpoint.json", "E212", CHECKPOINT)
        if checkpoint is not None:
            self._checkpoint(checkpoint)
        self._key(checkpoint)
        read = {int(m[1]): m[0] for m in map(ENTRY.fullmatch, self.source.files) if m}
        reader = EntryReader(self.bag, self.report, checkpoint)
        entries = {seq: entry for seq, place in sorted(read.items()) if (entry := reader.read(place)) is not None}
        self.report.facts["entries"] = len(entries)
        if disc is not None:
            self._told(disc, entries)
            self._recordings(disc, entries)
        self._trust(checkpoint)
        if checkpoint is not None:
            self.report.skip("树根的 SM3", "包含证明只有 SHA-256")
        self.report.skip("说明.txt、光盘目录.pdf、bag-info.txt 的文字", "供阅读，不作证据")
        self.report.skip("本案的其他记录", "光盘只带所刻音像的记录，不是全案")

    def _told(self, disc: Dict[str, Any], entries: Dict[int, Entry]) -> None:
        """The disc says of itself what the entry about it says."""
        check = self.report.check
        check("D701", DISC, disc["format"] == "liuhen-disc/1", "格式名不对")
        check("D702", DISC, disc["disc"] <= disc["discs"], "光盘的序号大于总张数")
        names = ("disc_no", "organ_name", "number", "title", "demo", "disc", "discs", "maker", "extractor", "extracted")
        self.report.facts.update({name: disc[name] for name in names})
        made = entries.get(disc["entry"])
        if not check("D703", DISC, made is not None, "缺制作光盘的记录") or made is None:
            return
        fits = made.head["kind"] == DISC_KIND and made.head.get("dossier") == disc["dossier"]
        check("D704", made.place, fits, "不是本案制作光盘的记录")
        same = [made.fields.get(n) == disc[n] for n in ("disc_no", "discs", "maker", "extractor", "extracted", "note")]
        check("D705", DISC, all(same), "编号、张数、制作人、提取人、提取时间或者说明与记录不同")
        told = [
            {"seq": one["seq"], "disc": one["disc"], "path": one["path"], **_file_of(one["file"])}
            for one in made.fields.get("items", [])
        ]
        check("D706", DISC, told == disc["items"], "所列音像与制作光盘的记录不同")

    def _recordings(self, disc: Dict[str, Any], entries: Dict[int, Entry]) -> None:
        """Every recording of this disc is here, whole, and is what its entry says; nothing else is here."""
        check, here = self.report.check, [one for one in disc["items"] if one["disc"] == disc["disc"]]
        for one in here:
            entry, path = entries.get(one["seq"]), one["path"]
            stored = entry is not None and entry.head["kind"] == "recording.stored"
            stored = stored and entry is not None and entry.head.get("dossier") == disc["dossier"]
            if check("D601", path, stored, f"没有本案存入这段音像的记录（第{one['seq']}条）") and entry is not None:
                told = [file_ for file_ in file_references(entry.fields) if file_["sha256"] == one["sha256"]]
                same = any((f["sm3"], f["size"]) == (one["sm3"], one["size"]) for f in told)
                check("D602", path, same, f"第{one['seq']}条所记的原件不是这一个")
            actual = self.bag.sums.get(path)
            if check("D603", path, actual is not None, "目录列有此音像，光盘上没有") and actual is not None:
                same = (actual.size, actual.sha256) == (one["size"], one["sha256"])
                same = same and actual.sm3 in (None, one["sm3"])
                check("D604", path, same, "内容与存入时的记录不符，已被改动或者损坏")
        known = {one["path"] for one in here} | DISC_FIXED
        for path in sorted(self.source.files):
            if path.startswith("data/") and path not in known and not ENTRY.fullmatch(path):
                self.report.fail("D605", path, "没有任何记录提到此文件，不属于这张光盘")
        self.report.facts["files"] = len(here)


def _file_of(value: Dict[str, Any]) -> Dict[str, Any]:
    return {name: value.get(name) for name in ("name", "sha256", "sm3", "size")}


# ---------------------------------------------------------------- speaking


def verify(path: str, *, trust: Optional[str] = None, full_sm3: bool = False) -> Report:
    """Check the package at `path`; never raises for anything a package may contain."""
    report = Report()
    try:
        given = read_trust(trust) if trust is not None else None
        source = open_package(path, report)
        kind = DiscVerifier if DISC in source.files else Verifier
        kind(source, report, given, full_sm3=full_sm3).run()
    except UnusableError as reason:
        report.fail(reason.code, reason.place, reason.text)
    except Exception as problem:  # noqa: BLE001  # a verifier that falls over has verified nothing, and must say so
        report.fail("U099", path, f"校验程序自身出错，没有完成（{problem.__class__.__name__}: {problem}）")
    return report


def open_package(path: str, report: Report) -> Any:
    """Return the folder or archive; raises UnusableError."""
    place = Path(path)
    try:
        if place.is_dir():
            return Folder(place, report)
        if not place.exists():
            raise UnusableError("U001", path, "找不到案卷包")
        if not zipfile.is_zipfile(place):
            raise UnusableError("U002", path, "既不是文件夹也不是 zip")
        return Zip(place, report)
    except (OSError, ValueError) as problem:
        raise UnusableError("U004", path, f"案卷包读不出（{problem}）") from None


def verdict(report: Report) -> str:
    """Return the conclusion as people read it."""
    code = report.exit_code()
    if code:
        return "校验不通过" if code == 1 else "无法校验"
    return "校验通过，签发人已核" if report.trusted else "内部一致，签发人未核"


def as_json(path: str, report: Report) -> Dict[str, Any]:
    """Return what `--json` prints."""
    return {
        "format": 1,
        "package": path,
        "exit": report.exit_code(),
        "verdict": verdict(report),
        "trusted": report.trusted and report.exit_code() == 0,
        "findings": [finding._asdict() for finding in report.findings],
        "unchecked": [{"what": what, "why": why} for what, why in report.unchecked],
        "checked": {GROUPS[group]: count for group, count in report.done.items()},
        "facts": report.facts,
    }


def lines(path: str, report: Report) -> Iterator[str]:
    """Give the lines of the report for people."""
    yield f"留痕案卷包校验：{path}"
    yield from _about(report.facts)
    yield ""
    yield from _groups(report)
    for place in report.facts.get("disclosed", []):
        yield f"[注意] {place} 示出了密封部分"
    for what, why in report.unchecked:
        yield f"[未检] {what}：{why}"
    yield ""
    for finding in report.findings[:SPOKEN]:
        yield f"{finding.code} {finding.place}：{finding.text}"
    if len(report.findings) > SPOKEN:
        yield f"……另有 {len(report.findings) - SPOKEN} 处，用 --json 看全部"
    yield f"结论：{verdict(report)}" + (f"（{len(report.findings)} 处）" if report.findings else "")


def _about(facts: Dict[str, Any]) -> Iterator[str]:
    if "disc_no" in facts:
        yield f"音像证据光盘：{facts['disc_no']} 第 {facts['disc']} 张 共 {facts['discs']} 张（{facts['organ_name']}）"
        yield f"案件：{facts['number']} {facts['title']}"
        yield f"制作人 {facts['maker']}，提取人 {facts['extractor']}，本张音像 {facts.get('files', 0)} 段"
        if facts["demo"]:
            yield "注意：机关记明这是示例数据"
    elif "title" in facts:
        yield f"案卷：{facts['number']} {facts['title']}（{facts['organ_name']}）"
        yield f"封包：{_beijing(facts['sealed_at'])}，{facts['purpose']}"
        yield f"记录 {facts['entries']} 条，文件 {facts.get('files', 0)} 个"
        if facts["demo"]:
            yield "注意：机关记明这是示例数据"


def _groups(report: Report) -> Iterator[str]:
    wrong = {finding.code[1] for finding in report.findings if finding.code[0] in "DE"}
    for group, title in GROUPS.items():
        if group in wrong:
            yield f"[不符] {title}"
        elif report.done[group] and report.exit_code() < 2:
            yield f"[通过] {title}（{report.done[group]} 项）"
        elif group != SIGNER:  # said with its reason
            yield f"[未检] {title}"


def _beijing(instant: str) -> str:
    local = datetime.fromisoformat(instant[:-1]) + timedelta(hours=8)
    return f"{local:%Y-%m-%d %H:%M:%S}（北京时间）"


def _printable(text: str) -> str:
    """Keep a hostile file name from steering the terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def main(arguments: Optional[List[str]] = None) -> int:
    """Run as a command; return the exit code."""
    parser = argparse.ArgumentParser(prog="verify_case.py", description="校验留痕案卷包", add_help=False)
    parser.add_argument("package", metavar="案卷包", help="文件夹或 zip")
    parser.add_argument("--trust", metavar="文件", help="从可信处取得的签发机关公钥，或检查点")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    parser.add_argument("--full-sm3", action="store_true", help="本机 Python 不带 SM3 时，大文件也逐个计算（慢）")
    parser.add_argument("-h", "--help", action="help", help="显示本说明")
    options = parser.parse_args(arguments)
    report = verify(options.package, trust=options.trust, full_sm3=options.full_sm3)
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")
    if options.json:
        sys.stdout.write(json.dumps(as_json(options.package, report), ensure_ascii=True, indent=1) + "\n")
    else:
        for line in lines(options.package, report):
            sys.stdout.write(_printable(line) + "\n")
    return report.exit_code()


if __name__ == "__main__":
    sys.exit(main())
