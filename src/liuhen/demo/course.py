"""How a case of the demo runs: a table of who does what on which day, played until the story's last step."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.conf import settings

from liuhen.demo import forms
from liuhen.demo.actor import Stage
from liuhen.demo.people import ORGAN, REVIEW_FEN
from liuhen.demo.scans import signed
from liuhen.demo.stories import Story
from liuhen.media.samples import make_sample
from liuhen.papers import faces
from liuhen.process.case.models import Paper
from liuhen.process.case.reference import find_case

Step = tuple[datetime, Callable[[datetime], Any]]
HANDLER, SECOND, THIRD, HEAD, DEPUTY, CHIEF, KEEPER = (
    "zhoumingyuan",
    "hejing",
    "xuhang",
    "qianlixin",
    "sunman",
    "chenguodong",
    "zhengxiaoyu",
)


class Planned(NamedTuple):
    """An act of the plan: from which end of story on, on which day and minute after nine, by whom."""

    end: str
    day: int
    minute: int
    account: str
    kind: str
    entered: Callable[[Story, datetime], forms.Entered]


class PaperPlanned(NamedTuple):
    """A paper of the plan, and who signs it: (role, name or "" for the party's representative)."""

    end: str
    day: int
    minute: int
    form: str
    signers: tuple[tuple[str, str], ...]


ENDS: Final = ("registered", "approving", "inquiring", "reviewing", "deciding", "served", "closed", "archived")
PLAN: Final = (
    Planned("registered", 0, 10, HANDLER, "clue.registered", forms.clue),
    Planned("approving", 2, 30, HANDLER, "clue.checked", forms.clue_check),
    Planned("approving", 3, 0, HANDLER, "opening.requested", forms.opening),
    Planned("approving", 3, 90, HEAD, "opening.endorsed", forms.agreed),
    Planned("inquiring", 4, 20, DEPUTY, "opening.endorsed", forms.agreed),
    Planned("inquiring", 5, 10, CHIEF, "opening.approved", forms.agreed),
    Planned("inquiring", 7, 180, HANDLER, "inspection.made", forms.inspection),
    Planned("inquiring", 7, 200, HANDLER, "rights.told", forms.rights),
    Planned("inquiring", 8, 120, SECOND, "interview.made", forms.interview),
    Planned("reviewing", 14, 60, HANDLER, "inquiry.concluded", forms.conclusion),
    Planned("deciding", 17, 60, HANDLER, "notice.given", forms.notice),
    Planned("deciding", 25, 60, HANDLER, "defence.recorded", forms.silence),
    Planned("served", 27, 30, HANDLER, "decision.drafted", forms.draft),
    Planned("served", 28, 60, CHIEF, "decision.made", forms.agreed),
    Planned("served", 29, 150, HANDLER, "service.made", forms.service),
    Planned("closed", 36, 90, SECOND, "execution.checked", forms.correction_check),
    Planned("closed", 41, 90, SECOND, "execution.checked", forms.execution_check),
    Planned("closed", 42, 30, HANDLER, "closing.requested", forms.closing),
    Planned("closed", 43, 60, CHIEF, "closing.approved", forms.agreed),
    Planned("archived", 48, 60, KEEPER, "archive.filed", forms.filing),
)
PAPERS: Final = (
    PaperPlanned("inquiring", 5, 50, "opening-approval", (("officer", "周明远"), ("leader", "陈国栋"))),
    PaperPlanned("inquiring", 7, 190, "inspection", (("party", ""), ("officer", "周明远"), ("officer", "何静"))),
    PaperPlanned("inquiring", 7, 210, "rights-notice", (("receiver", ""),)),
    PaperPlanned("inquiring", 8, 180, "interview", (("party", ""), ("officer", "周明远"), ("officer", "何静"))),
    PaperPlanned("reviewing", 14, 80, "conclusion", (("officer", "周明远"), ("officer", "何静"))),
    PaperPlanned("deciding", 17, 80, "prior-notice", (("receiver", ""),)),
    PaperPlanned("served", 28, 90, "decision", (("leader", "陈国栋"),)),
    PaperPlanned("served", 29, 200, "service-receipt", (("receiver", ""),)),
    PaperPlanned("closed", 43, 90, "closing-approval", (("officer", "周明远"), ("leader", "陈国栋"))),
)
_WITH_OFFICERS: Final = frozenset({"inspection.made", "interview.made", "service.made"})


class Course:
    """One story and the stage it is played on."""

    def __init__(self, story: Story, stage: Stage, *, began: datetime, folder: Path) -> None:
        self.story, self.stage, self.began, self.folder = story, stage, began, folder

    def steps(self) -> list[Step]:
        """Return the steps with their times, as far as the story goes."""
        planned: list[Step] = [
            (self._time(one.day, one.minute), partial(self._act, one)) for one in PLAN if self._reaches(one.end)
        ]
        planned += [
            (self._time(one.day, one.minute), partial(self._paper, one)) for one in PAPERS if self._reaches(one.end)
        ]
        if self._reaches("inquiring"):
            planned.append((self._time(5, 40), self._open))
        if self._reaches("inquiring") and self.story.video:
            planned.append((self._time(8, 240), self._record))
        if self._reaches("reviewing") and self.story.fine_fen + self.story.refund_fen >= REVIEW_FEN:
            planned.append((self._time(15, 30), self._submit))
        return planned

    def _reaches(self, end: str) -> bool:
        return ENDS.index(self.story.until) >= ENDS.index(end)

    def _time(self, day: int, minute: int) -> datetime:
        return self.began + timedelta(days=day, minutes=minute)

    def _act(self, one: Planned, at: datetime) -> None:
        entered: dict[str, Any] = dict(one.entered(self.story, at))
        if one.kind in _WITH_OFFICERS:
            entered["officer_ids"] = self._both
        self.stage.do(one.account, one.kind, at, **entered)

    @property
    def _both(self) -> list[str]:
        return [self.stage.people[account].id for account in (HANDLER, SECOND)]

    def _open(self, at: datetime) -> None:
        third = [self.stage.people[THIRD].id] if self.story.third else []
        self.stage.do(HANDLER, "case.opened", at, officer_ids=[*self._both, *third])

    def _submit(self, at: datetime) -> None:
        self.stage.do(HANDLER, "review.submitted", at, **forms.submission(self.story, at))

    def _record(self, at: datetime) -> None:
        started = self._time(7, 41)
        path = make_sample(
            self.folder / f"{self.story.began}.mp4",
            seconds=24,
            started=started,
            title=f"现场检查 {self.story.party}",
            fonts=(faces.folder(),),
        )
        self.stage.do(
            SECOND,
            "recording.stored",
            at,
            file=self.stage.bring(SECOND, path.read_bytes(), name="A-07 现场检查.mp4", at=at),
            started=started,
            stage="inspection",
            of=find_case(ORGAN, self.stage.ref or "").events("inspection.made")[-1].seq,
            device="记录仪 A-07",
            opening_statement=True,
        )

    def _paper(self, one: PaperPlanned, at: datetime) -> None:
        made = self.stage.do(HANDLER, "paper.finalised", at, form=one.form)
        row = Paper.objects.get(key=f"{made.entry.dossier}:{made.seq}")
        pdf = (settings.LIUHEN_PAPERS / row.sha256[:2] / row.sha256).read_bytes()
        scan = self.stage.bring(HANDLER, signed(pdf, title=row.title), name=f"{row.title}签名页.pdf", at=at)
        for role, name in one.signers:
            signer = name or self.story.representative
            self.stage.do(HANDLER, "paper.signed", at, paper_seq=made.seq, role=role, signer=signer, scan=scan)
