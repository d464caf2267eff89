"""The format, fixed: whoever changes a byte of it has to change this file's neighbour, and is seen."""

import json
from pathlib import Path

import pytest

from ledger.make_vectors import vectors
from liuhen.kernel.canonical import canonical
from liuhen.kernel.digests import Digests
from liuhen.ledger import Entry

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(VECTORS))
def test_the_format_has_not_changed(name):
    assert json.loads(json.dumps(vectors()))[name] == VECTORS[name]


def test_no_vector_is_left_out():
    assert vectors().keys() == VECTORS.keys()


@pytest.mark.parametrize("number", range(3))
def test_a_head_reads_back_and_stands_for_its_digest(number):
    head = VECTORS["heads"][number].encode()
    assert canonical(json.loads(head)) == head
    assert Entry.read(head).digests == Digests(**VECTORS["digests"][number])


def test_the_vectors_use_every_member_of_a_head():
    members = {name for head in VECTORS["heads"] for name in json.loads(head)}
    page = (Path(__file__).parents[2] / "docs" / "ledger-format.md").read_text(encoding="utf-8")
    table = page.split("## Head")[1].split("## Body")[0]
    named = {name for row in table.splitlines() if row.startswith("| `") for name in row.split("|")[1].split("`")[1::2]}
    assert members == named | {"clock_behind_ms"}
