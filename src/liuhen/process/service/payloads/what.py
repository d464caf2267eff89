"""What every way of service begins with: which papers, to whom."""

from liuhen.forms.fields import Form, choice, line, parts, party
from liuhen.process.service.served import DOCUMENTS, Picked, ServedPaper

KINDS_OF_PAPER = {name: word for name, word in DOCUMENTS.items() if name != "other"}


class WhatForm(Form):
    """Which papers are served, and to whom."""

    papers: list[Picked] = parts(
        "送达的文书", default_factory=list, description="几份文书可以用同一份送达回证；已经制作文书的，选文书。"
    )
    document: str | None = choice(
        "文书种类",
        KINDS_OF_PAPER,
        default=None,
        description="上面没有逐份选的，送达这一种里最近作出的一份；都不选的，是决定书。",
    )
    recipient: str = party("受送达人", default="", min_length=0, description="不选的，是本案当事人或者文书所写的人。")


class What(WhatForm):
    """The same as the entry holds it, with what rules read of it.

    Args:
        document: the kind of the weightiest paper: what is said of a decision holds for all that goes with it.
        serves: the entries that the papers were made from.
    """

    papers: list[ServedPaper] = parts("送达的文书")  # type: ignore[assignment]  # the same papers, looked up
    document: str = choice("文书种类", DOCUMENTS)
    recipient: str = line("受送达人")
    document_no: str = line("文号", default="", min_length=0)
    serves: list[int]
    party_kind: str = ""
