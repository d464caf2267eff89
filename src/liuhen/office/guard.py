"""The guard that every act on the bureau passes, whichever way it comes: who, then one entry in the organ's chain."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from pydantic import ValidationError

from liuhen.forms.fields import Form
from liuhen.forms.wording import wrong_fields
from liuhen.kernel import clock
from liuhen.kernel.canonical import canonical
from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import BadInputError
from liuhen.ledger import Body, Entry, append
from liuhen.ledger.requests import earlier_request
from liuhen.ledger.storage import whole
from liuhen.ledger.writing import hold
from liuhen.media.space import require_room_for_acts
from liuhen.office.registry import Doing, OfficeAct, Once, followers, office_act_type
from liuhen.people.officers import Officer, require_present
from liuhen.people.scope import Subject, require


@dataclass(frozen=True, slots=True)
class Done:
    """What an act on the bureau left: its entry, and what is shown once."""

    entry: Entry
    once: tuple[Once, ...] = ()


@whole()
def perform(kind: str, form: Form, *, by: Officer, key: str, channel: str) -> Done:
    """Do one act on one's own organ; the act and its record exist together or not at all.

    Args:
        kind: kind of act; `form` is of `office_act_type(kind).form`.
        key: request key; the same request sent again is answered with the entry it made, and shows nothing once more.
        channel: web or api.

    Raises:
        NotAllowedError, NotFoundError, BadInputError, OutOfOrderError, DuplicateRequestError, UnusableError: nothing
            was written.
    """
    chosen = office_act_type(kind)
    hold(by.organ)
    require_present(by)
    require(by, kind, Subject(organ=by.organ, officers=frozenset({by.id})), doing=chosen.verb)
    request, key = key, f"{key}:{Digests.of(canonical([kind, form.model_dump_json()])).sha256[:32]}"
    if (earlier := earlier_request(by.organ, request=request, key=key)) is not None:
        return Done(earlier)
    require_room_for_acts(settings.LIUHEN_DATA, reserve=settings.LIUHEN_RESERVE)
    doing = Doing(by, clock.now())
    body = _composed(chosen, form, doing)
    entry = append(body, organ=by.organ, by=by.actor, happened=doing.happened, key=key, channel=channel)
    for told in followers(kind):
        told(by.organ)
    return Done(entry, chosen.after(body, doing) if chosen.after else ())


def _composed(chosen: OfficeAct, form: Any, doing: Doing) -> Body:
    try:
        return chosen.compose(form, doing)
    except ValidationError as err:
        fields = wrong_fields(err.errors())
        raise BadInputError("填写的内容有误。", fields=fields, remedy="请按提示改正后再提交。") from err
