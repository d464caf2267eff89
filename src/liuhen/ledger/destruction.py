"""Lawful destruction: the content goes, its head and a tombstone stay."""

from collections.abc import Mapping
from typing import Literal

from django.db import connection

from liuhen.kernel.clock import When
from liuhen.kernel.errors import NotFoundError
from liuhen.ledger.body import Body
from liuhen.ledger.errors import BodyDestroyedError
from liuhen.ledger.head import Actor, Entry, Terms
from liuhen.ledger.models import DataKey, Part, Tombstone
from liuhen.ledger.parts import key_name, part_id
from liuhen.ledger.reading import entry as entry_of
from liuhen.ledger.replay import replay_in_place
from liuhen.ledger.storage import whole
from liuhen.ledger.triggers import forget_deleted
from liuhen.ledger.writing import append, hold


class BodyDestroyed(Body, kind="body.destroyed", version=1):
    """One part of an earlier entry was destroyed: which, why, on what basis, and who approved it."""

    target: str
    part: Literal["open", "sealed"]
    reason: str
    basis: str
    approved_by: Mapping[str, str]


def destroy(  # noqa: PLR0913  # who, what, why, by whose leave: all of it is recorded
    digest: str,
    *,
    part: Literal["open", "sealed"],
    reason: str,
    basis: str,
    approved_by: Actor,
    by: Actor,
    happened: When,
    key: str,
    channel: str,
    terms: Terms | None = None,
) -> Entry:
    """Destroy a part of an entry, its salt, and its key where nothing else uses it; return the entry that says so.

    Args:
        digest: SHA-256 of the head whose content goes.
        part: `open` or `sealed`.
        reason: why, in words.
        basis: the article it rests on.
        approved_by: who approved it.
        by: who carried it out.
        happened: aware instant, or Beijing date.
        key: request key, as for `append`.
        channel: as for `append`.
        terms: as for `append`.

    Raises:
        NotFoundError: there is no such entry, it has no such part, or it is itself a record of destruction.
        BodyDestroyedError: the part was destroyed before.
        LiuhenError: whatever `append` refuses.
    """
    with whole():
        target = entry_of(digest)
        hold(target.organ)
        if target.committed(part) is None or target.kind == BodyDestroyed.kind:
            raise NotFoundError("这条记录没有可以销毁的内容。", why="销毁记录本身不能销毁；未密存的记录没有密存内容。")
        body = BodyDestroyed(target=digest, part=part, reason=reason, basis=basis, approved_by=_printed(approved_by))
        made = append(
            body,
            organ=target.organ,
            dossier=target.dossier,
            by=by,
            happened=happened,
            key=key,
            channel=channel,
            terms=terms,
        )
        _bury(target, part, made)
    return made


def _bury(target: Entry, part: str, made: Entry) -> None:
    name, key = part_id(target.digest, part), key_name(target, part)
    earlier = Tombstone.objects.filter(id=name).first()
    if earlier is not None and earlier.entry == made.digest:
        return  # the same request again
    if earlier is not None:
        raise BodyDestroyedError("这条记录的内容先前已经销毁。", digest=target.digest, tombstone=earlier.entry)
    Tombstone(id=name, target=target.digest, part=part, key=key, entry=made.digest).save(force_insert=True)
    forget_deleted(connection)
    Part.objects.filter(id=name).delete()
    if not Part.objects.filter(key=key).exists():
        DataKey.objects.filter(name=key).delete()
    replay_in_place(target.dossier or "")


def _printed(actor: Actor) -> dict[str, str]:
    return {"type": actor.type, "id": actor.id, "name": actor.name}
