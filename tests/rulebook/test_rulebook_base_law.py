"""The law above the five regulations: which articles the packs answer, and for whom they hold."""

from datetime import date
from typing import Any

import pytest

from liuhen.rulebook import Dossier, Event, Rulebook, blocking, load, load_calendar

CALENDAR = load_calendar()
ORDER_4 = [5, 6, 8, 10, *range(12, 17), *range(19, 25), *range(26, 53), *range(54, 58), 59]
PENALTY_LAW = [36, *range(42, 49), 51, 52, *range(54, 69), *range(70, 74)]
COERCION_LAW = [18, 19, 24, 25, 28, 35, 38, 43, 53, 54, 55]
FUND = [29, 30, 31, *range(36, 46)]


def articles(book: Rulebook, pack: str) -> set[str]:
    """Return the numbers of the articles that a pack answers, as the ids of its rules name them."""
    own = next(each for each in book.packs if each.head.id == pack)
    ids = [written.words.id.removeprefix("L4-") for written in own.written]
    return {one.split("-")[0] for one in ids}


@pytest.mark.parametrize(
    ("pack", "mark", "wanted"),
    [
        ("nhsa-order-4", "", ORDER_4),
        ("base-penalty-law", "CF", PENALTY_LAW),
        ("coercion-law", "QZ", COERCION_LAW),
        ("fund-regulation-735", "TL", FUND),
        ("civil-procedure-service", "MS", [87, 88, 89, 91, 95]),
        ("crime-transfer", "YS", [3, 5, 6, 12]),
        ("three-systems-118", "G", [4, 5, 6, *range(8, 14)]),
    ],
)
def test_every_article_that_leaves_a_trace_is_answered(pack: str, mark: str, wanted: list[int]) -> None:
    assert {f"{mark}{number}" for number in wanted} - articles(load([pack]), pack) == set()


def test_a_bureau_of_culture_is_bound_by_the_laws_and_not_by_the_ministry_of_another() -> None:
    dongxihu, wuhan = load(["dongxihu-wlj"]), load(["wuhan-ybj"])
    assert {"nhsa-order-4", "fund-regulation-735"} & set(dongxihu.versions) == set()
    assert {"CF58-1", "CF61-2"} <= {rule.id for rule in dongxihu.rules}
    assert {"L4-37-1", "L4-59-2"} <= {rule.id for rule in wuhan.rules}


@pytest.mark.parametrize("kind", ["penalty", "penalty_simple", "coercion"])
def test_the_law_itself_has_a_procedure_for_it(kind: str) -> None:
    assert load(["nhsa-order-4"]).stages(kind)


def tried(kind: str, pack: str, fields: dict[str, Any], *, of: str = "penalty") -> set[str]:
    """Return the articles that refuse an act that nothing came before."""
    act = Event(1, kind, date(2026, 3, 2), fields=fields)
    return {found.rule.cited for found in blocking(act, Dossier(of), load([pack]), CALENDAR)}


def test_a_fine_beyond_the_multiple_of_the_loss_is_refused_under_every_medical_security_regulation() -> None:
    party = {"kind": "organisation"}
    fine = {"result": "penalty", "basis_article": "TL38", "loss_fen": 100, "fine_fen": 201, "party": party}
    for pack in ("wuhan-ybj", "wenshang-ybj", "baofeng-ybj", "fujian-ybj"):
        assert "基金条例第三十八条" in tried("decision.made", pack, fine)
    assert "基金条例第三十八条" not in tried("decision.made", "dongxihu-wlj", fine)


def test_what_is_sealed_without_approval_is_refused_and_in_urgency_is_not() -> None:
    two = {"officers": [{"id": "z", "valid": True}, {"id": "h", "valid": True}]}
    assert tried("material.sealed", "wuhan-ybj", two) == {"令第4号第二十九条第一款"}
    assert tried("material.sealed", "wuhan-ybj", two | {"urgent": True}) == set()


def test_who_may_be_fined_on_the_spot_how_much() -> None:
    def refused(party: str, fine_fen: int) -> bool:
        said = {"party_kind": party, "fine_fen": fine_fen}
        return "令第4号第四十八条" in tried("spot_decision.made", "wuhan-ybj", said, of="penalty_simple")

    assert [refused("person", fen) for fen in (20_000, 20_001)] == [False, True]
    assert [refused("organisation", fen) for fen in (300_000, 300_001)] == [False, True]
