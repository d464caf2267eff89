"""Kinds of acts by the work that they are part of: what the table of roles is put together from."""

from typing import Final

ENDORSING: Final = (
    "opening.endorsed",
    "opening.returned",
    "decision.endorsed",
    "decision.returned",
    "closing.endorsed",
    "closing.returned",
    "approval.endorsed",
    "approval.returned",
)
GRANTING: Final[tuple[str, ...]] = (
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

MEASURES: Final = (
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

APPROVING: Final = ("opening.approved", "decision.made", "closing.approved", *GRANTING)
APPROVALS: Final = frozenset({*ENDORSING, *APPROVING, "review.extended"})
"""What the order of approvals asks of a leader; which role is asked when says the order that the request names."""

AROUND: Final = (
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

INSPECTING: Final = (
    "inspection.begun",
    "scene.examined",
    "inspection.opinion_signed",
    "feedback.given",
    "correction.ordered",
    "correction.rechecked",
    "refusal.recorded",
)
ON_THE_SPOT: Final = ("fine.collected", "fine.handed_in", "fine.banked", "spot_decision.reported")
BEGINNING: Final = ("coercion.opened", "inspection.planned", "spot_decision.made", "draw.made")
"""What dossiers of other kinds begin with, and the draw of objects and officers before them."""

HEARING: Final = (
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

GATHERING: Final = (
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

EXECUTING: Final = (
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

HANDLING: Final = (
    "clue.checked",
    "clue.not_opened",
    "opening.requested",
    "opening.withdrawn",
    "decision.withdrawn",
    "closing.withdrawn",
    *EXECUTING,
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
    *GATHERING,
    "inquiry.concluded",
    "review.submitted",
    "review.argued",
    "notice.given",
    "defence.recorded",
    "decision.drafted",
    *HEARING,
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
    *MEASURES,
    *INSPECTING,
    *ON_THE_SPOT,
    *AROUND,
    "recusal.requested",
    "record.registered",
    "paper.finalised",
    "paper.signed",
    "paper.sealed",
    "paper.voided",
    "paper.reinstated",
    "case.sealed",
)
SEEING: Final = ("case.view", "recording.play", "paper.read")
OFFICE: Final = ("office.view",)
TAKING_IN: Final = ("footage.received", "device.docked")
ON_DEVICES: Final = ("registered", "handed", "calibrated", "maintained", "retired", "tolerance_set")
DEVICES: Final = tuple(f"device.{one}" for one in ON_DEVICES)
"""The register of devices: who keeps the recordings of the organ keeps it."""
DELEGATING: Final = ("delegation.given", "delegation.ended")
KEEPING: Final = ("keeper.proposed", "keeper.confirmed")
RESETTING: Final = ("password.reset_requested", "password.reset_confirmed")
"""The system administrator asks for the security officer only; nobody confirms what he asked for himself."""
RULING: Final = (
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
