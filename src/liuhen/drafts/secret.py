"""The key of drafts. They are no records: a lost key loses what was begun, never what was recorded."""

import secrets
from typing import Final

from cryptography.exceptions import InvalidTag

from liuhen.ledger.vault import KEY_BYTES, decrypt, encrypt, keys_folder, write_once

_NAME: Final = "drafts.key"


def shut(text: str, *, about: str) -> bytes:
    """Return `text` encrypted; it opens only with the same `about`."""
    return encrypt(_key(), text.encode("utf-8", "surrogatepass"), about=about)


def opened(box: bytes, *, about: str) -> str | None:
    """Return what was shut in, or None where the key is another one or the box was changed."""
    try:
        return decrypt(_key(), box, about=about).decode("utf-8", "surrogatepass")
    except InvalidTag:
        return None


def _key() -> bytes:
    path = keys_folder() / _NAME
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return write_once(path, secrets.token_bytes(KEY_BYTES))
