"""Originals in an S3-compatible store beside the local folder: put there once, locked, read back in part or whole.

The local folder is where files arrive, are hashed and looked into; what is in the store is what lasts. A file that is
no longer in the folder is read from the store. There is no way to delete or to write over anything here.
"""

import base64
import hashlib
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urlsplit

from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.media.disk import NOT_FETCHED, fetching
from liuhen.media.hashing import TwinDigester
from liuhen.media.places import incoming, settle, where
from liuhen.media.space import require_room

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

Lock = Literal["", "GOVERNANCE", "COMPLIANCE"]

PART: Final = 64 << 20  # bytes: what is held in memory of a large original while it is sent
_PIECE: Final = 1 << 20
_REFUSED: Final = "原件没有存入对象存储。"
_THERE: Final = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412"})
_GONE: Final = frozenset({"NoSuchKey", "404", "NotFound"})


@dataclass(frozen=True)
class ObjectStore:
    """A bucket, or what of it begins with `prefix`.

    Args:
        endpoint: address of the service; empty for the usual one of its region.
        lock: how what is put there is locked, empty for not at all; `days` for how long.
        part: bytes of one part of a large original.
        tries: how often something is asked before the network counts as down.
    """

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    lock: Lock = ""
    days: int = 0
    part: int = PART
    tries: int = 5

    @classmethod
    def read(cls, url: str, *, endpoint: str = "", lock: str = "", days: int = 0) -> "ObjectStore":
        """Return the store that `s3://bucket/prefix` names; raise BadInputError for anything else."""
        told = urlsplit(url)
        if (
            told.scheme != "s3"
            or not told.netloc
            or lock not in ("", "GOVERNANCE", "COMPLIANCE")
            or (lock and days < 1)
        ):
            raise BadInputError(
                "对象存储的设置有误。",
                why="LIUHEN_ORIGINALS_URL 应写成 s3://桶名/前缀；"
                "LIUHEN_ORIGINALS_LOCK 只能是 GOVERNANCE 或者 COMPLIANCE，并写明 LIUHEN_ORIGINALS_LOCK_DAYS。",
                remedy="请改正后重新启动。",
            )
        return cls(told.netloc, told.path.strip("/"), endpoint, lock, days)  # type: ignore[arg-type]  # looked at above

    @cached_property
    def _client(self) -> "S3Client":
        import boto3  # noqa: PLC0415  # a second of every start; only who has a store needs it
        from botocore.config import Config  # noqa: PLC0415

        config = Config(retries={"max_attempts": self.tries, "mode": "standard"}, connect_timeout=10, read_timeout=60)
        return boto3.client("s3", endpoint_url=self.endpoint or None, config=config)

    def require_ready(self) -> None:
        """Refuse a store that cannot be reached, or that cannot lock though it has to.

        Raises:
            UnusableError: so.
        """
        with _speaking("对象存储不能使用。"):
            self._client.head_bucket(Bucket=self.bucket)
            if self.lock:
                told = self._client.get_object_lock_configuration(Bucket=self.bucket)
                if told["ObjectLockConfiguration"].get("ObjectLockEnabled") != "Enabled":
                    raise UnusableError(
                        "对象存储不能使用。", why="这个桶没有启用对象锁定。", remedy="请换用启用了锁定的桶。"
                    )

    def put(self, path: Path, digests: Digests, size: int) -> bool:
        """Store a file under its digest, unless it is there; return whether it is new. Verified when this returns.

        The service itself takes the SHA-256 of what it received and refuses what differs.

        Raises:
            UnusableError: the service refused, or what is there under this digest is something else.
        """
        with _speaking(_REFUSED):
            try:
                summed = self._put(path, digests) if size <= self.part else self._put_parts(path, digests)
                new = True
            except Exception as error:
                if _code(error) not in _THERE:
                    raise
                summed, new = "", False
            self._require(digests, size, summed)
        return new

    def size_of(self, sha256: str) -> int | None:
        """Return the size in bytes of an original; None where it is not there."""
        with _speaking("对象存储读不出。"):
            try:
                return self._client.head_object(Bucket=self.bucket, Key=self.key(sha256))["ContentLength"]
            except Exception as error:
                if _code(error) in _GONE:
                    return None
                raise

    def ranged(self, sha256: str, *, start: int, end: int, chunk: int = _PIECE) -> Iterator[bytes]:
        """Give the bytes of an original from `start` up to, not including, `end`.

        Raises:
            UnusableError: it is not there, shorter, or the service refused.
        """
        if start >= end:
            return
        left = end - start
        with _speaking("文件读取中断。"):
            span = f"bytes={start}-{end - 1}"
            told = self._client.get_object(Bucket=self.bucket, Key=self.key(sha256), Range=span)
            for piece in told["Body"].iter_chunks(chunk):
                left -= len(piece)
                yield piece
        if left:
            raise UnusableError("文件读取中断。", why="原件比记录的短。", remedy="请系统管理员核查对象存储。")

    def digests_of(self, sha256: str) -> tuple[Digests, int] | None:
        """Return what an original in the store really is, every byte of it read; None where it is not there."""
        size = self.size_of(sha256)
        if size is None:
            return None
        with TwinDigester() as digester:
            for piece in self.ranged(sha256, start=0, end=size):
                digester.update(piece)
            return digester.digests(), size

    def fetch(self, sha256: str, root: Path) -> Path:
        """Bring an original into its place in a local folder, compared with its digest; return the place.

        Raises:
            UnusableError: it is not in the store, is something else, or the disk refuses.
        """
        target, size = where(root, sha256), self.size_of(sha256)
        if size is None:
            raise UnusableError("原件打不开。", why="原件不在存储中。", remedy="请系统管理员核查对象存储，用备份恢复。")
        with fetching():
            require_room(root, size, refused=NOT_FETCHED, reserve=0)
            draft = incoming(root) / f"{secrets.token_hex(16)}.part"
            draft.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
            try:
                self._pour(sha256, draft, size)
                target.parent.mkdir(mode=0o750, exist_ok=True)
                draft.replace(target)
                settle(target.parent)
            finally:
                draft.unlink(missing_ok=True)
        return target

    def _pour(self, sha256: str, draft: Path, size: int) -> None:
        """Write an original to a new file, durable and compared with its digest when this returns."""
        hasher = hashlib.sha256()
        with draft.open("xb") as file:
            for piece in self.ranged(sha256, start=0, end=size):
                hasher.update(piece)
                file.write(piece)
            os.fchmod(file.fileno(), 0o444)
            file.flush()
            os.fsync(file.fileno())
        if hasher.hexdigest() != sha256:
            raise UnusableError(
                "原件打不开。", why="对象存储中的内容已经改变。", remedy="请系统管理员核查，用备份恢复。"
            )

    def key(self, sha256: str) -> str:
        """Return the name of an original in the bucket."""
        return "/".join(part for part in (self.prefix, sha256[:2], sha256) if part)

    def _told(self, digests: Digests) -> dict[str, Any]:
        told: dict[str, Any] = {"Bucket": self.bucket, "Key": self.key(digests.sha256), "Metadata": digests.as_json()}
        if self.lock:
            until = datetime.now(UTC) + timedelta(days=self.days)
            told |= {"ObjectLockMode": self.lock, "ObjectLockRetainUntilDate": until}
        return told

    def _put(self, path: Path, digests: Digests) -> str:
        summed = base64.b64encode(bytes.fromhex(digests.sha256)).decode()
        with path.open("rb") as file:
            self._client.put_object(
                **self._told(digests), Body=file, ChecksumAlgorithm="SHA256", ChecksumSHA256=summed, IfNoneMatch="*"
            )
        return summed

    def _put_parts(self, path: Path, digests: Digests) -> str:
        """Send a large original in parts, each with its own checksum; return the checksum over those."""
        at: Any = {"Bucket": self.bucket, "Key": self.key(digests.sha256)}
        upload = self._client.create_multipart_upload(**self._told(digests), ChecksumAlgorithm="SHA256")["UploadId"]
        parts: list[dict[str, Any]] = []
        sums = hashlib.sha256()
        try:
            with path.open("rb") as file:
                while body := file.read(self.part):
                    summed = hashlib.sha256(body).digest()
                    sums.update(summed)
                    told = {"PartNumber": len(parts) + 1, "ChecksumSHA256": base64.b64encode(summed).decode()}
                    sent = self._client.upload_part(**at, **told, UploadId=upload, Body=body)  # type: ignore[arg-type]
                    parts.append(told | {"ETag": sent["ETag"]})
            done: Any = {"Parts": parts}
            self._client.complete_multipart_upload(**at, UploadId=upload, MultipartUpload=done, IfNoneMatch="*")
        except BaseException:
            self._client.abort_multipart_upload(**at, UploadId=upload)
            raise
        return f"{base64.b64encode(sums.digest()).decode()}-{len(parts)}"

    def _require(self, digests: Digests, size: int, summed: str) -> None:
        """Compare what the service says of an original with what it has to be."""
        told = self._client.head_object(Bucket=self.bucket, Key=self.key(digests.sha256), ChecksumMode="ENABLED")
        known: Mapping[str, str] = told["Metadata"]
        same = told["ContentLength"] == size and {**known} == digests.as_json()
        found = told.get("ChecksumSHA256", "")
        if same and (not summed or not found or found.partition("-")[0] == summed.partition("-")[0]):
            return
        raise UnusableError(
            _REFUSED,
            why="对象存储中同一校验值下是别的内容。",
            remedy="请系统管理员核查对象存储；设备中的原始文件请勿删除。",
        )


_attached: Final[dict[Path, ObjectStore]] = {}


def attach(root: Path, store: ObjectStore | None) -> None:
    """Let the originals under a folder also lie in a store; None: in the folder only."""
    if store is None:
        _attached.pop(root, None)
    else:
        _attached[root] = store


def attached(root: Path) -> ObjectStore | None:
    """Return the store in which the originals under a folder lie as well, or None."""
    return _attached.get(root)


def present(root: Path, sha256: str) -> Path:
    """Return where an original lies in the folder, brought there from the store where it is not; for who needs a file.

    Raises:
        NotFoundError: `sha256` is not a digest.
        UnusableError: the store has it not, or refused. Without a store the place is returned whatever is there.
    """
    path, store = where(root, sha256), attached(root)
    return path if store is None or path.exists() else store.fetch(sha256, root)


def _code(error: Exception) -> str:
    told = getattr(error, "response", {})
    return str(told.get("Error", {}).get("Code", ""))


@contextmanager
def _speaking(refused: str) -> Iterator[None]:
    """Turn what the service or the network says into an UnusableError."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        why = "连接不上对象存储。" if isinstance(error, BotoCoreError) else f"对象存储拒绝：{_code(error)}。"
        raise UnusableError(
            refused, why=why, remedy="请系统管理员检查网络、桶和权限，然后重试；设备中的原始文件请勿删除。"
        ) from error
