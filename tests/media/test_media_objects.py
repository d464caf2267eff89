"""Originals in an S3-compatible store: put once, locked, verified, read in part; a real server in its own process."""

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError

from house.installation import free_port
from liuhen.archive.originals import Wanted, copied
from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.media.fixity import Fault, check
from liuhen.media.objects import ObjectStore, attach, present
from liuhen.media.ranges import slices
from liuhen.media.store import Stored, take_in
from liuhen.upkeep.health.check import State
from liuhen.upkeep.health.originals import store as stands
from media.originals import names_under

DATA = bytes(range(256)) * 4096
OWN = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a store that speaks S3, for as long as the tests of this file run."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **OWN})
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def client(server: str) -> Any:
    """Ask the store as its owner would, past the product."""
    told = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
    client = boto3.client("s3", endpoint_url=server, **told)
    for _ in range(150):
        try:
            client.create_bucket(Bucket="locked", ObjectLockEnabledForBucket=True)
            client.create_bucket(Bucket="open")
        except EndpointConnectionError:
            time.sleep(0.2)
        else:
            return client
    raise AssertionError("the store did not start")


@pytest.fixture
def store(server: str, client: Any, monkeypatch: pytest.MonkeyPatch) -> ObjectStore:
    del client
    for name, value in OWN.items():
        monkeypatch.setenv(name, value)
    return ObjectStore("locked", f"originals/{time.monotonic_ns()}", server, "GOVERNANCE", 30, part=5 << 20)


@pytest.fixture
def root(store: ObjectStore, tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "originals"
    attach(folder, store)
    yield folder
    attach(folder, None)


def kept(root: Path, data: bytes = DATA) -> Stored:
    return take_in([data], root=root, name="现场.mp4")


def test_what_is_taken_in_lies_in_the_store_locked_and_whole(root: Path, store: ObjectStore, client: Any) -> None:
    stored = kept(root)
    told = client.head_object(Bucket="locked", Key=store.key(stored.digests.sha256))
    assert (told["ContentLength"], told["ObjectLockMode"]) == (len(DATA), "GOVERNANCE")
    assert told["Metadata"] == stored.digests.as_json()
    assert store.digests_of(stored.digests.sha256) == (stored.digests, len(DATA))


def test_put_twice_it_is_there_once(root: Path, store: ObjectStore, client: Any) -> None:
    stored = kept(root)
    assert store.put(stored.path, stored.digests, stored.size) is False
    versions = client.list_object_versions(Bucket="locked", Prefix=store.key(stored.digests.sha256))["Versions"]
    assert len(versions) == 1


def test_a_large_original_goes_in_parts(root: Path, store: ObjectStore) -> None:
    stored = kept(root, DATA * 12)  # three parts of five MiB, the last one shorter
    assert store.digests_of(stored.digests.sha256) == (stored.digests, 12 * len(DATA))


def test_gone_from_the_folder_it_plays_by_ranges_and_checks_from_the_store(root: Path) -> None:
    stored = kept(root)
    stored.path.unlink()
    assert b"".join(slices(stored.path, start=1000, end=70_000, chunk=4096)) == DATA[1000:70_000]
    said = {**stored.digests.as_json(), "size": stored.size}
    assert check(root, **said) is None
    assert not stored.path.exists()
    assert present(root, stored.digests.sha256).read_bytes() == DATA


def test_a_package_takes_it_from_the_store(root: Path) -> None:
    stored = kept(root)
    stored.path.unlink()
    wanted = Wanted("data/recordings/1.mp4", "现场.mp4", stored.digests, stored.size)
    assert b"".join(copied(wanted, roots=(root,), told=lambda _: None)) == DATA


@pytest.mark.parametrize("most", [0, len(DATA) // 2, len(DATA) - 1])
def test_a_disk_that_fills_while_it_is_fetched_back_leaves_nothing_and_says_so(root: Path, most: int) -> None:
    stored = kept(root)
    stored.path.unlink()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        with pytest.raises(UnusableError, match="原件没有从对象存储取回") as refusal:
            present(root, stored.digests.sha256)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert refusal.value.why
    assert "对象存储中的原件未受影响" in refusal.value.remedy
    assert names_under(root) == []
    assert present(root, stored.digests.sha256).read_bytes() == DATA


def test_what_the_disk_has_no_room_for_is_not_fetched_at_all(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = kept(root)
    stored.path.unlink()
    full = shutil.disk_usage(root)._replace(free=len(DATA) - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: full)
    with pytest.raises(UnusableError, match="存储空间不足"):
        present(root, stored.digests.sha256)
    assert names_under(root) == []


def test_other_bytes_under_a_digest_are_never_taken_for_the_original(
    root: Path, store: ObjectStore, client: Any
) -> None:
    told = Digests.of(DATA)
    client.put_object(Bucket="locked", Key=store.key(told.sha256), Body=b"x" * len(DATA))
    with pytest.raises(UnusableError, match="没有存入对象存储"):
        kept(root)
    assert not list(root.glob("??/*"))  # what the store did not take is no original
    problem = check(root, sha256=told.sha256, sm3=told.sm3, size=len(DATA))
    assert problem is not None
    assert problem.fault is Fault.CHANGED
    with pytest.raises(UnusableError, match="打不开"):
        present(root, told.sha256)


def test_a_store_that_cannot_be_reached_refuses_and_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in OWN.items():
        monkeypatch.setenv(name, value)
    attach(tmp_path, ObjectStore("locked", "", f"http://127.0.0.1:{free_port()}", tries=1))
    try:
        with pytest.raises(UnusableError, match="没有存入") as refused:
            kept(tmp_path)
        assert "连接不上" in refused.value.why
        assert not list(tmp_path.glob("??/*"))
    finally:
        attach(tmp_path, None)


def test_a_bucket_that_cannot_lock_is_refused_at_the_start(server: str, store: ObjectStore) -> None:
    store.require_ready()
    with pytest.raises(UnusableError, match="不能使用"):
        ObjectStore("open", "", server, "COMPLIANCE", 30).require_ready()
    with pytest.raises(UnusableError, match="不能使用"):
        ObjectStore("nowhere", "", server).require_ready()


@pytest.mark.parametrize("url", ["/var/originals", "http://bucket", "s3://"])
def test_what_names_no_store_is_refused(url: str) -> None:
    with pytest.raises(BadInputError, match="设置有误"):
        ObjectStore.read(url)


def test_a_lock_says_for_how_long() -> None:
    with pytest.raises(BadInputError, match="设置有误"):
        ObjectStore.read("s3://a/b", lock="COMPLIANCE")
    assert ObjectStore.read("s3://a/b/c/", lock="COMPLIANCE", days=365).key("ab" + "0" * 62) == "b/c/ab/ab" + "0" * 62


def test_the_check_up_says_how_the_store_is(store: ObjectStore, tmp_path: Path, settings: Any) -> None:
    settings.LIUHEN_ORIGINALS = tmp_path
    assert "没有使用" in stands().found
    attach(tmp_path, store)
    try:
        assert (stands().state, "锁定 30 日" in stands().found) == (State.FINE, True)
        attach(tmp_path, ObjectStore("nowhere", "", store.endpoint))
        assert stands().state is State.WRONG
    finally:
        attach(tmp_path, None)
