"""Encryption at rest: parts under data keys, data keys under the installation's master key."""

import os
import secrets
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from liuhen.kernel.errors import UnusableError
from liuhen.ledger.models import DataKey
from liuhen.ledger.prepared import Prepared
from liuhen.ledger.rows import insert

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_boxes: Final = Prepared(DataKey, lambda name: DataKey.objects.filter(name=name).values_list("box"))


def keys_folder() -> Path:
    """Return the folder of the installation's keys, made for its owner only."""
    folder = Path(settings.LIUHEN_DATA) / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def write_once(path: Path, content: bytes) -> bytes:
    """Write a key file that was not there, readable by its owner only; return what the file holds.

    The whole content appears at once or not at all; the first of two processes wins.
    """
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return path.read_bytes()
    finally:
        draft.unlink()
    _settle(path.parent)
    return content


def _settle(folder: Path) -> None:
    """Make the name of a key durable before anything is encrypted with it: records outlive a power cut, so must it."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def encrypt(key: bytes, plain: bytes, *, about: str) -> bytes:
    """Return nonce and ciphertext under AES-256-GCM; `about` is authenticated with them."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, about.encode())


def decrypt(key: bytes, box: bytes, *, about: str) -> bytes:
    """Return what `encrypt` was given.

    Raises:
        InvalidTag: another key, another `about`, or a changed bit.
    """
    if len(box) < _NONCE_BYTES:
        raise InvalidTag
    return AESGCM(key).decrypt(box[:_NONCE_BYTES], box[_NONCE_BYTES:], about.encode())


def data_key(name: str) -> bytes:
    """Return the data key of this name; make it where there is none.

    Raises:
        UnusableError: the master key is missing or another one.
    """
    row = _boxes.first(name)
    if row is not None:
        return unwrap(name, bytes(row[0]))
    key = secrets.token_bytes(KEY_BYTES)
    insert(DataKey(name=name, box=encrypt(_master_key(), key, about=name)))
    return key


def unwrap(name: str, box: bytes) -> bytes:
    """Return a data key from its wrapped form.

    Raises:
        UnusableError: the master key is missing or another one, or the wrapped key was changed.
    """
    try:
        return decrypt(_master_key(), box, about=name)
    except InvalidTag as err:
        raise UnusableError(
            f"密钥“{name}”无法打开。",
            why="主密钥不是写入时的那一把，或者密钥记录被改动。",
            remedy="请从备份恢复密钥文件夹。",
        ) from err


def _master_key() -> bytes:
    try:
        key = (Path(settings.LIUHEN_DATA) / "keys" / "master.key").read_bytes()
    except FileNotFoundError:
        path = keys_folder() / "master.key"
        if DataKey.objects.exists():  # something was encrypted already: a new key would only hide the loss
            raise UnusableError(
                "缺少主密钥文件。", why="已有记录是用它加密的，没有它就不能读写。", remedy="请从备份恢复密钥文件夹。"
            ) from None
        key = write_once(path, secrets.token_bytes(KEY_BYTES))
    if len(key) != KEY_BYTES:
        raise UnusableError("主密钥文件不完整。", remedy="请从备份恢复密钥文件夹。")
    return key
