"""文书 of a case: which there are and what fills them, making them, signing them."""

from liuhen.process.case.papers.making import (
    AFTER_ARCHIVING,
    FILLS,
    FORMS,
    MADE,
    MADE_BY,
    FinaliseForm,
    PaperFinalised,
    Sheet,
    fills,
    finalise,
    preview,
    sheet_of,
)
from liuhen.process.case.papers.payloads import SIGNERS, PaperSealed, PaperSigned, SealForm, SignForm
from liuhen.process.case.papers.reinstating import PaperReinstated, ReinstateForm, reinstate
from liuhen.process.case.papers.sealing import seal
from liuhen.process.case.papers.signing import sign
from liuhen.process.case.papers.voiding import PaperVoided, VoidForm, void

__all__ = [
    "AFTER_ARCHIVING",
    "FILLS",
    "FORMS",
    "MADE",
    "MADE_BY",
    "SIGNERS",
    "FinaliseForm",
    "PaperFinalised",
    "PaperReinstated",
    "PaperSealed",
    "PaperSigned",
    "PaperVoided",
    "ReinstateForm",
    "SealForm",
    "Sheet",
    "SignForm",
    "VoidForm",
    "fills",
    "finalise",
    "preview",
    "reinstate",
    "seal",
    "sheet_of",
    "sign",
    "void",
]
