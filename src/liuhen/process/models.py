"""The tables of this app live in `case`."""

from liuhen.process.case.models import Case, CaseOfficer, NumberTaken, Paper, Recording, Upload

__all__ = ["Case", "CaseOfficer", "NumberTaken", "Paper", "Recording", "Upload"]
