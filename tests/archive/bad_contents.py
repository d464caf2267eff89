"""Packages whose lists are right and whose content is wrong: JSON, heads, bodies, proofs, files, case."""

import base64
import hashlib
from collections.abc import Callable
from typing import Any

import rfc8785

from archive.bad_bags import VIDEO_PATH, Bad
from archive.forge import (
    KEY,
    OTHER_KEY,
    VIDEO,
    Files,
    Forge,
    Twist,
    described,
    digests,
    organ_key,
    public_bytes,
    readable,
    signed,
)

L = 2**252 + 27742317777372353535851937790883648493
ZERO = "0" * 64
CASE, CHECKPOINT, ORGAN_KEY = "data/case.json", "data/checkpoint.json", "data/organ-key.json"
SEAL, FILES, CONSISTENCY = "data/seal.json", "data/files.json", "data/consistency.json"


def numbered(seq: int) -> str:
    return f"data/entries/{seq:04d}.json"


def data(change: Callable[[dict[str, Any]], object], *, twists: Any = None, last: bool = False) -> Callable[[], Files]:
    """Return the maker of a bag whose payload is changed before its lists are made."""

    def apply(payload: dict[str, Any]) -> None:
        change(payload)

    return lambda: Forge(twists, last=last).files(apply)


def twisted(stage: str, change: Twist, *, last: bool = False) -> Callable[[], Files]:
    """Return the maker of a bag whose ledger was wrong from the start."""
    return lambda: Forge({stage: change}, last=last).files()


def put(path: str, *names: Any, value: Any) -> Callable[[], Files]:
    """Set one member deep inside a JSON file of the payload."""
    return data(lambda payload: set_in(payload[path], names, value))


def set_in(target: Any, names: tuple[Any, ...], value: Any) -> None:
    for name in names[:-1]:
        target = target[name]
    target[names[-1]] = value


def raw(path: str, old: str, new: str) -> Callable[[], Files]:
    """Change the text of a JSON file of the payload."""

    def change(payload: dict[str, Any]) -> None:
        text = readable(payload[path]).decode()
        assert old in text
        payload[path] = text.replace(old, new, 1).encode()

    return data(change)


def replaced(path: str, content: Any) -> Callable[[], Files]:
    return data(lambda payload: payload.__setitem__(path, content))


def dropped(path: str) -> Callable[[], Files]:
    return data(lambda payload: payload.pop(path))


def head(seq: int, **members: Any) -> Callable[[], Files]:
    """Make entry `seq` of the case with other members in its head; None leaves one out."""
    return twisted(f"head {seq}", lambda said: kept({**said, **members}))


def kept(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value is not None}


def other(which: str) -> Callable[[dict[str, str]], dict[str, str]]:
    return lambda pair: {**pair, which: ZERO}


def in_head(seq: int, member: str, which: str) -> Callable[[], Files]:
    return twisted(f"head {seq}", lambda said: {**said, member: {**said[member], which: ZERO}})


def respelled(payload: dict[str, Any]) -> None:
    """Write the head of an entry with a blank: the same meaning, other bytes; tree and signature fit them."""
    entry = payload[numbered(9)]
    entry["head_text"] = entry["head_text"].replace('":', '": ', 1)


def signature(change: Callable[[bytes], bytes]) -> Callable[[], Files]:
    def forge(payload: dict[str, Any]) -> None:
        good = base64.b64decode(payload[CHECKPOINT]["signature"])
        payload[CHECKPOINT]["signature"] = base64.b64encode(change(good)).decode()

    return data(forge)


def signer(public: bytes, sign: Callable[[bytes], bytes] = lambda _: bytes(64)) -> Callable[[], Files]:
    """Sign the checkpoint under a public key that no honest key pair has."""

    def forge(payload: dict[str, Any]) -> None:
        checkpoint, name = payload[CHECKPOINT], base64.b64encode(public).decode()
        said = {member: value for member, value in checkpoint.items() if member not in ("signature", "signer")}
        made = sign(b"liuhen/1/checkpoint\n" + rfc8785.dumps(said))
        checkpoint |= {"signer": name, "signature": base64.b64encode(made).decode()}
        payload[ORGAN_KEY]["public_key"] = name

    return data(forge)


def small_order_r(message: bytes) -> bytes:
    """Sign with R = the neutral point: the bare equation holds, a strict verifier refuses."""
    scalar = bytearray(hashlib.sha512(KEY.private_bytes_raw()).digest()[:32])
    scalar[0] &= 248
    scalar[31] = scalar[31] & 127 | 64
    r = (1).to_bytes(32, "little")
    k = int.from_bytes(hashlib.sha512(r + KEY.public_key().public_bytes_raw() + message).digest(), "little")
    return r + (k * int.from_bytes(scalar, "little") % L).to_bytes(32, "little")


def sealed_shown(payload: dict[str, Any], forge: Forge) -> None:
    payload[numbered(1)]["sealed"] = forge.case[0].parts["sealed"].shown()


def showing_sealed(change: Callable[[dict[str, Any]], object] = lambda _: None, **twists: Twist) -> Callable[[], Files]:
    """Disclose the sealed part of entry 1; `twists` by stage with underscores for blanks."""

    def make() -> Files:
        forge = Forge({stage.replace("_", " "): twist for stage, twist in twists.items()})

        def apply(payload: dict[str, Any]) -> None:
            sealed_shown(payload, forge)
            change(payload)

        return forge.files(apply)

    return make


def undestroyed() -> Files:
    forge = Forge()

    def apply(payload: dict[str, Any]) -> None:
        payload[numbered(3)] = forge.entry_file(forge.case[2])
        payload[CASE]["events"][2]["fields"] = dict(forge.case[2].parts["open"].fields)

    return forge.files(apply)


def emptied(payload: dict[str, Any]) -> None:
    for path in [path for path in payload if path.startswith("data/entries/")]:
        payload.pop(path)


def hidden_in_disorder() -> Files:
    forge = Forge()

    def apply(payload: dict[str, Any]) -> None:
        payload[numbered(6)] = forge.entry_file(forge.case[5], ("phone", "place", "questions"))
        payload[numbered(6)]["open"]["hidden"].reverse()
        payload[CASE]["events"][5]["fields"] = {"late_reason": ""}

    return forge.files(apply)


def beyond_the_tree() -> Files:
    forge = Forge({"head 9": lambda said: {**said, "organ_seq": 99}})
    return forge.files(lambda payload: payload[numbered(9)]["proof"].update(organ_seq=99))


def wrong_tombstone() -> Files:
    forge = Forge()

    def apply(payload: dict[str, Any]) -> None:
        payload[numbered(9)]["open"] = {"destroyed": forge.case[6].name}
        payload[CASE]["events"][8]["fields"] = {}

    return forge.files(apply)


def from_another_case() -> Files:
    forge = Forge()
    foreign = next(entry for entry in forge.organ.entries if entry.head.get("dossier") == "d-0002")
    return forge.files(lambda payload: payload.__setitem__(numbered(1), forge.entry_file(foreign)))


def stuffed_event(payload: dict[str, Any]) -> None:
    """Hide a whole second event, equal to the first, in a member that nobody asked for."""
    event = payload[CASE]["events"][8]
    event["also"] = {name: value for name, value in event.items() if name != "fields"}


def cut_tail(payload: dict[str, Any]) -> None:
    payload.pop(numbered(9))
    payload[CASE]["events"].pop()


def other_seal() -> Files:
    forge = Forge()
    return forge.files(lambda payload: payload.__setitem__(SEAL, forge.entry_file(forge.organ.entries[0])))


def row(**members: Any) -> Callable[[], Files]:
    return data(lambda payload: payload[FILES]["files"][1].update(members))


def extra_file(content: bytes, seqs: list[int]) -> Callable[[], Files]:
    def change(payload: dict[str, Any]) -> None:
        payload["data/scans/x.bin"] = content
        line = {"path": "data/scans/x.bin", **digests(content), "size": len(content), "seqs": seqs}
        payload[FILES]["files"].append(line)

    return data(change)


def told_otherwise(payload: dict[str, Any]) -> None:
    payload[FILES]["files"][1]["seqs"] = [2, 5]


def without_recording(payload: dict[str, Any]) -> None:
    payload.pop(VIDEO_PATH)
    payload[FILES]["files"].pop(1)


def file_told(**members: Any) -> Twist:
    return lambda fields: {**fields, "file": {**described(VIDEO, "现场.mp4", "video/mp4"), **members}}


def last_head(checkpoint: dict[str, Any]) -> dict[str, Any]:
    return {**checkpoint, "head": digests(b"another")}


def swapped_entries(payload: dict[str, Any]) -> None:
    payload[numbered(4)], payload[numbered(5)] = payload[numbered(5)], payload[numbered(4)]


def verifier_told(which: str) -> Twist:
    """Name the shipped program with one of its two digests wrong."""
    return lambda fields: {**fields, "verifier": {**fields["verifier"], which: ZERO}}


def resigned(payload: dict[str, Any]) -> None:
    checkpoint = payload[CHECKPOINT]
    said = {member: value for member, value in checkpoint.items() if member not in ("signature", "signer")}
    payload[CHECKPOINT] = signed(said, key=OTHER_KEY)


DEEP = b'{"a":' * 70 + b"1" + b"}" * 70
CONTENTS = [
    Bad("E136", replaced(numbered(9), b" " * ((32 << 20) + 1)), "0009", "E317"),
    Bad("E201", dropped(CASE), CASE),
    Bad("E202", dropped(CHECKPOINT), CHECKPOINT),
    Bad("E203", dropped(ORGAN_KEY), ORGAN_KEY),
    Bad("E204", dropped(FILES), FILES),
    Bad("E205", dropped(SEAL), SEAL),
    Bad("E206", data(emptied), "data/entries", "E521 E604 E610 E705"),
    Bad("E207", replaced(numbered(9), b"{"), "0009", "E317"),
    Bad("E208", raw(CASE, '"kind"', '"kind": "penalty", "kind"'), CASE),
    Bad("E209", raw(CHECKPOINT, '"size": ', '"size": 0.'), CHECKPOINT),
    Bad("E210", replaced(CASE, DEEP), CASE),
    Bad("E211", put(numbered(9), "note", value="x"), "0009", "E317"),
    Bad("E212", put(CHECKPOINT, "note", value="x"), CHECKPOINT),
    Bad("E213", put(ORGAN_KEY, "note", value="x"), ORGAN_KEY),
    Bad("E214", put(CASE, "note", value="x"), CASE),
    Bad("E215", put(FILES, "note", value="x"), FILES),
    Bad("E216", replaced(CONSISTENCY, {"format": 1, "proofs": [{}]}), CONSISTENCY),
    Bad("E301", data(respelled), "0009", "E302 E505 E522 E702"),
    Bad("E302", put(numbered(9), "head", "by", "name", value="何静"), "0009"),
    Bad("E303", head(9, note="x"), "0009", "E317"),
    Bad("E304", head(9, dossier=None), "0009", "E317"),
    Bad("E305", head(9, dossier_seq=8), "0009"),
    Bad("E306", dropped(numbered(5)), "第5条", "E310 E311 E521 E604 E610 E705"),
    Bad("E307", head(9, organ="o-other"), "0009"),
    Bad("E308", head(9, dossier="d-0002"), "0009"),
    Bad("E309", head(9, prev_dossier=None), "0009", "E310 E311"),
    Bad("E310", in_head(9, "prev_dossier", "sha256"), "0009"),
    Bad("E311", in_head(9, "prev_dossier", "sm3"), "0009"),
    Bad("E312", head(9, organ_seq=3), "0009", "E502"),
    Bad("E313", head(9, recorded="2026-11-01T00:00:00.000000Z"), "0009"),
    Bad("E314", head(9, corrects=ZERO), "0009"),
    Bad("E315", head(9, prev_organ=None), "0009"),
    Bad("E316", in_head(5, "prev_organ", "sm3"), "0005"),
    Bad("E318", head(9, key="key-2"), "0009"),
    Bad("E401", in_head(9, "body", "sha256"), "0009"),
    Bad("E402", in_head(9, "body", "sm3"), "0009"),
    Bad("E403", data(lambda payload: payload[numbered(9)].pop("open")), "0009", "E703"),
    Bad("E404", put(numbered(9), "open", "note", value=1), "0009", "E703"),
    Bad("E405", put(numbered(9), "sealed", value={"destroyed": ZERO}), "0009"),
    Bad("E406", hidden_in_disorder, "0006"),
    Bad("E407", put(numbered(9), "open", value={"destroyed": ZERO}), "第9条", "E703"),
    Bad("E408", showing_sealed(fields_1=lambda fields: {**fields, "informant": "x"}), "informant"),
    Bad("E409", wrong_tombstone, "第9条"),
    Bad("E410", undestroyed, "0003"),
    Bad("E411", showing_sealed(head_1=lambda s: {**s, "sealed": {**s["sealed"], "sha256": ZERO}}), "0001"),
    Bad("E412", showing_sealed(head_1=lambda s: {**s, "sealed": {**s["sealed"], "sm3": ZERO}}), "0001"),
    Bad("E501", data(lambda payload: payload[numbered(9)].pop("proof")), "0009"),
    Bad("E502", put(numbered(9), "proof", "organ_seq", value=3), "0009"),
    Bad("E503", put(numbered(9), "proof", "size", value=99), "0009"),
    Bad("E504", data(lambda payload: payload[numbered(9)]["proof"]["path"].pop()), "0009"),
    Bad("E505", put(numbered(9), "proof", "path", 0, value=ZERO), "0009"),
    Bad("E506", beyond_the_tree, "0009", "E520"),
    Bad("E507", twisted("checkpoint", last_head, last=True), SEAL),
    Bad("E508", put(CHECKPOINT, "signer", value="AAAA"), CHECKPOINT, "E515"),
    Bad("E509", put(CHECKPOINT, "signature", value="AAAA"), CHECKPOINT),
    Bad("E510", put(CHECKPOINT, "at", value="2026-11-21T08:00:00.000000Z"), CHECKPOINT),
    Bad("E511", signature(lambda s: s[:32] + (int.from_bytes(s[32:], "little") + L).to_bytes(32, "little")), "S"),
    Bad("E512", signer((2).to_bytes(32, "little")), CHECKPOINT),
    Bad("E513", signer((1).to_bytes(32, "little"), lambda _: (1).to_bytes(32, "little") + bytes(32)), CHECKPOINT),
    Bad("E514", signer(KEY.public_key().public_bytes_raw(), small_order_r), "R"),
    Bad("E515", replaced(ORGAN_KEY, organ_key(OTHER_KEY)), ORGAN_KEY),
    Bad("E516", put(ORGAN_KEY, "organ", value="o-other"), ORGAN_KEY),
    Bad("E517", other_seal, SEAL),
    Bad("E518", twisted("fields package.made", lambda f: f.pop("purpose") and None), "purpose"),
    Bad("E519", twisted("head package.made", lambda said: {**said, "organ": "o-other"}), SEAL),
    Bad("E520", twisted("head package.made", lambda said: {**said, "organ_seq": 9}), SEAL, "E502"),
    Bad("E521", data(cut_tail), "包内 8 条"),
    Bad("E522", twisted("sealing", lambda fields: {**fields, "last": digests(b"another")}), SEAL),
    Bad("E523", twisted("sealing", lambda fields: {**fields, "dossier": "d-0002"}), SEAL),
    Bad("E524", twisted("sealing", lambda fields: {**fields, "title": "另一案"}), SEAL),
    Bad("E525", twisted("sealing", lambda fields: {**fields, "verifier": digests(b"")}), "verify_case.py"),
    Bad("E526", twisted("head package.made", lambda s: {**s, "prev_organ": digests(b"")}, last=True), SEAL),
    Bad("E527", twisted("sealing", lambda fields: {**fields, "choices": {}}), SEAL, "E707"),
    Bad("E601", data(without_recording), "第2条"),
    Bad("E602", twisted("fields 2", file_told(size=len(VIDEO) + 1)), VIDEO_PATH),
    Bad("E603", twisted("fields 2", file_told(sm3=ZERO)), VIDEO_PATH),
    Bad("E604", extra_file(b"x", []), "data/scans/x.bin"),
    Bad("E605", extra_file(VIDEO, [2]), "data/scans/x.bin"),
    Bad("E606", data(told_otherwise, twists={"fields 5": lambda f: {**f, **file_told(size=1)({})}}), "0005"),
    Bad("E607", twisted("fields 2", file_told(size="76800")), "0002", "E604 E610"),
    Bad("E608", row(path="data/recordings/none.bin"), "none.bin", "E612"),
    Bad("E609", row(size=1), VIDEO_PATH),
    Bad("E610", row(seqs=[3]), VIDEO_PATH),
    Bad("E611", data(lambda payload: payload[FILES]["files"].reverse()), FILES),
    Bad("E612", data(lambda payload: payload[FILES]["files"].pop()), FILES),
    Bad("E701", put(CASE, "events", 8, value=None), "第9条"),
    Bad("E702", put(CASE, "events", 8, "kind", value="case.closed"), "kind"),
    Bad("E703", put(CASE, "events", 8, "fields", "case_no", value="武医保立〔2026〕9号"), "第9条"),
    Bad("E704", put(CASE, "format", value="case"), CASE),
    Bad("E705", data(lambda payload: payload[CASE]["events"].append({})), CASE),
    Bad("E706", put(CASE, "packs", value={}), CASE),
    Bad("E707", put(CASE, "choices", value={}), CASE),
    Bad("U008", put(CHECKPOINT, "format", value=2), CHECKPOINT),
]
MORE_CONTENTS = [
    Bad("E207", raw(CASE, '"penalty"', '"\\ud800"'), CASE),
    Bad("E207", data(lambda payload: payload.__setitem__(CASE, b"\xef\xbb\xbf" + readable(payload[CASE]))), CASE),
    Bad("E207", data(lambda payload: payload.__setitem__(CASE, readable(payload[CASE]) + b"{}")), CASE),
    Bad("E209", raw(CHECKPOINT, '"size": ', '"size": -0, "x": '), CHECKPOINT),
    Bad("E209", raw(CHECKPOINT, '"size": ', '"size": 1' + "0" * 5000 + ', "x": '), CHECKPOINT),
    Bad("E209", raw(CHECKPOINT, '"size": ', '"size": 9007199254740992, "x": '), CHECKPOINT),
    Bad("E209", raw(CHECKPOINT, '"size": ', '"size": NaN, "x": '), CHECKPOINT),
    Bad("E209", raw(CHECKPOINT, '"size": ', '"size": 1e3, "x": '), CHECKPOINT),
    Bad("E210", replaced(CASE, b"[" * 200_000), CASE),
    Bad("E211", replaced(numbered(9), []), "0009", "E317"),
    Bad("E211", replaced(SEAL, []), SEAL),
    Bad("E212", put(CHECKPOINT, "size", value=True), CHECKPOINT),
    Bad("E212", put(CHECKPOINT, "at", value="2026-02-30T08:00:00.000000Z"), CHECKPOINT),
    Bad("E213", put(ORGAN_KEY, "algorithm", value="none"), ORGAN_KEY),
    Bad("E303", head(9, by={"type": "nobody", "id": "x", "name": "x"}), "by", "E317"),
    Bad("E303", head(9, refs=[]), "refs", "E317"),
    Bad("E303", head(9, refs=[{"as": "x"}]), "refs", "E317"),
    Bad("E303", head(9, happened="2026-13-01"), "happened", "E317"),
    Bad("E303", head(9, recorded="2026-11-20T01:00:00Z"), "recorded", "E317"),
    Bad("E303", head(9, body={"sha256": ZERO}), "body", "E317"),
    Bad("E303", head(9, key=None), "key", "E317"),
    Bad("E303", head(9, channel="fax"), "channel", "E317"),
    Bad("E308", from_another_case, "0001", "E310 E311 E312 E313 E702 E703"),
    Bad("E303", head(9, happened="２０２６-11-20"), "happened", "E317"),
    Bad("E604", replaced("data/entries/٠٠٠١.json", {}), "entries", "E612"),
    Bad(
        "E306",
        data(lambda payload: payload.__setitem__("data/entries/00001.json", b"{}")),
        "第2条",
        "E310 E311 E312 E318 E521",
    ),
    Bad("E312", head(9, organ_seq=10), "0009", "E502"),  # the number of the entry before
    Bad("E309", head(1, prev_dossier=digests(b"")), "0001"),
    Bad("E305", data(swapped_entries), "0004", "E310 E311 E312 E313 E610 E702 E703"),
    Bad("E401", put(numbered(9), "open", "shown", "case_no", "salt", value=ZERO), "0009", "E402"),
    Bad("E401", put(numbered(9), "open", "shown", "case_no", "value", value="x"), "0009", "E402 E703"),
    Bad("E401", data(lambda payload: payload[numbered(6)]["open"]["hidden"].clear()), "0006", "E402"),
    Bad("E404", put(numbered(9), "open", value="x"), "0009", "E703"),
    Bad("E501", put(numbered(9), "proof", "path", 0, value="x"), "0009"),
    Bad("E504", data(lambda payload: payload[numbered(9)]["proof"]["path"].append(ZERO)), "0009"),
    Bad("E508", put(CHECKPOINT, "signer", value=public_bytes(KEY)[:-1]), CHECKPOINT, "E515"),
    Bad("E510", signature(lambda s: s[:40] + bytes([s[40] ^ 1]) + s[41:]), CHECKPOINT),
    Bad("E510", put(CHECKPOINT, "signer", value=public_bytes(OTHER_KEY)), CHECKPOINT, "E515"),
    Bad("E515", data(resigned), ORGAN_KEY),
    Bad("E512", signer(((1 << 255) - 1).to_bytes(32, "little")), CHECKPOINT),
    Bad("E512", signer((1 | 1 << 255).to_bytes(32, "little")), CHECKPOINT),
    Bad("E518", twisted("sealing", lambda fields: {**fields, "demo": 1}), "demo"),
    Bad("E521", twisted("sealing", lambda fields: {**fields, "entries": 10}), "10 条"),
    Bad("E525", twisted("sealing", verifier_told("sha256")), "verify_case.py"),
    Bad("E525", twisted("sealing", verifier_told("sm3")), "verify_case.py"),
    Bad("E702", data(stuffed_event), "also"),
    Bad("E702", put(CASE, "events", 0, "seq", value=True), "seq"),
    Bad("E702", data(lambda payload: payload[CASE]["events"][8].pop("corrects")), "corrects"),
    Bad("U008", put(CASE, "format", value="liuhen-case/2"), CASE),
    Bad("U008", head(9, format=2), "0009", "E317"),
]
