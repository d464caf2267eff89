"""Second factors at rest: allauth's table of authenticators, with every secret encrypted under a key of its own."""

import base64
import secrets
from typing import Final

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.exceptions import InvalidTag

from liuhen.kernel.errors import UnusableError
from liuhen.ledger.vault import KEY_BYTES, decrypt, encrypt, keys_folder, write_once

_NAME: Final = "factors.key"
_ABOUT: Final = "second factor"


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    """What allauth asks of the house."""

    def encrypt(self, text: str) -> str:
        """Return a secret as it is kept."""
        return base64.b64encode(shut(text)).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Return a kept secret as it was."""
        return opened(base64.b64decode(encrypted_text))


def shut(text: str) -> bytes:
    """Return `text` encrypted under the key of second factors."""
    return encrypt(_key(), text.encode(), about=_ABOUT)


def opened(box: bytes) -> str:
    """Return what was shut in.

    Raises:
        UnusableError: the key is another one, or the box was changed.
    """
    try:
        return decrypt(_key(), box, about=_ABOUT).decode()
    except InvalidTag as err:
        raise UnusableError(
            "第二重验证的密钥与数据不符。", remedy="请系统管理员恢复 keys 文件夹，或由两名管理人员重置。"
        ) from err


def _key() -> bytes:
    path = keys_folder() / _NAME
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return write_once(path, secrets.token_bytes(KEY_BYTES))
