"""Roles, and how far each reaches: the organ's working order as one table, from which the docs page is made."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


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


_ENDORSING: Final = (
    "opening.endorsed",
    "opening.returned",
    "decision.endorsed",
    "decision.returned",
    "closing.endorsed",
    "closing.returned",
    "approval.endorsed",
    "approval.returned",
)
_GRANTING: Final[tuple[str, ...]] = (
    "payment.deferred",
    "court.applied",
    "decision.revoked",
    "decision.corrected",
    "clue.check_extended",
    "merging.approved",
    "splitting.approved",
    "transfer.decided",
    "registration.approved",
    "coercion.approved",
    "seizure.extended",
    "coercion.release_approved",
    "decision.term_extended",
    "decision.term_extended_again",
    "inquiry.suspended",
    "inquiry.terminated",
    "settlement.suspended",
)
"""Acts with which the last step of a request beside the main course approves."""

_MEASURES: Final = (
    "registration.requested",
    "evidence.registered",
    "evidence.settled",
    "coercion.requested",
    "coercion.decided",
    "material.sealed",
    "seizure.carried_out",
    "coercion.extension_requested",
    "seizure.extension_told",
    "coercion.release_requested",
    "seizure.released",
    "coercion.carried_out",
    "coercion.suspended",
    "coercion.resumed",
    "coercion.ended",
)
"""Evidence kept, material sealed, things seized: what handlers do."""

_APPROVING: Final = ("opening.approved", "decision.made", "closing.approved", *_GRANTING)
APPROVALS: Final = frozenset({*_ENDORSING, *_APPROVING, "review.extended"})
"""What the order of approvals asks of a leader; which role is asked when says the order that the request names."""

_AROUND: Final = (
    "party.joined",
    "party.changed",
    "party.identified",
    "jurisdiction.disputed",
    "jurisdiction.reported",
    "jurisdiction.settled",
    "transfer.reported",
    "transfer.made",
    "transfer.answered",
    "police.opened",
    "goods.handed_over",
    "merging.requested",
    "merging.received",
    "splitting.requested",
)
"""What changes around a case: parties, jurisdiction, which dossier it belongs to."""

_INSPECTING: Final = (
    "inspection.begun",
    "scene.examined",
    "inspection.opinion_signed",
    "feedback.given",
    "correction.ordered",
    "correction.rechecked",
    "refusal.recorded",
)
_ON_THE_SPOT: Final = ("fine.collected", "fine.handed_in", "fine.banked", "spot_decision.reported")
_BEGINNING: Final = ("coercion.opened", "inspection.planned", "spot_decision.made", "draw.made")
"""What dossiers of other kinds begin with, and the draw of objects and officers before them."""

_HEARING: Final = (
    "hearing.requested",
    "hearing.withdrawn",
    "hearing.refused",
    "hearing.notified",
    "hearing.adjourned",
    "hearing.opened",
    "hearing.recorded",
    "hearing.ended",
    "hearing.reported",
)
"""Acts of a hearing: the handlers write them down, or the legal department whose member presides."""

_GATHERING: Final = (
    "evidence.collected",
    "evidence.preserved",
    "sample.taken",
    "material.demanded",
    "material.received",
    "officers.introduced",
    "venue.used",
    "test.commissioned",
    "test.reported",
    "appraisal.commissioned",
    "appraisal.reported",
    "audit.commissioned",
    "audit.reported",
    "expert_review.commissioned",
    "expert_review.reported",
    "assistance.requested",
    "assistance.answered",
    "assistance.delayed",
    "fact.stated",
    "evidence.linked",
    "suspension.requested",
    "inquiry.resumed",
    "termination.requested",
    "settlement.suspension_requested",
    "settlement.resumed",
)
"""Evidence and what it proves, and what interrupts an inquiry."""

_EXECUTING: Final = (
    "payment.received",
    "payment.returned",
    "payment.deferral_requested",
    "payment.deferral_refused",
    "extra_fine.added",
    "reminder.made",
    "reminder.served",
    "court.requested",
    "court.answered",
    "execution.ended",
    "appeal.lodged",
    "appeal.decided",
    "decision.revocation_requested",
    "decision.rectification_requested",
)
"""Acts of execution, and what comes after it."""

_HANDLING: Final = (
    "clue.checked",
    "clue.not_opened",
    "opening.requested",
    "opening.withdrawn",
    "decision.withdrawn",
    "closing.withdrawn",
    *_EXECUTING,
    "case.opened",
    "inspection.made",
    "interview.made",
    "recording.stored",
    "gap.explained",
    "shots.marked",
    "opening.confirmed",
    "recording.marked",
    "transcript.made",
    "copy.derived",
    "evidence_disc.made",
    "disc.download",
    "key_stages.filmed",
    "recording.exempted",
    "device.checked",
    "rights.told",
    *_GATHERING,
    "inquiry.concluded",
    "review.submitted",
    "review.argued",
    "notice.given",
    "defence.recorded",
    "decision.drafted",
    *_HEARING,
    "decision.term_extension_requested",
    "decision.term_extension_again_requested",
    "service.confirmed",
    "mail.posted",
    "service.made",
    "service.returned",
    "announcement.posted",
    "announcement.ended",
    "execution.checked",
    "closing.requested",
    "approval.withdrawn",
    "approval.urged",
    "clue.extension_requested",
    *_MEASURES,
    *_INSPECTING,
    *_ON_THE_SPOT,
    *_AROUND,
    "recusal.requested",
    "record.registered",
    "paper.finalised",
    "paper.signed",
    "paper.sealed",
    "paper.voided",
    "case.sealed",
)
SEEING: Final = ("case.view", "recording.play", "paper.read")
_OFFICE: Final = ("office.view",)
_TAKING_IN: Final = ("footage.received", "device.docked")
_ON_DEVICES: Final = ("registered", "handed", "calibrated", "maintained", "retired", "tolerance_set")
_DEVICES: Final = tuple(f"device.{one}" for one in _ON_DEVICES)
"""The register of devices: who keeps the recordings of the organ keeps it."""
_DELEGATING: Final = ("delegation.given", "delegation.ended")
_KEEPING: Final = ("keeper.proposed", "keeper.confirmed")
_RESETTING: Final = ("password.reset_requested", "password.reset_confirmed")
"""The system administrator asks for the security officer only; nobody confirms what he asked for himself."""
_RULING: Final = (
    "chain.set",
    "threshold.set",
    "catalogue.set",
    "discretion.set",
    "calendar.arranged",
    "packs.adopted",
    "choice.picked",
    "term.set",
    "holder.assigned",
    "official_text.attached",
    "form.adopted",
)
"""What the organ's legal department settles; who grants roles does not also say what must be reviewed."""


def _reaching(reach: Reach, *acts: str) -> dict[str, Reach]:
    return dict.fromkeys(acts, reach)


POWERS: Final[Mapping[Role, Mapping[str, Reach]]] = {
    Role.HANDLER: _reaching(Reach.OWN, "footage.view", *_HANDLING, *SEEING)
    | _reaching(Reach.ORGAN, "clue.registered", *_BEGINNING, *_TAKING_IN, *_OFFICE),
    Role.UNIT_HEAD: _reaching(
        Reach.DEPARTMENT,
        *_ENDORSING,
        "handlers.changed",
        "recusal.requested",
        "discussion.signed",
        "paper.signed",
        "paper.sealed",
        "footage.view",
        *SEEING,
    )
    | _reaching(Reach.ORGAN, "draw.made", *_TAKING_IN, *_DELEGATING, *_OFFICE),
    Role.DEPUTY: _reaching(
        Reach.ORGAN,
        "footage.view",
        *_ENDORSING,
        *_APPROVING,
        "recusal.requested",
        "recusal.decided",
        "discussion.signed",
        "paper.signed",
        "paper.sealed",
        *_DELEGATING,
        *_OFFICE,
        *SEEING,
    ),
    Role.CHIEF: _reaching(
        Reach.ORGAN,
        "footage.view",
        *_ENDORSING,
        *_APPROVING,
        "handlers.changed",
        "recusal.requested",
        "recusal.decided",
        "discussion.held",
        "discussion.signed",
        "paper.signed",
        "paper.sealed",
        "package.download",
        "disc.download",
        *_DELEGATING,
        *_OFFICE,
        *SEEING,
    ),
    Role.REVIEWER: _reaching(
        Reach.SUBMITTED,
        "recusal.requested",
        "review.opinion",
        "review.extension_requested",
        "approval.withdrawn",
        "approval.urged",
        *_HEARING[3:],
        "paper.finalised",
        "paper.signed",
        "paper.voided",
        *_ENDORSING,
        *SEEING,
    )
    | _reaching(Reach.ORGAN, *_RULING, *_DELEGATING, *_OFFICE),
    Role.LEGAL_HEAD: _reaching(Reach.SUBMITTED, "review.extended", "recusal.requested", *_ENDORSING, *SEEING)
    | _reaching(Reach.ORGAN, *_DELEGATING, *_OFFICE),
    Role.ARCHIVIST: _reaching(
        Reach.CLOSED,
        "disc.download",
        "archive.filed",
        "paper.finalised",
        "paper.signed",
        "paper.voided",
        "package.download",
        *SEEING,
    )
    | _reaching(Reach.ORGAN, "footage.view", *_TAKING_IN, *_DEVICES, *_DELEGATING, *_OFFICE),
    Role.SYSADMIN: _reaching(
        Reach.ORGAN,
        "ledger.verify",
        "system.view",
        "organ.described",
        "numbering.set",
        "seal.kept",
        *_RESETTING,
        *_KEEPING,
        *_OFFICE,
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
        *_KEEPING,
        *_OFFICE,
    ),
    Role.AUDITOR: _reaching(
        Reach.ORGAN, "journal.read", "ledger.verify", "password.reset_confirmed", *_KEEPING, *_OFFICE
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
