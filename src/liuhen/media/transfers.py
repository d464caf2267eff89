"""Transfers that may break off and go on: what is known of each lies beside its bytes, among the originals' arrivals.

Three files of one name: `.upload` holds the bytes that came so far, and its length is how far the transfer is; `.json`
says whose it is and what becomes of it; `.lock` is held by whoever adds bytes (see `chunks`). A transfer outlives
the process that began it. When it ends, its bytes are linked into the store and nothing is copied.
"""

import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from liuhen.kernel.errors import BadInputError, LiuhenError, NotFoundError
from liuhen.media import marks
from liuhen.media.disk import speaking_of
from liuhen.media.places import incoming, settle
from liuhen.media.space import require_room

BYTES: Final = ".upload"
FACTS: Final = ".json"
LOCK: Final = ".lock"
TRIAL: Final = ".trial"

OPEN: Final = "open"
CHECKING: Final = "checking"
DONE: Final = "done"
REFUSED: Final = "refused"

_LIVELY: Final = timedelta(hours=1)  # a transfer written to since then counts as one whose rest will come
_NAME: Final = re.compile(r"[0-9a-f]{32}")


class TransferOverError(LiuhenError):
    """A transfer that was not finished in time."""


class TooLargeError(BadInputError):
    """More bytes than are taken, or than were announced."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One file on its way in.

    Attributes:
        id: 32 hexadecimal characters; stands in addresses.
        owner: who brings it.
        size: announced, in bytes.
        media_type: as the sender says; nothing is believed of it.
        sha256: digest the sender took of the file; empty as long as it is not told.
        later: the sender will tell the digest once the bytes are there, and they wait for it.
        state: open, checking, done or refused.
        checked: bytes read back so far while it is checked.
        found: digests of what arrived, SHA-256 and SM3, once it is done.
        trouble: why it was refused, a sentence in Chinese.
    """

    id: str
    owner: str
    name: str
    size: int
    media_type: str
    begun: datetime
    until: datetime
    sha256: str = ""
    later: bool = False
    state: str = OPEN
    checked: int = 0
    found: tuple[str, str] = ("", "")
    trouble: str = ""


def begin(  # noqa: PLR0913  # what a sender says of a file
    root: Path,
    *,
    owner: str,
    name: str,
    size: int,
    now: datetime,
    lasts: timedelta,
    media_type: str = "",
    sha256: str = "",
    later: bool = False,
    limit: int | None = None,
    reserve: int | None = 0,
) -> Transfer:
    """Make room for a file; nothing of it is there yet.

    Args:
        root: the folder of all originals; made when missing.
        name: the file name, fit to be shown.
        size: bytes to come.
        lasts: how long it may take, breaks and all.
        limit: most bytes accepted, None for no bound.
        reserve: bytes that stay free on the disk; None for the usual share of it.

    Raises:
        BadInputError: empty, or too large.
        UnusableError: the disk has no room for it and for what other transfers under way still have to bring.
    """
    if size <= 0:
        raise BadInputError(f"“{name}”未上传：文件是空的。", remedy="请确认文件已从设备完整导出后再上传。")
    if limit is not None and size > limit:
        raise TooLargeError(f"“{name}”未上传：超过大小上限 {limit} 字节。", remedy="请分段上传，或请管理员调整上限。")
    folder = incoming(root)
    with speaking_of(name):
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        require_room(root, size + _still_to_come(root, now), refused=f"“{name}”未上传。", reserve=reserve)
        made = Transfer(
            id=secrets.token_hex(16),
            owner=owner,
            name=name,
            size=size,
            media_type=media_type,
            begun=now,
            until=now + lasts,
            sha256=sha256,
            later=later,
        )
        marks.begun(root, made.id, owner=owner)
        os.close(os.open(place(root, made.id, BYTES), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        _write(root, made)
    return made


def find(root: Path, name: str, *, owner: str, now: datetime) -> Transfer:
    """Return a transfer of this owner; anybody else's is as if it were not there.

    Raises:
        NotFoundError: none of that name is his.
        TransferOverError: it was not finished in time.
    """
    known = _read(root, name) if _NAME.fullmatch(name) else None
    if known is None or known.owner != owner:
        raise NotFoundError("没有这次上传。", why="它已经取消、已经过期，或者不是您的。", remedy="请重新选择文件上传。")
    if known.until <= now:
        raise TransferOverError(
            f"“{known.name}”的上传已经过期。", why="没有在期限内传完。", remedy="请重新选择文件上传。"
        )
    return known


def of_owner(root: Path, *, owner: str, now: datetime) -> list[Transfer]:
    """Return the transfers of one person that are not over, the oldest first; nobody else's is looked at."""
    known = (_read(root, name) for name in marks.of(root, owner) if _NAME.fullmatch(name))
    mine = [one for one in known if one is not None and one.owner == owner and one.until > now]
    return sorted(mine, key=lambda one: one.begun)


def note(root: Path, transfer: Transfer, *, durable: bool = True, **changes: object) -> Transfer:
    """Write down what became of a transfer; return it so.

    Args:
        durable: False for what may be lost with the power, such as how far a check has come.
    """
    changed = replace(transfer, **changes)  # type: ignore[arg-type]  # names of its own fields
    with speaking_of(transfer.name):
        _write(root, changed, durable=durable)
    return changed


def drop(root: Path, transfer: Transfer) -> None:
    """Forget a transfer and the bytes that came of it; an original made of it stays."""
    let_go(root, transfer)
    with suppress(FileNotFoundError):
        place(root, transfer.id, FACTS).unlink()
    marks.over(root, transfer.id, owner=transfer.owner)


def let_go(root: Path, transfer: Transfer) -> None:
    """Drop the bytes of a transfer; what became of it is still known."""
    for suffix in (TRIAL, BYTES, LOCK):
        with suppress(FileNotFoundError):
            place(root, transfer.id, suffix).unlink()
    marks.resting(root, transfer.id)


def sweep(root: Path, *, now: datetime) -> int:
    """Drop every transfer whose time is over; return how many. It reads all there are: by night, and at a start."""
    over = 0
    for one in _all(root):
        if one.until <= now:
            drop(root, one)
            over += 1
        else:
            marks.belonging(root, one.id, owner=one.owner)
    return over


def belongs(path: Path) -> bool:
    """Say whether a file among the arrivals is one of a transfer; `sweep` removes it when its time is over."""
    return bool(_NAME.fullmatch(path.name.partition(".")[0])) and path.name[32:] in (
        BYTES,
        FACTS,
        LOCK,
        TRIAL,
        marks.MARK,
    )


def place(root: Path, name: str, suffix: str) -> Path:
    """Return where a file of a transfer lies."""
    return incoming(root) / (name + suffix)


def _still_to_come(root: Path, now: datetime) -> int:
    """Return the bytes that are still to come of what is under way; it costs no more than there are of these."""
    rest = 0
    for name in marks.lively(root):
        one = _read(root, name) if _NAME.fullmatch(name) else None
        missing = _rest(root, one, now) if one is not None and one.state == OPEN else 0
        if not missing:
            marks.resting(root, name)
        rest += missing
    return rest


def _rest(root: Path, transfer: Transfer, now: datetime) -> int:
    """Return the bytes that a transfer under way still has to bring; none where nobody has worked at it for long."""
    try:
        seen = place(root, transfer.id, BYTES).stat()
    except FileNotFoundError:
        return 0
    if max(seen.st_mtime, transfer.begun.timestamp()) < (now - _LIVELY).timestamp():
        return 0
    return max(0, transfer.size - seen.st_size)


def _all(root: Path) -> Iterator[Transfer]:
    for path in incoming(root).glob("*" + FACTS):
        known = _read(root, path.name.removesuffix(FACTS))
        if known is not None:
            yield known


def _read(root: Path, name: str) -> Transfer | None:
    try:
        told = json.loads(place(root, name, FACTS).read_text("utf-8"))
    except FileNotFoundError:
        return None
    times = {key: datetime.fromisoformat(told[key]) for key in ("begun", "until")}
    return Transfer(**{**told, **times, "found": tuple(told["found"])})


def _write(root: Path, transfer: Transfer, *, durable: bool = True) -> None:
    """Put the facts in the place of the former ones: a reader finds the one or the other, never half of both."""
    path = place(root, transfer.id, FACTS)
    fresh = path.with_suffix(f".{secrets.token_hex(4)}.new")
    times = {key: getattr(transfer, key).isoformat() for key in ("begun", "until")}
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({**asdict(transfer), **times}, file, ensure_ascii=False)
        file.flush()
        if durable:
            os.fsync(file.fileno())
    fresh.replace(path)
    if durable:
        settle(path.parent)
