"""Projections follow from the entries: `check` proves it in a scratch database, `rebuild` writes them anew."""

import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, connections, transaction

from liuhen.kernel.errors import LiuhenError
from liuhen.ledger.differences import Difference, stray_rows, strays, table_differences
from liuhen.ledger.models import Head, RebuildMark
from liuhen.ledger.projections import tables
from liuhen.ledger.replay import replay, replay_in_place
from liuhen.ledger.scratch import scratch_database
from liuhen.ledger.triggers import lenient_text
from liuhen.ledger.writing import hold

ORGAN_ACTS: Final = ""
_MARK: Final = "rebuild"
# What a projector may raise when an entry was tampered with, or when it reads what does not follow from entries.
_REPLAY_ERRORS: Final = (LiuhenError, DatabaseError, ObjectDoesNotExist, ValueError, TypeError, LookupError)


_first: Final[list[Callable[[], object]]] = []


def first(work: Callable[[], object]) -> None:
    """Let `work` be done before tables are compared: it finishes rows that follow from entries and from the day."""
    _first.append(work)


def check() -> Iterator[Difference]:
    """Replay every dossier into a scratch database and give every difference from the tables in use.

    Memory stays the same however long the ledger is; a dossier that is written to meanwhile is replayed again.
    """
    for work in _first:
        try:
            work()
        except _REPLAY_ERRORS as err:
            yield Difference("", "", "", "", f"推算的表没有能够更新到今天：{err}")
    with lenient_text(connection), _scratch() as alias:
        yield from _check_dossier(alias, ORGAN_ACTS)  # stays: projectors may read what the organ's acts left
        for dossier in _all_dossiers():
            yield from _check_dossier(alias, dossier)
            _clear(alias, dossier)
        for table in tables():
            yield from strays(table)


def rebuild(*, anew: bool = False) -> int:
    """Write the projections anew from the entries, one transaction a dossier; return how many dossiers were done.

    Goes on where an earlier run was stopped. Rows that belong to no dossier of the ledger are removed.

    Args:
        anew: begin with the first dossier, wherever an earlier run was stopped: the tables have changed since.
    """
    done = 0
    if anew:
        RebuildMark.objects.filter(name=_MARK).delete()
    mark = RebuildMark.objects.filter(name=_MARK).first()
    if mark is None:
        _rewrite(ORGAN_ACTS)
        done += 1
    for dossier in _dossiers(after=mark.dossier if mark else ""):
        _rewrite(dossier)
        done += 1
    with transaction.atomic():
        for table in tables():
            rows = stray_rows(table)
            rows._raw_delete(rows.db)
        RebuildMark.objects.filter(name=_MARK).delete()
    return done


def _rewrite(dossier: str) -> None:
    with transaction.atomic():
        for organ in _organs(dossier):
            hold(organ)
        replay_in_place(dossier)
        RebuildMark(name=_MARK, dossier=dossier).save()


def _organs(dossier: str) -> list[str]:
    heads = Head.objects.filter(dossier=dossier) if dossier else Head.objects.filter(dossier__isnull=True)
    return sorted(set(heads.values_list("organ", flat=True).distinct()))


def _dossiers(*, after: str) -> Iterator[str]:
    """Give the dossiers in the order of their ids, each found by its own look-up: none is held open meanwhile."""
    heads = Head.objects.order_by("dossier").values_list("dossier", flat=True)
    following = heads.filter(dossier__gt=after).first()
    while following is not None:
        yield following
        following = heads.filter(dossier__gt=following).first()


def _all_dossiers() -> Iterator[str]:
    """Give the dossiers from one reading: an id that is no text any more could not be looked up again."""
    heads = Head.objects.filter(dossier__isnull=False).order_by("dossier").values_list("dossier", flat=True)
    yield from filter(None, heads.distinct().iterator())


@contextmanager
def _scratch() -> Iterator[str]:
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="liuhen-scratch-"))
        alias = f"scratch-{secrets.token_hex(4)}"
        stack.enter_context(scratch_database(str(Path(folder) / "scratch.sqlite3"), alias=alias))
        with connections[alias].schema_editor() as editor:
            for table in tables():
                editor.create_model(table)
        yield alias


def _check_dossier(alias: str, dossier: str) -> Iterator[Difference]:
    while True:
        before = _length(dossier)
        found = list(_compared(alias, dossier))
        if _length(dossier) == before:
            break
        _clear(alias, dossier)
    yield from found


def _length(dossier: str) -> int:
    heads = Head.objects.filter(dossier=dossier) if dossier else Head.objects.filter(dossier__isnull=True)
    return heads.count()


def _clear(alias: str, dossier: str) -> None:
    for table in tables():
        table._default_manager.using(alias).filter(dossier=dossier)._raw_delete(alias)


def _compared(alias: str, dossier: str) -> Iterator[Difference]:
    try:
        with transaction.atomic(using=alias):
            replay(dossier, alias=alias)
    except _REPLAY_ERRORS as err:
        yield Difference(dossier, "", "", "", f"这个案卷的记录无法重新推算：{err}")
        return
    for table in tables():
        yield from table_differences(table, alias=alias, dossier=dossier)
