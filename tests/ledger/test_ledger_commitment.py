"""Commitments, computed here a second time straight from the format page."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.acts import Informant, note
from liuhen.kernel.canonical import canonical
from liuhen.kernel.errors import NotFoundError
from liuhen.ledger import Disclosure, disclose, disclosure_holds
from liuhen.ledger.commitment import commitment, disclose_fields

SALT = bytes(range(32))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.dictionaries(st.text(min_size=1, max_size=8), VALUES, min_size=1, max_size=6)


def by_the_page(fields, salt, name):
    """Compute a commitment as the page says, with no code of the product but the canonical bytes."""
    digests = []
    for key, value in fields.items():
        field_salt = hmac.new(salt, b"liuhen/1/field/" + key.encode(), "sha256").digest()
        written = key.encode()
        message = b"\x02" + field_salt + len(written).to_bytes(4, "big") + written + canonical(value)
        digests.append(hashlib.new(name, message).digest())
    return hashlib.new(name, b"\x03" + b"".join(sorted(digests))).hexdigest()


@given(FIELDS)
def test_a_commitment_is_what_the_page_says(fields):
    made = commitment(fields, SALT)
    assert (made.sha256, made.sm3) == (by_the_page(fields, SALT, "sha256"), by_the_page(fields, SALT, "sm3"))


@given(FIELDS, st.data())
def test_any_choice_of_fields_can_be_shown(fields, data):
    names = data.draw(st.sets(st.sampled_from(sorted(fields))))
    shown = disclose_fields(fields, SALT, names)
    assert shown.shown.keys() == names
    assert disclosure_holds(shown, commitment(fields, SALT))


@given(FIELDS, VALUES)
def test_a_shown_value_that_was_changed_does_not_hold(fields, other):
    name = min(fields)
    shown = disclose_fields(fields, SALT, [name])
    changed = Disclosure({name: (other, shown.shown[name][1])}, shown.hidden)
    assert disclosure_holds(changed, commitment(fields, SALT)) == (canonical(other) == canonical(fields[name]))


def test_a_field_moved_to_another_name_does_not_hold():
    shown = disclose_fields({"a": 1, "b": 2}, SALT, ["a"])
    moved = Disclosure({"c": shown.shown["a"]}, shown.hidden)
    assert not disclosure_holds(moved, commitment({"a": 1, "b": 2}, SALT))


def test_a_field_left_out_does_not_hold():
    shown = disclose_fields({"a": 1, "b": 2}, SALT, ["a"])
    assert not disclosure_holds(Disclosure(shown.shown, ()), commitment({"a": 1, "b": 2}, SALT))


def test_another_salt_is_another_commitment():
    assert commitment({"a": 1}, SALT) != commitment({"a": 1}, SALT[::-1])


def test_one_field_of_an_entry_is_shown_without_the_others(ledger):
    entry = note("只给法院看这一项", seen=("病历",))
    shown = disclose(entry, ["seen"])
    assert disclosure_holds(shown, entry.body)
    assert "只给法院看这一项" not in str(shown.as_json())
    assert shown.as_json()["shown"]["seen"]["value"] == ["病历"]


def test_a_sealed_field_is_shown_from_its_own_part(ledger):
    entry = note(informant=Informant(name="某人"))
    shown = disclose(entry, ["informant"], part="sealed")
    assert disclosure_holds(shown, entry.sealed)
    assert not disclosure_holds(shown, entry.body)


def test_a_field_that_is_not_there_cannot_be_shown(ledger):
    with pytest.raises(NotFoundError, match="colour"):
        disclose(note(), ["colour"])
