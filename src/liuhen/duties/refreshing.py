"""What dossiers owe is reckoned anew when something else comes into force: by a job, dossier by dossier.

An act of the organ on its packs, readings, terms or calendar lets the job wait, for now and for each day from which
something adopted holds. A dossier that somebody acts in meanwhile is reckoned by that act. So the job may be stopped
at any moment: what it has not reached yet says so itself.
"""

from collections.abc import Callable
from datetime import datetime, time
from typing import Final

from django.db import transaction
from django_tasks import task

from liuhen.duties.models import Reckoned
from liuhen.duties.projectors import reckon
from liuhen.jobs import stopping
from liuhen.jobs.lanes import LONG
from liuhen.jobs.stopping import HandedBackError
from liuhen.jobs.waiting import waits_or_runs
from liuhen.kernel import clock
from liuhen.kernel.clock import BEIJING
from liuhen.ledger.writing import hold
from liuhen.office.in_force import in_force
from liuhen.office.models import Law

_TOGETHER: Final = 20  # dossiers asked for at once; each is reckoned in a transaction of its own

Said = Callable[[int, int], None]


def behind(organ: str) -> int:
    """Return how many dossiers of an organ were last reckoned under something that is no longer in force."""
    return Reckoned.objects.filter(organ=organ).exclude(mark=in_force(organ).mark).count()


def catch_up(organ: str, *, said: Said | None = None) -> int:
    """Reckon every dossier of an organ that is behind; return how many there were.

    Args:
        said: told after each dossier how many are done, and how many there were in all.

    Raises:
        HandedBackError: the worker was asked to stop; what is left is found again.
    """
    done, left = 0, behind(organ)
    whole = left
    while left:
        last = ""
        while dossiers := _next(organ, after=last):
            for dossier in dossiers:
                if stopping.asked():
                    raise HandedBackError
                with transaction.atomic():
                    hold(organ)
                    reckon(dossier)
                done, last = done + 1, dossier
                if said:
                    said(done, max(whole, done))
        before, left = left, behind(organ)  # something else may have come into force meanwhile
        if left >= before:
            break
    return done


def catch_up_everywhere() -> None:
    """Reckon what is behind in every organ, before tables are compared with what entries say."""
    for organ in _organs():
        catch_up(organ)


def arrange(organ: str) -> None:
    """Let the job wait for what is in force now and for each day to come. Call it in the transaction of the act."""
    now = clock.now()
    if Reckoned.objects.filter(organ=organ).exists() and behind(organ):
        _enqueue(organ, "", None)
    last = Law.objects.filter(organ=organ).order_by("-seq").first()
    for since in Law.objects.filter(organ=organ, seq=last.seq).values_list("since", flat=True) if last else ():
        begins = datetime.combine(since, time(), BEIJING)
        if begins > now:
            _enqueue(organ, since.isoformat(), begins)


def arrange_everywhere() -> None:
    """Let the job wait in every organ. Called when the worker starts: whatever became of earlier jobs."""
    for organ in _organs():
        with transaction.atomic():
            arrange(organ)


@task(queue_name=LONG)
def refresh(name: str, organ: str) -> None:
    """Job: reckon what is behind in an organ; `name` tells jobs for several days apart."""
    del name
    catch_up(organ)


def _enqueue(organ: str, since: str, after: datetime | None) -> None:
    name = f"{organ}:{since}"
    if not waits_or_runs(refresh.module_path, name):
        refresh.using(run_after=after).enqueue(name, organ)


def _organs() -> list[str]:
    return sorted(set(Reckoned.objects.values_list("organ", flat=True)))


def _next(organ: str, *, after: str) -> list[str]:
    mark = in_force(organ).mark
    found = Reckoned.objects.filter(organ=organ, id__gt=after).exclude(mark=mark).order_by("id")
    return list(found.values_list("id", flat=True)[:_TOGETHER])
