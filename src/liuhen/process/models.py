"""The tables of this app live in `case`."""

from liuhen.process.case.models import Case, CaseOfficer, NumberTaken, Paper, Recording, Upload
from liuhen.process.footage.models import Device, DeviceLog, DeviceRule, Footage, FootageFiled, Outing
from liuhen.process.inquiry.models import Disc
from liuhen.process.inspection.models import Inspected
from liuhen.process.measures.models import Holding
from liuhen.process.parties.models import PartyName, Relation

__all__ = [
    "Case",
    "CaseOfficer",
    "Device",
    "DeviceLog",
    "DeviceRule",
    "Disc",
    "Footage",
    "FootageFiled",
    "Holding",
    "Inspected",
    "NumberTaken",
    "Outing",
    "Paper",
    "PartyName",
    "Recording",
    "Relation",
    "Upload",
]
