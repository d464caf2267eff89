"""The keys of backups: whom they are encrypted to, the identity that opens them, and what hides the names of objects.

The public half is enough to back up. The identity is made with the first backup and can then be written out, kept
elsewhere and removed from this machine.
"""

import hmac
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyrage
from pyrage import x25519

from liuhen.kernel.errors import BadInputError, NotFoundError, UnusableError
from liuhen.ledger.vault import keys_folder, write_once
from liuhen.upkeep.backup_folder import MARK
from liuhen.upkeep.sealing import Identity, Recipient
from liuhen.upkeep.status import replace
from liuhen.upkeep.troubles import speaking

_IDENTITY: Final = "backup.key"
_RECIPIENTS: Final = "backup.recipients"
_NAMES: Final = "backup-names.key"
_SECRET: Final = re.compile(r"^AGE-SECRET-KEY-1[0-9A-Z]+$", re.MULTILINE)
_KEEP: Final = "请把它保存到本机之外的两处（例如保险柜中的 U 盘和一份打印件）：没有它，备份谁也打不开。"


@dataclass(frozen=True, slots=True)
class Keys:
    """What a backup needs: the recipients as text (age1…), and the key of names."""

    recipients: tuple[str, ...]
    names: bytes

    @property
    def readers(self) -> list[Recipient]:
        """Return the recipients as the library knows them."""
        return [x25519.Recipient.from_str(one) for one in self.recipients]

    def name_of(self, sha256: str) -> str:
        """Return the name of the object that holds the file with this digest, 64 hexadecimal characters.

        Whoever has a file and not this key cannot tell whether it is in the backup. Other recipients make other names:
        an object is never taken for one that somebody of today cannot read.
        """
        told = "\n".join(("liuhen-backup/1", *sorted(self.recipients), sha256))
        return hmac.digest(self.names, told.encode(), "sha256").hex()


def keys_at_hand(*, more: Sequence[str] = ()) -> Keys:
    """Return the keys of this installation's backups; make what is missing.

    Args:
        more: public keys (age1…) that shall be able to read backups from now on.

    Raises:
        BadInputError: one of them is none.
    """
    folder = keys_folder()
    known = _recipients(folder)
    fresh = [one for one in map(_public, more) if one not in known]
    if fresh or not (folder / _RECIPIENTS).is_file():
        with speaking("备份密钥没有写入。", folder):
            replace(folder / _RECIPIENTS, "".join(f"{one}\n" for one in (*known, *fresh)).encode())
    return Keys((*known, *fresh), write_once(folder / _NAMES, secrets.token_bytes(32)))


def identity_here() -> Path | None:
    """Return the file of the identity, or None where it is not on this machine."""
    path = keys_folder() / _IDENTITY
    return path if path.is_file() else None


def read_identities(path: Path) -> list[Identity]:
    """Return the identities in a file as `export_identity` or age-keygen writes it.

    Raises:
        BadInputError: there is none in it.
    """
    try:
        found = [x25519.Identity.from_str(one) for one in _SECRET.findall(path.read_text("utf-8"))]
    except (OSError, ValueError, pyrage.IdentityError):
        found = []
    if not found:
        raise BadInputError(
            f"{path} 不是备份密钥文件。",
            remedy="请使用 liuhen backup --export-key 写出的文件，或者照打印件逐字录入的文件。",
        )
    return found


def export_identity(target: Path) -> str:
    """Write the identity to a new file, readable by its owner only; return what to tell the reader.

    Raises:
        NotFoundError: it is not on this machine any more.
        BadInputError: the file is there already, or would lie beside what it opens.
        UnusableError: it cannot be written.
    """
    keys_at_hand()
    if any((folder / MARK).exists() for folder in target.resolve().parents):
        raise BadInputError("备份密钥不能放在备份目录里。", why="捡到备份的人就能打开它。", remedy="请写到别处。")
    source = identity_here()
    if source is None:
        raise NotFoundError("备份密钥不在本机。", why="它已经写出并从本机移走。", remedy="请使用当时写出的文件。")
    try:
        with speaking("备份密钥没有写出。", target.parent):
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(source.read_bytes())
                file.flush()
                os.fsync(file.fileno())
    except UnusableError as error:
        if target.exists() and isinstance(error.__cause__, FileExistsError):
            raise BadInputError(f"{target} 已经存在，没有覆盖。", remedy="请换一个文件名。") from error
        raise
    return f"备份密钥已写入 {target}。{_KEEP}"


def forget_identity(proof: Path) -> str:
    """Remove the identity from this machine, once `proof` shows that it is kept elsewhere; return what to tell.

    Raises:
        NotFoundError: it is not here.
        BadInputError: the file holds another one, or is the one to be removed.
    """
    source = identity_here()
    if source is None:
        raise NotFoundError("备份密钥本来就不在本机。")
    if source.samefile(proof) or source.parent in proof.resolve().parents:
        raise BadInputError("这个文件就在数据目录里，不能证明密钥已在别处保存。", remedy="请先写到本机之外。")
    kept = {str(one) for one in read_identities(proof)}
    if not {str(one) for one in read_identities(source)} <= kept:
        raise BadInputError(f"{proof} 里不是本机的备份密钥，没有移走。", remedy="请先用 --export-key 写出。")
    with speaking("备份密钥没有移走。", source.parent):
        source.unlink()
    return f"备份密钥已从本机移走，以后备份照常进行；恢复时要用 {proof.name}。"


def _recipients(folder: Path) -> tuple[str, ...]:
    try:
        return tuple(_public(one) for one in (folder / _RECIPIENTS).read_text("ascii").split())
    except FileNotFoundError:
        made = folder / _IDENTITY
        if not made.is_file():
            write_once(made, _spoken(x25519.Identity.generate()))
        return tuple(str(one.to_public()) for one in read_identities(made))


def _spoken(identity: Identity) -> bytes:
    lines = ("# 留痕 备份密钥，请勿随备份存放", f"# public key: {identity.to_public()}", str(identity), "")
    return "\n".join(lines).encode()


def _public(told: str) -> str:
    try:
        return str(x25519.Recipient.from_str(told.strip()))
    except (ValueError, pyrage.RecipientError) as error:
        raise BadInputError(f"“{told}”不是公钥。", remedy="公钥以 age1 开头，请完整复制。") from error
