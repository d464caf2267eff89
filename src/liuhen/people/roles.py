"""Roles, and how far each reaches: the organ's working order as one table, from which the docs page is made."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from liuhen.people.acts import (
    APPROVALS,
    APPROVING,
    BEGINNING,
    DELEGATING,
    DEVICES,
    ENDORSING,
    HANDLING,
    HEARING,
    KEEPING,
    OFFICE,
    RESETTING,
    RULING,
    SEEING,
    TAKING_IN,
)


class Role(StrEnum):
    """What a person is in the organ."""

    HANDLER = "handler"
    UNIT_HEAD = "unit_head"
    DEPUTY = "deputy"
    CHIEF = "chief"
    REVIEWER = "reviewer"
    LEGAL_HEAD = "legal_head"
    ARCHIVIST = "archivist"
    SYSADMIN = "sysadmin"
    SECURITY = "security"
    AUDITOR = "auditor"


WORDS: Final[Mapping[Role, str]] = {
    Role.HANDLER: "承办人",
    Role.UNIT_HEAD: "处室负责人",
    Role.DEPUTY: "分管负责人",
    Role.CHIEF: "主要负责人",
    Role.REVIEWER: "法制审核人员",
    Role.LEGAL_HEAD: "法制机构负责人",
    Role.ARCHIVIST: "档案管理员",
    Role.SYSADMIN: "系统管理员",
    Role.SECURITY: "安全员",
    Role.AUDITOR: "安全审计员",
}

KEEPERS: Final = frozenset({Role.SYSADMIN, Role.SECURITY, Role.AUDITOR})
"""三员分立: nobody holds two of these, nor one of these beside a role that handles cases."""


class Reach(StrEnum):
    """Which objects of the own organ an act may touch."""

    OWN = "own"  # cases the person handles or registered
    DEPARTMENT = "department"
    SUBMITTED = "submitted"  # cases sent to legal review, or put before its reviewers for an opinion
    CLOSED = "closed"  # cases whose closing is approved
    ORGAN = "organ"


def _reaching(reach: Reach, *acts: str) -> dict[str, Reach]:
    return dict.fromkeys(acts, reach)


POWERS: Final[Mapping[Role, Mapping[str, Reach]]] = {
    Role.HANDLER: _reaching(Reach.OWN, "footage.view", *HANDLING, *SEEING)
    | _reaching(Reach.ORGAN, "clue.registered", *BEGINNING, *TAKING_IN, *OFFICE),
    Role.UNIT_HEAD: _reaching(
        Reach.DEPARTMENT,
        *ENDORSING,
        "handlers.changed",
        "recusal.requested",
        "discussion.signed",
        "paper.signed",
        "paper.sealed",
        "footage.view",
        *SEEING,
    )
    | _reaching(Reach.ORGAN, "draw.made", *TAKING_IN, *DELEGATING, *OFFICE),
    Role.DEPUTY: _reaching(
        Reach.ORGAN,
        "footage.view",
        *ENDORSING,
        *APPROVING,
        "recusal.requested",
        "recusal.decided",
        "discussion.signed",
        "paper.signed",
        "paper.sealed",
        *DELEGATING,
        *OFFICE,
        *SEEING,
    ),
    Role.CHIEF: _reaching(
        Reach.ORGAN,
        "footage.view",
        *ENDORSING,
        *APPROVING,
        "handlers.changed",
        "recusal.requested",
        "recusal.decided",
        "discussion.held",
        "discussion.signed",
        "paper.signed",
        "paper.sealed",
        "package.download",
        "disc.download",
        *DELEGATING,
        *OFFICE,
        *SEEING,
    ),
    Role.REVIEWER: _reaching(
        Reach.SUBMITTED,
        "recusal.requested",
        "review.opinion",
        "review.extension_requested",
        "approval.withdrawn",
        "approval.urged",
        *HEARING[3:],
        "paper.finalised",
        "paper.signed",
        "paper.voided",
        "paper.reinstated",
        *ENDORSING,
        *SEEING,
    )
    | _reaching(Reach.ORGAN, *RULING, *DELEGATING, *OFFICE),
    Role.LEGAL_HEAD: _reaching(Reach.SUBMITTED, "review.extended", "recusal.requested", *ENDORSING, *SEEING)
    | _reaching(Reach.ORGAN, *DELEGATING, *OFFICE),
    Role.ARCHIVIST: _reaching(
        Reach.CLOSED,
        "disc.download",
        "archive.filed",
        "paper.finalised",
        "paper.signed",
        "paper.voided",
        "paper.reinstated",
        "package.download",
        *SEEING,
    )
    | _reaching(Reach.ORGAN, "footage.view", *TAKING_IN, *DEVICES, *DELEGATING, *OFFICE),
    Role.SYSADMIN: _reaching(
        Reach.ORGAN,
        "ledger.verify",
        "system.view",
        "organ.described",
        "numbering.set",
        "seal.kept",
        *RESETTING,
        *KEEPING,
        *OFFICE,
    ),
    Role.SECURITY: _reaching(
        Reach.ORGAN,
        "department.opened",
        "department.closed",
        "officer.appointed",
        "officer.moved",
        "role.granted",
        "officer.left",
        "certificate.issued",
        "certificate.revoked",
        "digital_certificate.issued",
        "seal_certificate.issued",
        "digital_certificate.brought",
        "digital_certificate.on_token",
        "digital_certificate.revoked",
        "seal_keepers.named",
        "delegation.ended",
        "sign_ins.keep",
        "sign_in.policy_set",
        "sign_in.code_renewed",
        "password.reset_requested",
        *KEEPING,
        *OFFICE,
    ),
    Role.AUDITOR: _reaching(
        Reach.ORGAN, "journal.read", "ledger.verify", "password.reset_confirmed", *KEEPING, *OFFICE
    ),
}
"""Role -> act -> how far it reaches. What is not here is denied."""

DELEGABLE: Final = APPROVALS | {
    "archive.filed",
    "discussion.held",
    "handlers.changed",
    "package.download",
    "review.opinion",
    *SEEING,
}
"""What a role lends with a delegation: acts in cases. Nobody settles matters of the organ for another, or delegates."""
