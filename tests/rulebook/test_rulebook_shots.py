"""Shot lists are read off the packs: each regulation asks for its own things, in its own words."""

import pytest

from liuhen.rulebook import load
from liuhen.rulebook.shots import ShotList, shot_list


def asked(pack: str, act: str | None, kind: str = "penalty") -> ShotList:
    return shot_list(load([pack]).plans(kind, {}), act)


@pytest.mark.parametrize("pack", ["wuhan-ybj", "dongxihu-wlj"])
def test_the_list_of_article_19_has_four_things_beside_others(pack: str) -> None:
    found = asked(pack, "inspection.made")
    assert [item for item, _ in found.items] == ["scene", "objects", "words", "papers"]
    assert dict(found.items)["objects"] == "涉案物品及特征、其他证据"
    assert found.cited.endswith("第十九条")


def test_the_list_of_wenshang_asks_for_people_and_measures_too() -> None:
    found = asked("wenshang-ybj", "seizure.carried_out")
    assert [item for item, _ in found.items] == ["scene", "people", "objects", "measures", "papers"]
    assert dict(found.items)["objects"] == "涉案物品的数量、现状和特征"
    assert found.cited == "汶上办法第十三条"


def test_leaving_a_paper_behind_has_a_list_of_its_own() -> None:
    found = asked("wenshang-ybj", "service.made")
    assert [item for item, _ in found.items] == ["papers", "reason", "scene", "people"]


def test_an_act_of_which_no_rule_speaks_gets_the_list_of_recorded_acts() -> None:
    assert asked("wenshang-ybj", "interview.made").items == asked("wenshang-ybj", None).items
    assert asked("wenshang-ybj", None).items == asked("wenshang-ybj", "inspection.made").items


def test_a_pack_without_a_list_asks_for_nothing() -> None:
    assert asked("baofeng-ybj", "inspection.made") == ShotList((), "")
