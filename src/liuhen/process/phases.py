"""Every phase, so that its acts are known; the only place that names them all."""

from liuhen.process.aftermath import appeals, revoking
from liuhen.process.aftermath import papers as aftermath_papers
from liuhen.process.aftermath import projectors as aftermath_projectors
from liuhen.process.case import fixity, handlers, papers, projectors, registered, requests
from liuhen.process.case.papers import projectors as paper_projectors
from liuhen.process.case.papers import proofs as paper_proofs
from liuhen.process.decision import actions as decision
from liuhen.process.decision import discussion, notice, terms
from liuhen.process.decision import papers as decision_papers
from liuhen.process.decision import projectors as decision_projectors
from liuhen.process.decision import withdrawing as decision_withdrawing
from liuhen.process.execution import actions as execution
from liuhen.process.execution import court, deferring, overdue, paying
from liuhen.process.execution import papers as execution_papers
from liuhen.process.execution import projectors as execution_projectors
from liuhen.process.execution import withdrawing as execution_withdrawing
from liuhen.process.footage import checking as device_checking
from liuhen.process.footage import devices, taking_in
from liuhen.process.footage import projectors as footage_projectors
from liuhen.process.hearing import actions as hearing
from liuhen.process.hearing import papers as hearing_papers
from liuhen.process.hearing import projectors as hearing_projectors
from liuhen.process.initiation import actions as initiation
from liuhen.process.initiation import extension
from liuhen.process.initiation import papers as initiation_papers
from liuhen.process.initiation import projectors as initiation_projectors
from liuhen.process.inquiry import actions as inquiry
from liuhen.process.inquiry import commissions, concluding, copies, evidence, facts, gathering, interruptions, watching
from liuhen.process.inquiry import discs as evidence_discs
from liuhen.process.inquiry import labelling as recording_labels
from liuhen.process.inquiry import papers as inquiry_papers
from liuhen.process.inquiry import projectors as inquiry_projectors
from liuhen.process.inquiry import unfilmed as inquiry_unfilmed
from liuhen.process.inspection import actions as inspection
from liuhen.process.inspection import openings as inspection_openings
from liuhen.process.inspection import projectors as inspection_projectors
from liuhen.process.measures import actions as measures
from liuhen.process.measures import papers as measures_papers
from liuhen.process.measures import projectors as measures_projectors
from liuhen.process.parties import changes, jurisdiction, merging, recusal, transfer
from liuhen.process.parties import projectors as parties_projectors
from liuhen.process.review import actions as review
from liuhen.process.review import disagreement
from liuhen.process.review import extension as review_extension
from liuhen.process.review import papers as review_papers
from liuhen.process.review import projectors as review_projectors
from liuhen.process.service import actions as service
from liuhen.process.service import address, announcement, mail
from liuhen.process.service import papers as service_papers
from liuhen.process.service import projectors as service_projectors
from liuhen.process.spot import actions as spot
from liuhen.process.spot import openings as spot_openings
from liuhen.process.spot import projectors as spot_projectors

PHASES = (
    initiation,
    inquiry,
    watching,
    recording_labels,
    copies,
    evidence_discs,
    inquiry_unfilmed,
    device_checking,
    evidence,
    gathering,
    commissions,
    facts,
    concluding,
    interruptions,
    review,
    review_extension,
    disagreement,
    hearing,
    notice,
    discussion,
    decision,
    terms,
    address,
    mail,
    service,
    announcement,
    execution,
    paying,
    deferring,
    overdue,
    court,
    appeals,
    revoking,
    handlers,
    papers,
    registered,
    requests,
    extension,
    measures,
    decision_withdrawing,
    execution_withdrawing,
    inspection,
    inspection_openings,
    spot,
    spot_openings,
    changes,
    recusal,
    jurisdiction,
    transfer,
    merging,
)
FOOTAGE = (taking_in, devices)
SHEETS = (
    initiation_papers,
    inquiry_papers,
    measures_papers,
    review_papers,
    hearing_papers,
    decision_papers,
    service_papers,
    execution_papers,
    aftermath_papers,
)
CHECKERS = (fixity, paper_proofs)
PROJECTORS = (
    initiation_projectors,
    inquiry_projectors,
    footage_projectors,
    review_projectors,
    hearing_projectors,
    decision_projectors,
    service_projectors,
    execution_projectors,
    aftermath_projectors,
    measures_projectors,
    inspection_projectors,
    spot_projectors,
    parties_projectors,
    paper_projectors,
    projectors,
)
