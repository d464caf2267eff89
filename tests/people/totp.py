"""What an app for one-time passwords shows. It knows nothing of the product, as an app on a phone does not."""

import base64
import time

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP


def code_of(secret: str, *, shift: int = 0) -> str:
    """What the app shows now, or some steps of 30 seconds away."""
    key = TOTP(base64.b32decode(secret), 6, SHA1(), 30, enforce_key_length=False)  # noqa: S303  # what TOTP is made of
    return key.generate(int(time.time()) + shift * 30).decode()
