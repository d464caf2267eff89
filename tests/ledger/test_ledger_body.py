"""Schemas of entries: registered by their definition, read back as they were written."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated

import pydantic
import pytest

from ledger.acts import Informant, Noted
from liuhen.ledger import Body, Sealed, UnknownKindError, body, body_type, kinds


def test_a_kind_is_registered_by_its_definition():
    assert body_type("test.noted") is Noted
    assert kinds()["test.noted"] is Noted


def test_the_registry_cannot_be_written_from_outside():
    with pytest.raises(TypeError):
        kinds()["test.noted"] = Body


def test_an_unknown_kind_is_refused_in_chinese():
    with pytest.raises(UnknownKindError, match="不认识这种记录"):
        body_type("test.nothing")


def test_an_unknown_version_of_a_known_kind_is_refused():
    with pytest.raises(UnknownKindError):
        body_type("test.noted", 7)


def test_one_kind_and_version_has_one_schema():
    with pytest.raises(TypeError, match="has a schema already"):
        type("Again", (Body,), {"__module__": __name__}, kind="test.noted", version=1)


def test_a_new_version_stands_beside_the_old_one(monkeypatch):
    monkeypatch.setitem(body._types, "test.noted", dict(body._types["test.noted"]))
    second = type("NotedAgain", (Body,), {"__module__": __name__}, kind="test.noted", version=2)
    assert body_type("test.noted") is second
    assert body_type("test.noted", 1) is Noted


def test_a_base_without_kind_is_not_registered():
    class Base(Body):
        place: str = ""

    assert Base.kind == ""
    assert Base not in kinds().values()


def test_a_sealed_field_must_be_absent_without_its_part():
    with pytest.raises(TypeError, match="default to None"):

        class Wrong(Body, kind="test.wrong", version=1):
            secret: Annotated[str, Sealed] = "x"

    body._types.pop("test.wrong")


def test_a_sealed_field_is_not_among_the_open_ones():
    noted = Noted(text="a", informant=Informant(name="某人", phone="13900000000"))
    assert "informant" not in noted.open_fields()
    assert noted.sealed_fields() == {"informant": {"name": "某人", "phone": "13900000000"}}


def test_a_mark_made_as_an_instance_seals_as_well(monkeypatch):
    class Marked(Body):
        secret: Annotated[str | None, Sealed()] = None

    assert Marked(secret="x").sealed_fields() == {"secret": "x"}


def test_fields_equal_to_none_are_left_out_and_empty_ones_are_not():
    assert Noted(text="").open_fields() == {"late_reason": "", "text": "", "pages": 1, "seen": []}


@pytest.mark.parametrize("when", [date(2026, 11, 19), datetime(2026, 11, 19, tzinfo=UTC)])
def test_a_day_stays_a_day_and_an_instant_an_instant(when):
    again = Noted.read(Noted(text="a", when=when).open_fields())
    assert type(again.when) is type(when)
    assert again.when == when


def test_an_instant_has_one_spelling():
    noted = Noted.read({"text": "a", "when": "2026-11-19T09:00:00+08:00"})
    assert noted.open_fields()["when"] == "2026-11-19T01:00:00.000000Z"


def test_a_time_without_zone_has_no_spelling():
    with pytest.raises(ValueError, match="时区"):
        Noted(text="a", when=datetime(2026, 11, 19)).open_fields()  # noqa: DTZ001  # on purpose


def test_an_unknown_field_is_refused():
    with pytest.raises(pydantic.ValidationError):
        Noted(text="a", colour="red")


def test_a_body_cannot_be_changed():
    with pytest.raises(pydantic.ValidationError):
        Noted(text="a").text = "b"


def test_enums_and_mappings_are_written_plainly():
    class Way(StrEnum):
        DIRECT = "direct"

    assert body.plain({"way": Way.DIRECT, "left": None, "yes": True}) == {"way": "direct", "left": None, "yes": True}


def test_a_float_has_no_spelling():
    with pytest.raises(TypeError, match="float"):
        body.plain([1.5])


def test_a_kind_without_schema_is_asked_of_those_who_may_know_it(monkeypatch):
    asked = []
    monkeypatch.setattr(body, "_looking", [])
    body.look_for(asked.append)
    with pytest.raises(UnknownKindError):
        body.body_type("never.defined")
    assert asked == ["never.defined"]
