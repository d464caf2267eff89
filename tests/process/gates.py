"""Acts that the law refuses: how the case got there, who tries what, and the article that forbids it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from process.bureau import REVIEW_FEN, TODAY, Play, certify, entered_for

MAJOR: Final = {"fine_fen": REVIEW_FEN}


@dataclass(frozen=True)
class Refused:
    """One refused act; `reach` plays the case to where it is tried."""

    name: str
    reach: Callable[[Play], object]
    who: str
    kind: str
    cited: str
    entered: Callable[[Play], Mapping[str, Any]] = field(default=lambda case: {})

    def form(self, case: Play) -> dict[str, Any]:
        return entered_for(self.kind) | dict(self.entered(case))

    def __str__(self) -> str:
        return self.name


def one(case: Play) -> dict[str, Any]:
    return {"officer_ids": [case.people["zhou"].id]}


def with_ding(case: Play) -> dict[str, Any]:
    return {"officer_ids": [case.people["zhou"].id, case.people["ding"].id]}


def opened_by_xu(case: Play) -> Play:
    return case.to(
        "review.submitted",
        without=("interview.made",),
        case_opened={"officer_ids": [case.people["zhou"].id, case.people["xu"].id]},
    )


def expired_yesterday(case: Play) -> Play:
    certify(case.people["ding"], last=TODAY - timedelta(days=1))
    return case.to("case.opened")


def valid_tomorrow(case: Play) -> Play:
    certify(case.people["ding"], first=TODAY + timedelta(days=1))
    return case.to("case.opened")


def concluded_again(case: Play) -> Play:
    case.to("decision.drafted", inquiry_concluded=MAJOR)
    case.usual("inquiry.concluded", **MAJOR)
    case.usual("notice.given")
    case.usual("defence.recorded")
    return case


def defended(case: Play) -> Play:
    said = {"outcome": "made", "content": "数量有误。", "review": "属实。", "adopted": "yes", "changes_case": True}
    return case.to("decision.drafted", inquiry_concluded=MAJOR, defence_recorded=said)


REFUSED: Final = (
    Refused(
        "decision without a review that is owed",
        lambda case: case.to(
            "decision.drafted", without=("review.submitted", "review.opinion"), inquiry_concluded=MAJOR
        ),
        "chen",
        "decision.made",
        "令第4号第三十七条",
    ),
    Refused(
        "decision without a review where the case is complex",
        lambda case: case.to(
            "decision.drafted",
            without=("review.submitted", "review.opinion"),
            inquiry_concluded={"grounds_major": ["complex"]},
        ),
        "chen",
        "decision.made",
        "令第4号第三十七条",
    ),
    *(
        Refused(
            f"decision after the opinion {opinion}",
            lambda case, opinion=opinion: case.to(  # type: ignore[misc]
                "decision.drafted", inquiry_concluded=MAJOR, review_opinion={"opinion": opinion}
            ),
            "chen",
            "decision.made",
            "令第4号第三十七条",
        )
        for opinion in ("more_inquiry", "change", "correct", "other")
    ),
    Refused(
        "decision on a conclusion newer than its review",
        concluded_again,
        "chen",
        "decision.made",
        "令第4号第三十九条",
    ),
    Refused("decision after a defence that changed the case", defended, "chen", "decision.made", "令第4号第三十九条"),
    Refused(
        "review by one who handles the case",
        opened_by_xu,
        "xu",
        "review.opinion",
        "令第4号第三十七条",
    ),
    Refused(
        "inspection by one officer",
        lambda case: case.to("case.opened"),
        "zhou",
        "inspection.made",
        "令第4号第十六条",
        one,
    ),
    Refused(
        "interview by one officer", lambda case: case.to("case.opened"), "he", "interview.made", "令第4号第十六条", one
    ),
    Refused(
        "service by one officer", lambda case: case.to("decision.made"), "zhou", "service.made", "令第4号第十六条", one
    ),
    Refused(
        "inspection with a certificate that expired yesterday",
        expired_yesterday,
        "zhou",
        "inspection.made",
        "令第4号第十六条",
        with_ding,
    ),
    Refused(
        "inspection with a certificate valid from tomorrow",
        valid_tomorrow,
        "zhou",
        "inspection.made",
        "令第4号第十六条",
        with_ding,
    ),
    Refused(
        "interview with an officer who has no certificate",
        lambda case: case.to("case.opened"),
        "he",
        "interview.made",
        "令第4号第十六条",
        with_ding,
    ),
    Refused(
        "decision without the discussion that is owed",
        lambda case: case.to(
            "decision.drafted", without=("discussion.held",), inquiry_concluded={"discussion_grounds": ["impact"]}
        ),
        "chen",
        "decision.made",
        "令第4号第四十四条",
    ),
    Refused(
        "decision without notice",
        lambda case: case.to("decision.drafted", without=("notice.given", "defence.recorded")),
        "chen",
        "decision.made",
        "令第4号第四十一条第一款",
    ),
    Refused(
        "decision before the party was heard",
        lambda case: case.to("decision.drafted", without=("defence.recorded",)),
        "chen",
        "decision.made",
        "令第4号第四十一条第二款",
    ),
    Refused(
        "opening without approval",
        lambda case: case.to("opening.requested"),
        "zhou",
        "case.opened",
        "武汉办法第十二条第一款",
        lambda case: {"officer_ids": case.two},
    ),
    Refused(
        "approval of a clue that nobody checked",
        lambda case: case.to("opening.requested", without=("clue.checked",)).to("opening.endorsed"),
        "chen",
        "opening.approved",
        "令第4号第十五条",
    ),
    Refused(
        "approval of a clue outside the jurisdiction",
        lambda case: case.to("opening.endorsed", clue_checked={"in_jurisdiction": False}),
        "chen",
        "opening.approved",
        "令第4号第十五条",
    ),
)
