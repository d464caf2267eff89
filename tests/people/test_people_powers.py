"""Who may do what: every role against every act, from the one table; whatever is not there is denied."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from liuhen.kernel.errors import LiuhenError, NotAllowedError, NotFoundError
from liuhen.office.registry import OFFICE_ACTS
from liuhen.people.officers import Officer
from liuhen.people.roles import KEEPERS, POWERS, WORDS, Reach, Role
from liuhen.process.case.registered import POWER as REGISTERING
from liuhen.process.case.registry import ACTS
from process.bureau import Play
from process.test_process_order import form

IN_CASE = sorted(kind for kind, act in ACTS.items() if not act.starts_dossier)


def outcome(case: Play, by: Officer, kind: str) -> type[LiuhenError] | None:
    try:
        case.do(by, kind, **form(case, kind))
    except LiuhenError as err:
        return type(err)
    return None


@pytest.mark.parametrize("role", Role)
def test_a_role_does_only_the_acts_of_its_row(case: Play, role: Role) -> None:
    case.to("review.submitted")
    by = replace(case.people["zhou" if role is Role.HANDLER else "ding"], roles=frozenset({role}))
    refused = {kind for kind in IN_CASE if outcome(case, by, kind) in (NotAllowedError, NotFoundError)}
    seen = "case.view" in POWERS[role] and POWERS[role]["case.view"] is not Reach.CLOSED
    assert refused == (set(IN_CASE) - set(POWERS[role]) if seen else set(IN_CASE))


@pytest.mark.parametrize("role", Role)
def test_only_a_handler_registers_a_clue(case: Play, role: Role) -> None:
    by = replace(case.people["zhou"], roles=frozenset({role}))
    answer = outcome(case, by, "clue.registered")
    assert answer is (None if role is Role.HANDLER else NotAllowedError)


@pytest.mark.parametrize("account", ["feng", "jiang", "shen"])
@pytest.mark.parametrize("kind", ["inspection.made", "decision.made", "paper.finalised"])
def test_the_three_keepers_do_not_even_learn_that_a_case_exists(case: Play, account: str, kind: str) -> None:
    case.to("case.opened")
    assert outcome(case, case.people[account], kind) is NotFoundError


def test_a_foreign_and_a_missing_case_are_answered_alike(case: Play, foreign: dict[str, Officer]) -> None:
    case.to("case.opened")
    answers = []
    for by, ref in ((foreign["zhou"], case.ref), (case.people["zhou"], "2026-9999"), (case.people["ding"], case.ref)):
        case.ref = ref
        with pytest.raises(NotFoundError) as caught:
            case.do(by, "inquiry.concluded", **form(case, "inquiry.concluded"))
        answers.append(str(caught.value))
        case.ref = "2026-0001"
    assert len(set(answers)) == 1


def test_a_foreign_clerk_with_the_same_reference_touches_his_own_case(
    case: Play, foreign: dict[str, Officer], played: Callable[..., Play]
) -> None:
    case.to("case.opened")
    theirs = Play(foreign).to("clue.registered")
    assert theirs.ref == case.ref
    with pytest.raises(NotFoundError):
        case.do(foreign["he"], "clue.checked", **form(case, "clue.checked"))


def test_keepers_hold_no_power_over_cases() -> None:
    assert {act for role in KEEPERS for act in POWERS[role]} & (set(ACTS) | {"case.view", "paper.read"}) == set()


def test_every_power_of_a_case_names_an_act_that_exists() -> None:
    beside = {
        "case.view",
        "case.sealed",
        "recording.play",
        "paper.read",
        "package.download",
        "disc.download",
        REGISTERING,
    }
    office = {"office.view", "ledger.verify", "journal.read", "sign_ins.keep", "system.view", "footage.view"} | set(
        OFFICE_ACTS
    )
    assert {act for powers in POWERS.values() for act in powers} == set(ACTS) | beside | office


def test_every_role_has_a_word() -> None:
    assert set(WORDS) == set(POWERS) == set(Role)
