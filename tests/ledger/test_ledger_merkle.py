"""The tree, against pymerkle and against the words of RFC 9162."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from liuhen.kernel.digests import sha256, sm3
from liuhen.ledger.merkle import (
    Frontier,
    consistency_path,
    consistent,
    inclusion_path,
    leaf,
    root_by_inclusion,
    root_of,
)

HEADS = [f"head {number}".encode() for number in range(70)]
LEAVES = [leaf(head) for head in HEADS]
SIZES = st.integers(1, len(LEAVES))


def span(low, high):
    return root_of(LEAVES[low:high])


def oracle(size):
    tree = InmemoryTree(algorithm="sha256")
    for head in HEADS[:size]:
        tree.append_entry(head)
    return tree


@pytest.mark.parametrize("size", range(1, 71))
def test_roots_agree_with_pymerkle(size):
    assert root_of(LEAVES[:size]) == oracle(size).get_root()


def test_the_root_of_no_leaves_is_the_hash_of_nothing():
    assert root_of([]) == sha256(b"")
    assert root_of([], sm3) == sm3(b"")


def test_inclusion_paths_agree_with_pymerkle():
    tree = oracle(len(HEADS))
    for size in (1, 2, 3, 7, 8, 33, 70):
        for index in range(size):
            path = [bytes.fromhex(one) for one in tree.prove_inclusion(index + 1, size).serialize()["path"]]
            own = inclusion_path(index, size, span)
            assert {LEAVES[index], *own} == set(path)


@given(SIZES, st.data())
def test_every_leaf_leads_to_the_root(size, data):
    index = data.draw(st.integers(0, size - 1))
    path = inclusion_path(index, size, span)
    assert root_by_inclusion(LEAVES[index], index, size, path) == root_of(LEAVES[:size])


@given(SIZES, st.data())
def test_a_changed_path_leads_elsewhere(size, data):
    index = data.draw(st.integers(0, size - 1))
    path = inclusion_path(index, size, span)
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        path[at] = sha256(path[at])
        assert root_by_inclusion(LEAVES[index], index, size, path) != root_of(LEAVES[:size])


@given(SIZES, st.data())
def test_a_path_of_another_length_is_refused(size, data):
    index = data.draw(st.integers(0, size - 1))
    path = inclusion_path(index, size, span)
    with pytest.raises(ValueError, match="too long"):
        root_by_inclusion(LEAVES[index], index, size, [*path, b"x" * 32])
    if path:
        with pytest.raises(ValueError, match="too short"):
            root_by_inclusion(LEAVES[index], index, size, path[:-1])


@given(SIZES, st.data())
def test_every_tree_begins_with_its_smaller_ones(second, data):
    first = data.draw(st.integers(1, second))
    roots = {"first_root": root_of(LEAVES[:first]), "second_root": root_of(LEAVES[:second])}
    path = consistency_path(first, second, span)
    assert consistent(first=first, second=second, path=path, **roots)


@given(SIZES, st.data())
def test_no_other_path_joins_two_trees(second, data):
    first = data.draw(st.integers(1, second))
    roots = {"first_root": root_of(LEAVES[:first]), "second_root": root_of(LEAVES[:second])}
    path = consistency_path(first, second, span)
    assert not consistent(first=first, second=second, path=[*path, b"x" * 32], **roots)
    for at in range(len(path)):
        changed = [*path[:at], sha256(path[at]), *path[at + 1 :]]
        assert not consistent(first=first, second=second, path=changed, **roots)
        assert not consistent(first=first, second=second, path=path[:at] + path[at + 1 :], **roots)
    swapped = {"first_root": roots["second_root"], "second_root": roots["first_root"]}
    if first != second:
        assert not consistent(first=first, second=second, path=path, **swapped)
        assert not consistent(first=second, second=first, path=path, **roots)


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_leaf_outside_the_tree_is_refused(index, size):
    with pytest.raises(ValueError, match="no such leaf"):
        inclusion_path(index, size, span)
    with pytest.raises(ValueError, match="no such leaf"):
        root_by_inclusion(LEAVES[0], index, size, [])


@pytest.mark.parametrize(("first", "second"), [(0, 3), (4, 3), (-1, 2)])
def test_trees_in_the_wrong_order_are_refused(first, second):
    with pytest.raises(ValueError, match="first tree"):
        consistency_path(first, second, span)


@given(st.integers(0, 70))
def test_whole_subtrees_may_be_added_at_once(size):
    frontier = Frontier()
    whole = size // 8
    for number in range(whole):
        frontier.add(span(number * 8, number * 8 + 8), 3)
    for one in LEAVES[whole * 8 : size]:
        frontier.add(one)
    assert frontier.root() == root_of(LEAVES[:size])


def test_a_leaf_and_a_node_are_never_the_same():
    left, right = LEAVES[:2]
    assert leaf(left + right) != root_of([left, right])
