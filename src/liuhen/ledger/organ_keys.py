"""The Ed25519 key of an organ: it signs checkpoints; its public half is named in the organ's first entry."""

from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from liuhen.kernel.errors import LiuhenError, UnusableError
from liuhen.ledger.head import Entry
from liuhen.ledger.models import Head
from liuhen.ledger.parts import OPEN, read_part
from liuhen.ledger.vault import keys_folder, write_once


def make_organ_key(organ: str) -> str:
    """Make the organ's key where there is none; return its public half, base64 of 32 bytes."""
    path = _path(organ)
    if not path.exists():
        write_once(path, Ed25519PrivateKey.generate().private_bytes_raw())
    return public_key(organ)


def public_key(organ: str) -> str:
    """Return the public half of the organ's key, base64 of 32 bytes; an organ without entries gets its key now.

    Raises:
        UnusableError: the organ has entries and its key is missing or broken.
    """
    if not _path(organ).exists() and not Head.objects.filter(organ=organ).exists():
        return make_organ_key(organ)
    return b64encode(private_key(organ).public_key().public_bytes_raw()).decode()


def private_key(organ: str) -> Ed25519PrivateKey:
    """Return the key that signs for the organ.

    Raises:
        UnusableError: it is missing or broken.
    """
    try:
        return Ed25519PrivateKey.from_private_bytes(_path(organ).read_bytes())
    except (FileNotFoundError, ValueError) as err:
        raise UnusableError(
            "本机关的检查点签名密钥缺失或损坏。", why="没有它不能签发检查点。", remedy="请从备份恢复密钥文件夹。"
        ) from err


def signature_holds(signature: str, said: bytes, *, signer: str) -> bool:
    """Say whether an Ed25519 signature over `said` is the signer's; both it and his public key are base64."""
    try:
        key = Ed25519PublicKey.from_public_bytes(b64decode(signer, validate=True))
        key.verify(b64decode(signature, validate=True), said)
    except (InvalidSignature, ValueError):
        return False
    return True


def known_signers(organ: str) -> frozenset[str]:
    """Return the public keys that may sign for the organ: the one its first entry names, else the one at hand."""
    named = _named_key(organ)
    try:
        return frozenset([named or public_key(organ)])
    except UnusableError:
        return frozenset()


def _named_key(organ: str) -> str:
    first = Head.objects.filter(organ=organ, organ_seq=1).values_list("head", flat=True).first()
    try:
        said = read_part(Entry.read(bytes(first or b"")), OPEN)[1].get("public_key")
    except (LiuhenError, ValueError, LookupError, TypeError, AttributeError):
        return ""  # what is wrong with the first entry is said where the chain is walked
    return said if isinstance(said, str) else ""


def _path(organ: str) -> Path:
    plain = organ.replace("-", "").replace("_", "").isalnum() and organ.isascii()
    name = organ if plain else sha256(organ.encode()).hexdigest()  # an id never leads out of the folder
    return keys_folder() / f"organ-{name}.ed25519"
