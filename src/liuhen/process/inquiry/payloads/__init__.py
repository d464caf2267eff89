"""What the entries of 调查取证 hold, and what people enter for them, by kind of act."""

from liuhen.process.inquiry.payloads.conclusion import (
    ConclusionForm,
    InquiryConcluded,
    RightsForm,
    RightsTold,
    Thresholds,
)
from liuhen.process.inquiry.payloads.inspections import InspectionForm, InspectionMade
from liuhen.process.inquiry.payloads.interviews import Amended, InterviewForm, InterviewMade
from liuhen.process.inquiry.payloads.recordings import LONGEST, STAGES, RecordingForm, RecordingStored

__all__ = [
    "LONGEST",
    "STAGES",
    "Amended",
    "ConclusionForm",
    "InquiryConcluded",
    "InspectionForm",
    "InspectionMade",
    "InterviewForm",
    "InterviewMade",
    "RecordingForm",
    "RecordingStored",
    "RightsForm",
    "RightsTold",
    "Thresholds",
]
