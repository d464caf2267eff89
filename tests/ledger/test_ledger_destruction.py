"""Lawful destruction: content and key go, heads stay and verify."""

import pytest

from ledger.acts import CASE, CHIEF, OFFICER, ORGAN, Informant, Note, Tally, note
from liuhen.kernel import clock
from liuhen.kernel.errors import DuplicateRequestError, NotFoundError
from liuhen.ledger import BodyDestroyedError, body_of, destroy, disclose, entries, last_seq, rebuild, verify
from liuhen.ledger.models import DataKey, Part, Tombstone

pytestmark = pytest.mark.usefixtures("ledger")
PERSON = Informant(name="举报人", phone="13900001234")


def gone(entry, *, part="open", key="destroy", reason="保管期限届满"):
    return destroy(
        entry.digest,
        part=part,
        reason=reason,
        basis="档案管理规定第三十条",
        approved_by=CHIEF,
        by=OFFICER,
        happened=clock.now(),
        key=key,
        channel="web",
    )


def test_a_destroyed_body_leaves_heads_that_verify():
    first, _ = note("要销毁的"), note("留下的")
    tombstone = gone(first)
    report = verify()
    assert report.intact, report.problems
    assert report.counted["destroyed"] == 1
    with pytest.raises(BodyDestroyedError, match="依法销毁") as told:
        body_of(first)
    assert (told.value.digest, told.value.tombstone) == (first.digest, tombstone.digest)


def test_the_tombstone_says_what_why_and_by_whose_leave():
    first = note()
    said = body_of(gone(first))
    assert (said.target, said.part, said.reason) == (first.digest, "open", "保管期限届满")
    assert said.approved_by == {"type": "officer", "id": "o-9", "name": "何静"}
    assert last_seq(CASE) == 2


def test_a_sealed_part_goes_with_its_key_and_the_open_part_stays():
    first = note("留下的", informant=PERSON)
    gone(first, part="sealed")
    assert body_of(first).text == "留下的"
    with pytest.raises(BodyDestroyedError):
        body_of(first, sealed=True)
    assert set(DataKey.objects.values_list("name", flat=True)) == {f"dossier/{CASE}"}
    assert verify().intact


def test_an_open_part_goes_and_the_sealed_one_stays():
    first = note(informant=PERSON)
    gone(first)
    assert Part.objects.filter(head=first.digest).get().part == "sealed"
    assert verify().intact


def test_nothing_of_a_destroyed_part_or_its_key_is_left_in_the_files(ledger):
    first = note(informant=PERSON)
    note("留下的")
    part = bytes(Part.objects.get(head=first.digest, part="sealed").box)
    key = bytes(DataKey.objects.get(name__startswith="sealed").box)
    assert [bytes_in(ledger, part), bytes_in(ledger, key)] == [True, True]
    gone(first, part="sealed")
    assert [bytes_in(ledger, part), bytes_in(ledger, key)] == [False, False]


def bytes_in(ledger, wanted):
    return any(wanted in path.read_bytes() for path in ledger.parent.glob("liuhen.sqlite3*"))


def test_what_followed_from_a_destroyed_body_goes_with_it():
    first, _ = note("要销毁的"), note("留下的")
    gone(first)
    assert list(Note.objects.values_list("text", flat=True)) == ["留下的"]
    assert Tally.objects.get(dossier=CASE).entries == 3
    assert list(rebuild.check()) == []


def test_a_destroyed_act_on_the_organ_itself():
    first = note("要销毁的", dossier=None)
    note("留下的", dossier=None)
    gone(first)
    assert list(Note.objects.values_list("text", flat=True)) == ["留下的"]
    assert verify().intact


def test_a_retry_destroys_once():
    first = note()
    assert gone(first) == gone(first)
    assert (Tombstone.objects.count(), last_seq(CASE)) == (1, 2)


def test_the_same_request_for_another_entry_is_told_apart():
    first, second = note("甲"), note("乙")
    gone(first)
    with pytest.raises(DuplicateRequestError):
        gone(second)
    assert body_of(second).text == "乙"


def test_nothing_is_destroyed_twice():
    first = note()
    made = gone(first)
    with pytest.raises(BodyDestroyedError, match="先前") as told:
        gone(first, key="again")
    assert told.value.tombstone == made.digest
    assert last_seq(CASE) == 2


def test_there_is_no_sealed_part_to_destroy():
    with pytest.raises(NotFoundError, match="没有可以销毁"):
        gone(note(), part="sealed")


def test_a_record_of_destruction_is_not_destroyed():
    tombstone = gone(note())
    with pytest.raises(NotFoundError, match="销毁记录本身"):
        gone(tombstone, key="again")


def test_a_missing_entry_is_not_destroyed(ledger):
    first = note()
    with pytest.raises(NotFoundError):
        destroy(
            "0" * 64,
            part="open",
            reason="x",
            basis="x",
            approved_by=CHIEF,
            by=OFFICER,
            happened=clock.now(),
            key="k",
            channel="web",
        )
    assert list(entries(organ=ORGAN)) == [first]


def test_a_destroyed_body_shows_no_fields():
    first = note()
    gone(first)
    with pytest.raises(BodyDestroyedError):
        disclose(first, ["text"])


def test_a_retry_of_an_act_whose_body_is_gone_is_answered_so():
    first = note(key="same")
    gone(first)
    with pytest.raises(BodyDestroyedError):
        note(key="same")


def test_a_failing_destruction_leaves_everything(monkeypatch):
    first = note()

    def fails(_dossier):
        raise ZeroDivisionError

    monkeypatch.setattr("liuhen.ledger.destruction.replay_in_place", fails)
    with pytest.raises(ZeroDivisionError):
        gone(first)
    assert body_of(first).text == "到达现场"
    assert (Tombstone.objects.count(), last_seq(CASE)) == (0, 1)
