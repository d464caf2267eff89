"""One invented case played: every step an act through the guard, its paper made, signed and scanned."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from liuhen.demo.actor import Deed, Stage
from liuhen.demo.days import Days
from liuhen.demo.equipment import Equipment
from liuhen.demo.forms import Scene, entered
from liuhen.demo.people import ORGAN
from liuhen.demo.recordings import Activity, Shelf
from liuhen.demo.scans import signed
from liuhen.demo.signers import CHIEF, HEADS, KEEPER, PAPERS, Signer, doer, signers
from liuhen.demo.signing import Pad
from liuhen.demo.story import Signing, Step, Story
from liuhen.kernel.clock import BEIJING
from liuhen.people.officers import Officer
from liuhen.process.case.corrections import Correction
from liuhen.process.case.models import Paper
from liuhen.process.case.papers.making import paperwork
from liuhen.process.case.reference import find_case

_BY_BOTH: Final = frozenset({"service-receipt"})
"""Papers on which every officer is named as who did it, though one signature would do on paper."""


class Course:
    """A story on its days; `deeds` are to be done in the order of their times."""

    def __init__(
        self, story: Story, people: Mapping[str, Officer], *, days: Days, folder: Path, equipment: Equipment
    ) -> None:
        self.story = story
        self._days, self._anchor = days, days.anchor(story.anchor)
        self._ids = {name: one.id for name, one in people.items()}
        self._stage = Stage(people, name=story.key)
        self._shelf = Shelf(self._stage, folder, equipment)
        self._head = HEADS[people[story.handlers[0]].department]
        self._seqs: dict[int, int] = {}  # place of a step -> number of its entry
        self._papers: dict[int, str] = {}
        self._day: dict[str, date] = {}
        self._endorsed = 0

    def deeds(self) -> Iterator[Deed]:
        """Return what is to be done, with its time: acts, their papers, the signatures on these."""
        for place, step in enumerate(self.story.steps):
            at = self._at(step.t)
            recorded = self._at(step.recorded) if step.recorded else at
            scene = Scene(self.story, step, at, self._ids)
            if step.files:
                docked = recorded - timedelta(minutes=25)
                yield docked, partial(self._read_out, scene, docked)
            yield recorded, partial(self._act, place, scene, recorded)
            if any(one.checked or one.marks for one in step.files):
                watched = recorded + timedelta(minutes=9)
                yield watched, partial(self._shelf.watch, step.files, watched, by=self._who(step))
            if any(one.worked_on for one in step.files):
                worked = recorded + timedelta(minutes=25)
                yield worked, partial(self._shelf.work_on, step.files, worked, by=self._who(step))
            if self._has_paper(step):
                how = step.paper if isinstance(step.paper, Signing) else Signing()
                made = self._at(how.t) if how.t else recorded + timedelta(minutes=how.after)
                yield made, partial(self._paper, place, scene, made)
                if wanted := [one for one in signers(scene, self._head) if one[0] not in how.unsigned]:
                    signing = made + timedelta(minutes=6)
                    yield signing, partial(self._signatures, place, how, wanted, signing)

    def _at(self, told: str) -> datetime:
        # Nobody writes on the minute: each case has seconds of its own.
        return self._days.at(self._anchor, told) + timedelta(seconds=self.story.number * 37 % 60)

    def _read_out(self, scene: Scene, at: datetime) -> None:
        activity = self._activity(scene.step.of)
        self._shelf.read_out(scene, by=self._who(scene.step), on=activity.day, at=at)

    def _act(self, place: int, scene: Scene, recorded: datetime) -> None:
        step = scene.step
        who = self._who(step)
        if step.files:
            self._shelf.bring(scene, by=who, of=self._activity(step.of))
            return
        found = self._found(scene)
        done = self._stage.do(
            who,
            step.act,
            scene.at,
            found | entered(scene),
            recorded=recorded,
            late_reason=step.late,
            correction=Correction(self._last(step.act), step.because) if step.corrects else None,
        )
        self._seqs[place] = done.seq
        self._day[step.act] = scene.at.astimezone(BEIJING).date()
        self._endorsed = self._endorsed + 1 if step.act == "opening.endorsed" else 0

    def _found(self, scene: Scene) -> dict[str, Any]:
        """Return what a step's form says of earlier entries."""
        step = scene.step
        if step.act == "gap.explained":
            return self._shelf.gap(scene, of=self._activity(step.of))
        if step.act == "evidence_disc.made":
            return {"of": self._shelf.evidence(), "extracted": scene.at - timedelta(minutes=20)}
        return {"of": self._last(step.of)} if step.of else {}

    def _activity(self, act: str) -> Activity:
        return Activity(self._last(act), self._day[act])

    @staticmethod
    def _has_paper(step: Step) -> bool:
        # What a party did not say within its term has no paper to sign.
        return bool(step.paper) and step.act in PAPERS and step.entered.get("outcome") != "silent"

    def _last(self, act: str) -> int:
        """Return the number of the latest entry of a kind."""
        return max(seq for place, seq in self._seqs.items() if self.story.steps[place].act == act)

    def _who(self, step: Step) -> str:
        return doer(step, self.story, head=self._head, endorsed=self._endorsed)

    def _paper(self, place: int, scene: Scene, at: datetime) -> None:
        maker = self._who(scene.step)
        made = self._stage.do(
            self.story.handlers[0] if maker == CHIEF else maker,
            "paper.finalised",
            at,
            {"form": PAPERS[scene.step.act], "source_seq": self._seqs[place]},
        )
        self._papers[place] = f"{made.entry.dossier}:{made.seq}"

    def _signatures(self, place: int, how: Signing, wanted: Sequence[Signer], at: datetime) -> None:
        maker = self._who(self.story.steps[place])
        filer = maker if maker in (KEEPER, self.story.reviewer) else self.story.handlers[0]
        row = Paper.objects.get(key=self._papers[place])
        if self.story.electronic and not how.refused:
            handlers = [("officer", name) for name in self.story.handlers] if row.form in _BY_BOTH else []
            self._on_the_screen(row, list(dict.fromkeys([*wanted, *handlers])), at)
            return
        pdf = (settings.LIUHEN_PAPERS / row.sha256[:2] / row.sha256).read_bytes()
        scan = self._stage.bring(filer, signed(pdf, title=row.title), name=f"{row.title}签名页.pdf", at=at)
        for role, name in [*wanted, *([("witness", how.witness)] if how.witness else [])]:
            refused = role in how.refused
            told = {"paper_seq": row.seq, "role": role, "signer": name, "refused": refused, "scan": scan}
            self._stage.do(filer, "paper.signed", at, told)

    def _on_the_screen(self, row: Paper, wanted: Sequence[Signer], at: datetime) -> None:
        """Sign in the order that the form asks for: whoever receives a sealed paper signs after the seal."""
        roles = [one.role for one in paperwork(find_case(ORGAN, self._stage.ref or ""), row.form).signatories]
        pad = Pad(
            lambda who, kind, told: self._stage.do(who, kind, at, told),
            self._stage.people,
            row.seq,
            self.story.handlers[0],
        )
        wanted = [one for one in wanted if one[0] in roles]
        last = [one for one in wanted if "organ" in roles and one[0] == "receiver"]
        for role, name in wanted:
            if (role, name) not in last:
                pad.sign(role, name)
        if "organ" in roles:
            pad.seal()
        for role, name in last:
            pad.sign(role, name)
