"""初次安装: an empty installation becomes a whole one, or stays empty."""

import base64
import stat
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import IntegrityError
from pydantic import ValidationError

from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.ledger import Entry, body_of, entries, latest_checkpoint
from liuhen.media.store import take_in
from liuhen.office.founding import codes_anew, found, founded, pack_choices, write_codes
from liuhen.office.founding_form import FoundingForm
from liuhen.office.in_force import in_force
from liuhen.people.models import Account, Organ, Person
from liuhen.rulebook.available import available

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


@pytest.fixture(autouse=True)
def empty(db: None, tmp_path: Path, settings: LazySettings) -> Path:
    del db
    settings.LIUHEN_DATA = tmp_path
    settings.LIUHEN_ORIGINALS = tmp_path / "originals"
    settings.LIUHEN_PAPERS = tmp_path / "papers"
    settings.LIUHEN_ORIGINALS.mkdir()
    return tmp_path


def said(entry: Entry) -> dict[str, Any]:
    return body_of(entry).model_dump()


def told(**other: Any) -> FoundingForm:
    """What a county bureau enters."""
    keepers = {
        "sysadmin": {"name": "冯一鸣", "department": "信息中心", "account": "fengyiming"},
        "security": {"name": "蒋宁", "department": "办公室", "account": "jiangning"},
        "auditor": {"name": "沈默言", "department": "办公室", "account": "shenmoyan"},
    }
    organ = {"name": "江汉湖区医疗保障局（示例）", "region": "武汉市江汉湖区（示例）", "mark": "江医保"}
    return FoundingForm.model_validate({"organ": organ, "pack": "wuhan-ybj", **keepers, **other})


def test_an_organ_its_three_keepers_and_its_regulation_stand_after_the_founding() -> None:
    found(told())
    organ = Organ.objects.get()
    assert (organ.name, organ.demo) == ("江汉湖区医疗保障局（示例）", False)
    assert sorted(one.roles[0] for one in Person.objects.all()) == ["auditor", "security", "sysadmin"]
    assert {"base-penalty-law", "nhsa-order-4", "wuhan-ybj"} <= set(in_force(organ.id).rulebook.versions)


def test_everything_is_said_by_the_system_and_not_by_a_person() -> None:
    found(told())
    made = list(entries(organ=Organ.objects.get().id))
    assert made[0].kind == "organ.established"
    assert said(made[0])["demo"] is False
    assert {(one.by.type, one.channel) for one in made} == {("system", "system")}


def test_the_first_checkpoint_covers_every_entry() -> None:
    found(told())
    organ = Organ.objects.get().id
    kept = latest_checkpoint(organ)
    assert kept is not None
    assert kept.size == len(list(entries(organ=organ)))


def test_each_keeper_signs_in_with_his_own_first_code() -> None:
    keepers = found(told())
    assert len({one.code for one in keepers}) == 3
    assert all(Account.objects.get(account=one.account).check_password(one.code) for one in keepers)


def test_numbers_go_on_from_a_register_on_paper() -> None:
    found(told(decision={"word": "医保罚", "first": 9}))
    bodies = [said(one) for one in entries(organ=Organ.objects.get().id) if one.kind == "numbering.set"]
    assert {one["series"]: (one["word"], one["first"]) for one in bodies}["罚"] == ("医保罚", 9)


def test_a_seal_is_kept_with_its_picture(empty: Path) -> None:
    stored = take_in([PNG], root=empty / "originals", name="印章.png")
    found(told(seal="行政处罚专用章", picture=stored.digests.sha256))
    kept = next(said(one) for one in entries(organ=Organ.objects.get().id) if one.kind == "seal.kept")
    assert base64.b64decode(str(kept["png"])) == PNG


def test_what_is_no_png_is_no_seal_and_nothing_is_written(empty: Path) -> None:
    stored = take_in([b"GIF89a"], root=empty / "originals", name="印章.png")
    with pytest.raises(BadInputError, match="PNG"):
        found(told(seal="行政处罚专用章", picture=stored.digests.sha256))
    assert not founded()


@pytest.mark.parametrize(("field", "value"), [("account", "fengyiming"), ("name", "冯一鸣")])
def test_one_person_cannot_be_two_keepers(field: str, value: str) -> None:
    auditor = {"name": "沈默言", "department": "办公室", "account": "shenmoyan", field: value}
    with pytest.raises(BadInputError, match="三人分任") as refused:
        found(told(auditor=auditor))
    assert list(refused.value.fields) == [f"auditor.{field}"]
    assert not founded()


def test_a_second_founding_is_refused() -> None:
    found(told())
    with pytest.raises(OutOfOrderError, match="已经有机关"):
        found(told())
    assert Organ.objects.count() == 1


def test_a_regulation_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadInputError, match="没有这部规程"):
        found(told(pack="beijing-ybj"))
    assert not founded()


def test_only_packs_that_exist_are_offered_with_the_region_they_were_made_for() -> None:
    offered = {one: region for one, _, region in pack_choices()}
    assert offered["wuhan-ybj"] == "武汉市"
    assert offered["nhsa-order-4"] == "全国"
    assert next(one.region for one in available())  # the most special comes first


def test_first_codes_are_written_where_only_the_owner_of_the_keys_reads_them() -> None:
    keepers = found(told())
    file = write_codes(keepers)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert all(one.code in file.read_text("utf-8") for one in keepers)


def test_codes_that_were_lost_are_given_out_again_while_nobody_has_signed_in() -> None:
    before = {one.account: one.code for one in found(told())}
    again = codes_anew()
    assert {one.account for one in again} == before.keys()
    assert all(Account.objects.get(account=one.account).check_password(one.code) for one in again)
    assert not any(Account.objects.get(account=account).check_password(code) for account, code in before.items())


def test_once_a_keeper_has_his_own_password_the_terminal_gives_out_no_codes() -> None:
    found(told())
    Account.objects.filter(account="jiangning").update(one_time_until=None)
    with pytest.raises(OutOfOrderError, match="终端"):
        codes_anew()


def test_without_an_organ_there_are_no_codes() -> None:
    with pytest.raises(OutOfOrderError, match="终端"):
        codes_anew()


def test_a_founding_that_fails_half_way_leaves_nothing() -> None:
    Account.objects.open("shenmoyan", "somebody was here before")
    with pytest.raises((BadInputError, IntegrityError)):
        found(told())
    assert not founded()
    assert list(entries()) == []
    assert not Account.objects.filter(account="fengyiming").exists()


@pytest.mark.parametrize("word", ["罚〔2026〕", "罚号", ""])
def test_the_word_of_a_number_holds_neither_year_nor_number(word: str) -> None:
    with pytest.raises(ValidationError):
        told(decision={"word": word, "first": 1})
