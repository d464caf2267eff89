"""The verifier's own arithmetic against the libraries that the product uses, which it may not import."""

import base64
import hashlib
import json
from typing import Any

import pytest
import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.bad_contents import L
from archive.forge import consistency, inclusion, root_of
from liuhen.archive import verify_case
from liuhen.archive.verify_case import FaultError, SlowSM3, canonical, parse, signature_fault

# RFC 8032, 7.1: secret key, public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]
SMALL_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
]
NOT_CANONICAL = [
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "0200000000000000000000000000000000000000000000000000000000000000",
]


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_ed25519_takes_the_vectors_of_the_standard(public: str, message: str, signature: str) -> None:
    assert signature_fault(bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)) is None


@settings(max_examples=40, deadline=None)
@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=200), flip=st.integers(0, 64 * 8 - 1))
def test_ed25519_agrees_with_the_library(seed: bytes, message: bytes, flip: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert signature_fault(public, message, signature) is None
    changed = bytearray(signature)
    changed[flip // 8] ^= 1 << flip % 8
    assert signature_fault(public, message, bytes(changed)) is not None
    assert signature_fault(public, message + b"x", signature) is not None
    with pytest.raises(InvalidSignature):
        Ed25519PublicKey.from_public_bytes(public).verify(bytes(changed), message)


@pytest.mark.parametrize("public", SMALL_ORDER)
def test_a_key_of_small_order_signs_nothing(public: str) -> None:
    for r in SMALL_ORDER:
        fault = signature_fault(bytes.fromhex(public), b"anything", bytes.fromhex(r) + bytes(32))
        assert fault is not None
        assert fault[0] == "E513"


@pytest.mark.parametrize("encoding", NOT_CANONICAL)
def test_an_encoding_that_is_not_the_canonical_one_is_no_key(encoding: str) -> None:
    fault = signature_fault(bytes.fromhex(encoding), b"", bytes(64))
    assert fault is not None
    assert fault[0] == "E512"


@pytest.mark.parametrize("r", [*SMALL_ORDER, *NOT_CANONICAL])
def test_a_signature_may_not_begin_with_a_bad_point(r: str) -> None:
    fault = signature_fault(bytes.fromhex(VECTORS[0][0]), b"", bytes.fromhex(r) + bytes(32))
    assert fault is not None
    assert fault[0] == "E514"


@pytest.mark.parametrize("times", [1, 2, 7])
def test_a_signature_cannot_be_rewritten_by_adding_the_order(times: int) -> None:
    public, message, signature = map(bytes.fromhex, VECTORS[1])
    s = int.from_bytes(signature[32:], "little") + times * L
    fault = signature_fault(public, message, signature[:32] + s.to_bytes(32, "little"))
    assert fault is not None
    assert fault[0] == "E511"


@given(data=st.binary(max_size=300), cut=st.integers(0, 300))
def test_sm3_in_plain_python_is_sm3(data: bytes, cut: int) -> None:
    slow = SlowSM3()
    slow.update(data[:cut])
    slow.update(data[cut:])
    assert slow.hexdigest() == hashlib.new("sm3", data).hexdigest()


def test_sm3_takes_the_vectors_of_the_standard() -> None:
    slow = SlowSM3()
    slow.update(b"abcd" * 16)
    assert slow.hexdigest() == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(value=VALUES)
def test_canonical_bytes_are_those_of_the_library(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(value=VALUES)
def test_what_is_canonical_reads_back(value: Any) -> None:
    assert parse(rfc8785.dumps(value)) == value


@given(value=VALUES)
def test_reading_is_as_strict_for_any_spelling(value: Any) -> None:
    assert canonical(parse(json.dumps(value, indent=1).encode())) == rfc8785.dumps(value)


@given(data=st.binary(max_size=60) | st.text(alphabet='{}[]":,0123456789.eE-\\u tfn', max_size=40).map(str.encode))
def test_reading_gives_a_value_or_a_finding(data: bytes) -> None:
    try:
        assert parse(canonical(parse(data))) == parse(data)
    except FaultError as fault:
        assert fault.code in {"E207", "E208", "E209", "E210"}


@given(size=st.integers(1, 70), place=st.integers(0, 69), noise=st.binary(min_size=32, max_size=32))
def test_inclusion_proofs_of_every_place_lead_to_the_root(size: int, place: int, noise: bytes) -> None:
    leaves = [hashlib.sha256(bytes([number])).digest() for number in range(size)]
    place %= size
    path, root = inclusion(place, leaves), root_of(leaves)
    assert verify_case.root_from_inclusion(leaves[place], place, size, path) == root
    assert verify_case.root_from_inclusion(noise, place, size, path) != root
    assert verify_case.root_from_inclusion(leaves[place], place, size, [*path, noise]) is None
    if path:
        assert verify_case.root_from_inclusion(leaves[place], place, size, path[:-1]) is None


@given(first=st.integers(1, 70), more=st.integers(1, 70), noise=st.binary(min_size=32, max_size=32))
def test_consistency_proofs_hold_for_what_continues_and_nothing_else(first: int, more: int, noise: bytes) -> None:
    leaves = [hashlib.sha256(bytes([number])).digest() for number in range(first + more)]
    path, roots = consistency(first, leaves), (root_of(leaves[:first]), root_of(leaves))
    assert verify_case.consistent(first, first + more, roots, path)
    assert not verify_case.consistent(first, first + more, (noise, roots[1]), path)
    assert not verify_case.consistent(first, first + more, (roots[0], noise), path)
    assert not verify_case.consistent(first, first + more, roots, [*path, noise])
    assert not verify_case.consistent(first, first + more, roots, path[:-1])


@pytest.mark.parametrize(
    "text", ["AAAA", base64.b64encode(bytes(33)).decode(), base64.b64encode(bytes(32)).decode()[:-1]]
)
def test_base64_of_another_length_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # which of base64's own errors does not matter
        verify_case.base64_bytes(text, 32)


@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}")])
def test_values_may_be_nested_sixty_four_deep_and_no_deeper(opening: bytes, closing: bytes) -> None:
    parse(opening * 64 + b"1" + closing * 64)
    with pytest.raises(FaultError, match="层次过深"):
        parse(opening * 66 + b"1" + closing * 66)


def test_counts_begin_at_nothing_and_numbers_at_one() -> None:
    assert [verify_case.is_count(0), verify_case.is_number(0), verify_case.is_number(1)] == [True, False, True]


def test_a_signature_that_leads_to_the_mirrored_point_is_refused() -> None:
    """S negated: the two sides of the equation then differ in one coordinate only."""
    public, message, signature = map(bytes.fromhex, VECTORS[1])
    s = (-int.from_bytes(signature[32:], "little")) % L
    fault = signature_fault(public, message, signature[:32] + s.to_bytes(32, "little"))
    assert fault is not None
    assert fault[0] == "E510"


@pytest.mark.parametrize("path", ["data/a b", "data/案卷（一）.pdf", "data/a.b/c", "a~"])
def test_an_ordinary_path_is_safe(path: str) -> None:
    assert verify_case.unsafe(path) is None


@pytest.mark.parametrize(
    "path", ["", "/a", "a/", "a//b", "./a", "a/..", "a\\b", "C:a", "a%b", "a\x7f", "a\x1f", "a ", "a./b"]
)
def test_a_path_that_some_system_reads_otherwise_is_not_safe(path: str) -> None:
    assert verify_case.unsafe(path) is not None


def test_three_members_make_a_file_reference_at_any_depth() -> None:
    bare = {"sha256": "a", "sm3": "b", "size": 1}
    assert list(verify_case.file_references({"rows": [{"file": {**bare, "pages": [bare]}}]})) == [
        {**bare, "pages": [bare]},
        bare,
    ]
    assert list(verify_case.file_references({"sha256": "a", "sm3": "b"})) == []
