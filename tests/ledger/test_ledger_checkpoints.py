"""Checkpoints and proofs: signed, stored once, checkable by anybody who holds one."""

import pytest

from ledger.acts import AT, OFFICER, ORGAN, Established, note
from liuhen.kernel import clock
from liuhen.kernel.digests import sm3
from liuhen.kernel.errors import BadInputError, NotFoundError, OutOfOrderError, UnusableError
from liuhen.ledger import (
    Checkpoint,
    append,
    checkpoint,
    consistency_proof,
    entries,
    inclusion_proof,
    latest_checkpoint,
    make_organ_key,
    merkle,
    public_key,
    tree,
    verify,
    walk,
)
from liuhen.ledger.models import SignedCheckpoint, Tile
from liuhen.ledger.organ_keys import known_signers

pytestmark = pytest.mark.usefixtures("ledger")


@pytest.fixture(autouse=True)
def _key(ledger):
    make_organ_key(ORGAN)


@pytest.fixture
def small_tiles(monkeypatch):
    """Subtrees of four heads, so that a short chain has several."""
    for module in (merkle, tree, walk):
        monkeypatch.setattr(module, "TILE", 4)
        monkeypatch.setattr(module, "HEIGHT", 2)


def leaves():
    return [merkle.leaf(one.head) for one in entries(organ=ORGAN)]


def steps(proof):
    return [bytes.fromhex(step) for step in proof["path"]]


def test_a_checkpoint_signs_the_root_over_whole_heads():
    last = [note() for _ in range(5)][-1]
    made = checkpoint(ORGAN)
    heads = [one.head for one in entries(organ=ORGAN)]
    by_sm3 = merkle.root_of([merkle.leaf(head, sm3) for head in heads], sm3)
    assert (made.size, made.head, made.root.sm3) == (5, last.digests, by_sm3.hex())
    assert made.root.sha256 == merkle.root_of(leaves()).hex()
    assert made.holds()
    assert made.signer == public_key(ORGAN)


def test_nothing_new_means_the_same_checkpoint():
    note()
    first = checkpoint(ORGAN)
    assert checkpoint(ORGAN) == first == latest_checkpoint(ORGAN)
    note()
    assert checkpoint(ORGAN).size == 2
    assert SignedCheckpoint.objects.count() == 2


def test_an_organ_without_entries_has_no_checkpoint():
    assert latest_checkpoint(ORGAN) is None
    with pytest.raises(OutOfOrderError):
        checkpoint(ORGAN)


def test_a_checkpoint_is_read_as_it_was_written():
    note()
    made = checkpoint(ORGAN)
    assert Checkpoint.read(made.as_json()) == made


@pytest.mark.parametrize(
    "wrong",
    [{"size": "1"}, {"format": 2}, {"at": "2026-11-21"}, {"at": "x"}, {"root": {}}, {"root": None}, {"more": 1}],
)
def test_what_is_no_checkpoint_is_refused_in_chinese(wrong):
    note()
    with pytest.raises(BadInputError, match="检查点"):
        Checkpoint.read({**checkpoint(ORGAN).as_json(), **wrong})


@pytest.mark.parametrize("wrong", [{"size": 2}, {"signature": "AAAA"}, {"signer": "AAAA"}, {"signature": "不"}])
def test_a_changed_checkpoint_does_not_hold(wrong):
    note()
    assert not Checkpoint.read({**checkpoint(ORGAN).as_json(), **wrong}).holds()


def test_a_lost_key_is_not_replaced_once_there_are_entries(ledger):
    note()
    (ledger.parent / "keys" / f"organ-{ORGAN}.ed25519").unlink()
    with pytest.raises(UnusableError, match="签名密钥"):
        checkpoint(ORGAN)


def test_a_broken_key_is_refused(ledger):
    (ledger.parent / "keys" / f"organ-{ORGAN}.ed25519").write_bytes(b"short")
    with pytest.raises(UnusableError, match="签名密钥"):
        public_key(ORGAN)


def test_a_new_organ_gets_its_key_when_it_is_asked_for():
    assert public_key("organ-new") == make_organ_key("organ-new")


def test_an_organ_id_never_leads_out_of_the_folder(ledger):
    before = set(ledger.parent.rglob("*"))
    make_organ_key("../../outside")
    assert {path.parent.name for path in set(ledger.parent.rglob("*")) - before} == {"keys"}
    assert not (ledger.parent.parent / "outside.ed25519").exists()
    assert len(list((ledger.parent / "keys").glob("organ-*.ed25519"))) == 2


def test_the_first_entry_names_who_signs():
    named = make_organ_key("organ-b")
    body = Established(name="示例", demo=True, public_key=named)
    append(body, organ="organ-b", by=OFFICER, happened=clock.now(), key="k", channel="system")
    assert known_signers("organ-b") == {named}


def test_every_entry_is_proven_in_every_tree(small_tiles):
    for _ in range(11):
        note()
    checkpoint(ORGAN)
    assert Tile.objects.count() == 2
    for size in range(1, 12):
        root = merkle.root_of(leaves()[:size])
        for seq in range(1, size + 1):
            proof = inclusion_proof(ORGAN, seq, size)
            assert merkle.root_by_inclusion(leaves()[seq - 1], seq - 1, proof["size"], steps(proof)) == root


def test_a_tree_begins_with_every_smaller_one(small_tiles):
    for _ in range(9):
        note()
    checkpoint(ORGAN)
    roots = [merkle.root_of(leaves()[:size]) for size in range(10)]
    for first in range(1, 10):
        proof = consistency_proof(ORGAN, first, 9)
        path = steps(proof)
        assert merkle.consistent(first=first, second=9, first_root=roots[first], second_root=roots[9], path=path)


def test_checkpoints_are_the_same_with_and_without_kept_subtrees(small_tiles, intruder):
    for _ in range(13):
        note()
    with_tiles = checkpoint(ORGAN).root
    intruder.runs('DELETE FROM ledger_tile WHERE "index" = 1')
    assert tree.root_at(ORGAN, 13) == with_tiles


def test_later_checkpoints_add_only_new_subtrees(small_tiles):
    for size in (5, 9):
        while len(list(entries(organ=ORGAN))) < size:
            note()
        checkpoint(ORGAN)
        assert Tile.objects.count() == size // 4
    assert verify().counted["checkpoints"] == 2


@pytest.mark.parametrize(("seq", "size"), [(0, 1), (2, 1), (1, 3)])
def test_there_is_no_proof_of_what_is_not_there(seq, size):
    note()
    note()
    with pytest.raises(NotFoundError):
        inclusion_proof(ORGAN, seq, size)
    with pytest.raises(NotFoundError):
        consistency_proof(ORGAN, seq, size)


def test_a_long_chain_is_proven_from_kept_subtrees():
    with clock.at(AT):
        for _ in range(merkle.TILE + 3):
            note(dossier=None)
    made = checkpoint(ORGAN)
    assert (made.root.sha256, Tile.objects.count()) == (merkle.root_of(leaves()).hex(), 1)
    proof = inclusion_proof(ORGAN, 7, made.size)
    assert merkle.root_by_inclusion(leaves()[6], 6, made.size, steps(proof)).hex() == made.root.sha256
    assert verify().intact
