"""Appending: what a head says, how it joins the chains, and everything that is refused."""

import json
from datetime import date, timedelta

import pytest
from django.db import transaction

from ledger.acts import AT, CASE, CHIEF, OFFICER, ORGAN, Established, Informant, Note, Noted, Tally, note
from liuhen.kernel import clock
from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import BadInputError, DuplicateRequestError, NotFoundError, StalePageError
from liuhen.ledger import (
    Actor,
    Body,
    Ref,
    Terms,
    UnknownKindError,
    append,
    body_of,
    entries,
    entry,
    last_seq,
    projections,
)
from liuhen.ledger.models import Head, Part

pytestmark = pytest.mark.usefixtures("ledger")


def establish(**more):
    body = Established(name="江汉湖区医疗保障局（示例）", demo=more.pop("demo", True))
    return append(body, organ=ORGAN, by=OFFICER, happened=clock.now(), key="establish", channel="system", **more)


def test_the_first_entry_follows_nothing():
    first = note()
    assert (first.organ_seq, first.dossier_seq, first.prev_organ, first.prev_dossier) == (1, 1, None, None)


def test_an_entry_follows_the_last_of_its_organ_and_of_its_dossier():
    first, other, second = note(), note(dossier="case-2"), note()
    assert (second.organ_seq, second.dossier_seq) == (3, 2)
    assert second.prev_organ == other.digests
    assert second.prev_dossier == first.digests


def test_an_act_on_the_organ_belongs_to_no_dossier():
    made = note(dossier=None)
    assert "dossier" not in json.loads(made.head)
    assert "dossier_seq" not in json.loads(made.head)


def test_two_organs_have_chains_of_their_own():
    note()
    assert note(organ="organ-b", dossier="case-b").organ_seq == 1


def test_a_head_says_everything_it_was_told():
    terms = Terms({"wuhan-ybj": "1.0.0"}, choices="c" * 64, calendar="d" * 64)
    first = note()
    made = note(
        refs=[Ref("merges", dossier="case-9"), Ref("uses", entry=first.digest)],
        corrects=first.digest,
        on_behalf=CHIEF,
        terms=terms,
    )
    assert (made.terms, made.corrects, made.by) == (terms, first.digest, OFFICER)
    assert made.refs == (Ref("merges", dossier="case-9"), Ref("uses", entry=first.digest))
    assert (made.on_behalf.id, made.on_behalf.name) == (CHIEF.id, CHIEF.name)


def test_what_is_read_again_is_what_was_appended():
    made = note()
    assert entry(made.digest) == made
    assert list(entries(dossier=CASE)) == [made]


def test_entries_come_in_order_and_from_where_one_asks():
    made = [note(dossier=CASE if number % 2 else None) for number in range(5)]
    assert list(entries(organ=ORGAN)) == made
    assert list(entries(organ=ORGAN, after=3)) == made[3:]
    assert [one.dossier_seq for one in entries(dossier=CASE, after=1)] == [2]
    assert list(entries(dossier="")) == made[::2]
    assert last_seq(CASE) == 2
    assert last_seq("case-none") == 0


def test_a_missing_entry_is_not_found():
    with pytest.raises(NotFoundError):
        entry("0" * 64)


def test_a_body_reads_back_with_and_without_its_sealed_part():
    made = note(informant=Informant(name="举报人"))
    assert body_of(made).informant is None
    assert body_of(made, sealed=True).informant == Informant(name="举报人")


def test_projectors_never_see_sealed_fields(monkeypatch):
    seen = []
    monkeypatch.setattr(projections, "_every", [lambda _entry, body: seen.append(body)])
    note(informant=Informant(name="举报人"))
    assert seen == [Noted(text="到达现场")]


def test_specific_projectors_run_before_those_that_follow_every_entry(monkeypatch):
    rows = []
    monkeypatch.setattr(projections, "_every", [lambda _entry, _body: rows.append(Note.objects.count())])
    note()
    assert rows == [1]


def test_projectors_register_by_decorator():
    @projections.projects(Noted)
    def specific(_entry, body):
        assert body.text == "笔录"
        called.append("specific")

    @projections.projects_every
    def every(_entry, _body):
        called.append("every")

    called = []
    note("笔录")
    assert called == ["specific", "every"]


def test_a_projector_that_fails_takes_the_entry_with_it(monkeypatch):
    def fails(_entry, _body):
        raise ZeroDivisionError

    monkeypatch.setattr(projections, "_every", [fails])
    with pytest.raises(ZeroDivisionError):
        note()
    assert (Head.objects.count(), Part.objects.count(), Note.objects.count()) == (0, 0, 0)


def test_an_act_that_fails_later_takes_its_entry_with_it():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        note()
        raise ZeroDivisionError
    assert (Head.objects.count(), Tally.objects.count()) == (0, 0)


def test_a_retry_gets_the_entry_already_made():
    first = note("一次", key="same", informant=Informant(name="某人"))
    again = note("一次", key="same", informant=Informant(name="某人"), expect=0)
    assert again == first
    assert (Head.objects.count(), Note.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "other",
    [
        {"text": "改过的"},
        {"dossier": "case-2"},
        {"dossier": None},
        {"informant": Informant(name="某人")},
    ],
)
def test_the_same_key_with_other_content_is_told_apart(other):
    first = note(key="same")
    with pytest.raises(DuplicateRequestError) as told:
        note(**{"key": "same", **other})
    assert told.value.digest == first.digest
    assert Head.objects.count() == 1


def test_the_same_key_for_another_kind_is_told_apart():
    establish()
    with pytest.raises(DuplicateRequestError):
        note(key="establish", dossier=None)


def test_another_organ_may_use_the_same_key():
    note(key="same")
    assert note(key="same", organ="organ-b", dossier="case-b").organ_seq == 1


def test_a_stale_page_is_refused_with_both_numbers():
    note()
    with pytest.raises(StalePageError, match="不是最新") as told:
        note(expect=0)
    assert (told.value.expected, told.value.actual) == (0, 1)
    assert note(expect=1).dossier_seq == 2


def test_a_dossier_of_another_organ_is_not_found():
    note()
    with pytest.raises(NotFoundError, match="案卷"):
        note(organ="organ-b")


def test_only_an_entry_of_the_same_dossier_is_corrected():
    elsewhere, of_organ = note(dossier="case-2"), note(dossier=None)
    with pytest.raises(NotFoundError, match="更正"):
        note(corrects=elsewhere.digest)
    assert note(dossier=None, corrects=of_organ.digest).corrects == of_organ.digest


def test_the_future_is_refused_beyond_two_minutes():
    with clock.at(AT):
        with pytest.raises(BadInputError, match="晚于现在") as told:
            note(happened=AT + timedelta(seconds=121))
        assert "happened" in told.value.fields
        assert note(happened=AT + timedelta(seconds=120)).happened == AT + timedelta(seconds=120)


def test_tomorrow_in_beijing_is_the_future_and_today_is_not():
    with clock.at(AT):
        with pytest.raises(BadInputError):
            note(happened=date(2026, 11, 21))
        assert note(happened=date(2026, 11, 20)).happened == date(2026, 11, 20)


def test_a_time_without_zone_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="时区"):
        note(happened=AT.replace(tzinfo=None))


def test_a_clock_that_went_back_is_recorded_and_order_stays():
    with clock.at(AT):
        first = note()
    with clock.at(AT - timedelta(milliseconds=1500, microseconds=1)):
        second = note()
    assert (second.organ_seq, second.recorded, second.clock_behind_ms) == (2, first.recorded, 1501)
    assert first.clock_behind_ms == 0
    assert "clock_behind_ms" not in json.loads(first.head)


def test_what_happened_before_the_clock_went_back_is_not_the_future():
    with clock.at(AT):
        note()
    with clock.at(AT - timedelta(hours=1)):
        assert note(happened=AT).happened == AT


def test_a_kind_without_schema_is_refused():
    class Unregistered(Body):
        text: str = ""

    with pytest.raises(UnknownKindError):
        append(Unregistered(), organ=ORGAN, by=OFFICER, happened=AT, key="k", channel="web")


def test_a_class_that_only_borrows_a_kind_is_refused():
    class Borrowed(Noted):
        pass

    Borrowed.kind, Borrowed.version = Noted.kind, Noted.version
    with pytest.raises(UnknownKindError, match="另有所属"):
        append(Borrowed(text="a"), organ=ORGAN, by=OFFICER, happened=AT, key="k", channel="web")


@pytest.mark.parametrize(
    "wrong",
    [{"channel": "post"}, {"by": Actor("robot", "x", "x")}, {"key": "k" * 201}, {"refs": [Ref("both")]}],
)
def test_a_mistake_of_the_calling_code_writes_nothing(wrong):
    with pytest.raises(ValueError, match=r"no such|request key|reference names"):
        note(**wrong)
    assert Head.objects.count() == 0


def test_an_empty_request_key_is_refused():
    with pytest.raises(ValueError, match="request key"):
        append(Noted(text="a"), organ=ORGAN, by=OFFICER, happened=AT, key="", channel="web")


def test_a_body_that_does_not_read_back_is_refused(monkeypatch):
    monkeypatch.setattr(Noted, "read", classmethod(lambda cls, fields: cls(text="别的")))
    with pytest.raises(TypeError, match="does not read back"):
        note()


def test_only_a_demo_is_seeded():
    establish(demo=False)
    with pytest.raises(ValueError, match="demo"):
        note(channel="seed")


def test_a_demo_is_seeded_with_past_times():
    with clock.at(AT - timedelta(days=30)):
        establish()
        assert note(channel="seed").recorded == AT - timedelta(days=30)


def test_a_seeded_ledger_begins_with_saying_demo():
    body = Established(name="江汉湖区医疗保障局（示例）", demo=True)
    made = append(body, organ=ORGAN, by=OFFICER, happened=clock.now(), key="k", channel="seed")
    assert made.channel == "seed"
    with pytest.raises(ValueError, match="demo"):
        note(organ="organ-b", channel="seed")


def test_names_beyond_the_basic_plane_survive():
    made = note("当事人𠮷某", by=Actor("officer", "o-2", "𠮷野"))
    assert body_of(made).text == "当事人𠮷某"
    assert entry(made.digest).by.name == "𠮷野"


def test_an_entry_is_named_by_the_digest_of_its_head():
    made = note()
    assert made.digests == Digests.of(made.head)
    assert made.short == made.digest[:12]
