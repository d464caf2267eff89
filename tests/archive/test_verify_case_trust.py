"""Trust comes from outside: a key or a checkpoint that the reader brought along, or it is called unchecked."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from archive.bad_contents import CONSISTENCY, ZERO
from archive.forge import (
    KEY,
    OTHER_KEY,
    Forge,
    consistency,
    digests,
    organ_key,
    public_bytes,
    readable,
    signed,
    to_folder,
)
from liuhen.archive import verify_case

RAW = KEY.public_key().public_bytes_raw()
PEM = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def proven(forge: Forge, first: int) -> dict[str, Any]:
    path = [step.hex() for step in consistency(first, forge.organ.leaves())]
    return {"first": first, "second": forge.checkpoint["size"], "path": path}


def checked(tmp_path: Path, trust: bytes, *, proofs: Callable[[Forge], Any] | None = None) -> verify_case.Report:
    forge = Forge()

    def attach(data: dict[str, Any]) -> None:
        if proofs is not None:
            data[CONSISTENCY] = {"format": 1, "proofs": proofs(forge)}

    (tmp_path / "trust").write_bytes(trust)
    folder = to_folder(forge.files(attach), tmp_path / "包")
    return verify_case.verify(str(folder), trust=str(tmp_path / "trust"))


def codes(report: verify_case.Report) -> list[str]:
    return [finding.code for finding in report.findings]


@pytest.mark.parametrize(
    "trust",
    [PEM, readable(organ_key()), public_bytes(KEY).encode() + b"\n", RAW.hex().encode(), RAW.hex().upper().encode()],
    ids=["pem", "organ-key", "base64", "hex", "upper"],
)
def test_the_signers_key_makes_the_package_trusted(tmp_path: Path, trust: bytes) -> None:
    report = checked(tmp_path, trust)
    assert codes(report) == []
    assert verify_case.verdict(report) == "校验通过，签发人已核"


def test_the_same_checkpoint_kept_outside_makes_it_trusted(tmp_path: Path) -> None:
    report = checked(tmp_path, readable(Forge().checkpoint))
    assert (codes(report), report.trusted) == ([], True)


@pytest.mark.parametrize("first", range(1, 15))
def test_an_earlier_checkpoint_with_its_proof_makes_it_trusted(tmp_path: Path, first: int) -> None:
    earlier = Forge().organ.checkpoint(size=first)
    report = checked(tmp_path, readable(earlier), proofs=lambda forge: [proven(forge, n) for n in range(1, 15)])
    assert (codes(report), report.trusted) == ([], True)


def later() -> dict[str, Any]:
    forge = Forge()
    forge.organ.append("officer.appointed", {"id": "f-wu"}, dossier=None)
    return dict(forge.organ.checkpoint())


def rewritten(**members: Any) -> bytes:
    said = {name: value for name, value in Forge().checkpoint.items() if name not in ("signature", "signer")}
    return readable(signed({**said, **members}))


def short(proofs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**proof, "path": proof["path"][:-1]} for proof in proofs]


OTHER_ROOT = {"sha256": ZERO, "sm3": ZERO}
REFUSED = [
    ("E802", readable(organ_key(OTHER_KEY)), None, ""),
    ("E803", readable({**Forge().checkpoint, "at": "2026-11-21T08:00:00.000000Z"}), None, ""),
    ("E804", rewritten(organ="o-other"), None, ""),
    ("E805", readable(Forge().organ.checkpoint(key=OTHER_KEY)), None, ""),
    ("E806", rewritten(root=OTHER_ROOT), None, ""),
    ("E806", rewritten(head=digests(b"another")), None, ""),
    ("E807", readable(later()), None, ""),
    ("E808", readable(Forge().organ.checkpoint(size=5)), None, ""),
    ("E809", rewritten(size=5, root=OTHER_ROOT), lambda forge: [proven(forge, 5)], ""),
    ("E809", readable(Forge().organ.checkpoint(size=5)), lambda forge: short([proven(forge, 5)]), ""),
    ("E809", readable(Forge().organ.checkpoint(size=5)), lambda _: [{"first": 5, "second": 15, "path": []}], ""),
]


@pytest.mark.parametrize(("code", "trust", "proofs", "also"), REFUSED)
def test_what_differs_from_what_the_reader_holds_is_refused(
    tmp_path: Path, code: str, trust: bytes, proofs: Any, also: str
) -> None:
    report = checked(tmp_path, trust, proofs=proofs)
    assert set(codes(report)) == {code, *also.split()}
    assert (report.exit_code(), report.trusted) == (1, False)


def test_a_package_without_a_readable_checkpoint_is_never_trusted(tmp_path: Path) -> None:
    (tmp_path / "trust").write_bytes(PEM)
    folder = to_folder(Forge().files(lambda data: data.__setitem__("data/checkpoint.json", b"{")), tmp_path / "包")
    report = verify_case.verify(str(folder), trust=str(tmp_path / "trust"))
    assert set(codes(report)) == {"E207", "E801"}


NO_KEYS = [
    b"",
    b"\xff",
    b"{}",
    b"{",
    b"key",
    RAW,
    PEM.replace(b"PUBLIC", b"PRIVATE"),
    b"-----BEGIN PUBLIC KEY-----\n" + base64.b64encode(bytes(44)) + b"\n-----END PUBLIC KEY-----\n",
    readable({**organ_key(), "public_key": "AAAA"}),
    readable({**organ_key(), "format": 2}),
    readable({**Forge().checkpoint, "signer": public_bytes(KEY)[:-1] + "!"}),
]


@pytest.mark.parametrize("trust", NO_KEYS)
def test_what_is_neither_key_nor_checkpoint_is_unusable(tmp_path: Path, trust: bytes) -> None:
    report = checked(tmp_path, trust)
    assert (codes(report), report.exit_code()) == (["U010"], 2)


def test_a_missing_key_file_is_unusable(tmp_path: Path) -> None:
    report = verify_case.verify(str(tmp_path), trust=str(tmp_path / "none"))
    assert (codes(report), report.exit_code()) == (["U009"], 2)


def test_a_proof_that_nobody_asked_for_is_called_unchecked(tmp_path: Path) -> None:
    report = checked(tmp_path, PEM, proofs=lambda forge: [proven(forge, 5)])
    assert "与早先检查点的一致性" in [what for what, _ in report.unchecked]
