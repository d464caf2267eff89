"""Records that only the packs know, over the API: which there are, their form, the act, its refusals."""

import json
from typing import Any

import pytest

from api.caller import Caller
from liuhen.duties.models import Duty
from liuhen.ledger import entry
from process.bureau import Play

KIND = "platform.entered"


@pytest.fixture
def opened(case: Play) -> Play:
    return case.to("case.opened")


def send(who: str, no: str | None, kind: str, **body: Any) -> tuple[int, Any]:
    return Caller(who).raw(f"/cases/{no}/records/{kind}", json.dumps({"key": "records-1", "fields": {}} | body))


def owed(case: Play) -> bool:
    return Duty.objects.filter(dossier=case.case.dossier, rule="W9-1").exists()


def test_what_is_owed_is_marked_among_the_kinds(opened: Play) -> None:
    status, kinds = Caller("zhou").get(f"/cases/{opened.ref}/records")
    assert status == 200
    assert {one["kind"]: one["owed"] for one in kinds}[KIND]
    assert "case.opened" not in {one["kind"] for one in kinds}


def test_a_record_settles_its_duty_and_a_retry_makes_no_second_one(opened: Play) -> None:
    assert owed(opened)
    first = send("zhou", opened.ref, KIND, fields={"items": ["立案信息"]})
    assert (first[0], first[1]["kind"]) == (200, KIND)
    assert entry(first[1]["entry"]).channel == "api"
    assert not owed(opened)
    assert send("zhou", opened.ref, KIND, fields={"items": ["立案信息"]}) == first


def test_the_form_says_its_fields_in_chinese(opened: Play) -> None:
    status, schema = Caller("zhou").get(f"/cases/{opened.ref}/records/{KIND}")
    assert (status, schema["properties"]["items"]["title"]) == (200, "事项清单")


@pytest.mark.parametrize(
    ("who", "kind", "body", "status"),
    [
        ("zhou", KIND, {"fields": {"nothing": 1}}, 422),
        ("zhou", KIND, {"happened": "2026-03-02T09:00:00"}, 422),
        ("zhou", "case.opened", {}, 404),
        ("zhou", "nobody.knows", {}, 404),
        ("chen", KIND, {"fields": {"items": ["立案信息"]}}, 403),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_written(
    opened: Play, who: str, kind: str, body: dict[str, Any], status: int
) -> None:
    before = len(opened.entries)
    assert send(who, opened.ref, kind, **body)[0] == status
    assert len(opened.entries) == before


def test_a_record_is_put_right_over_the_api(opened: Play) -> None:
    made = send("zhou", opened.ref, KIND, fields={"items": ["立案"]})[1]
    told = {
        "fields": {"items": ["立案信息"]},
        "corrects": made["seq"],
        "corrects_because": "写漏了字",
        "key": "records-2",
    }
    status, again = send("zhou", opened.ref, KIND, **told)
    assert (status, again["seq"]) == (200, made["seq"] + 1)
