"""断点续传 by a program, against the product as it is served: whatever breaks, the original is what was sent."""

import base64
import contextlib
import hashlib
import os
import random
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest

from house.installation import LIUHEN, Installation, end, free_port, wait_until_ready
from web.tus import Bringer, Wire

CUTS = 20
FILE = random.Random(8).randbytes(5_000_000)


class Product:
    """A product that may be killed and started again: to start it takes longer than all that is asked of it here."""

    def __init__(self, installation: Installation, log: Path) -> None:
        self.installation, self.log, self.port = installation, log, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        told = {**self.installation.environment, "PORT": str(self.port)}
        with self.log.open("w") as out:
            self.server = subprocess.Popen([LIUHEN, "serve"], env=told, stdout=out, stderr=out, start_new_session=True)
        wait_until_ready(self.url, self.server, self.log)

    def killed(self) -> None:
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()


@pytest.fixture(scope="module")
def served(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One product for all tests of this file: each brings files of its own."""
    folder = tmp_path_factory.mktemp("uploads")
    product = Product(installation.copied_to(folder / "data"), folder / "serve.log")
    yield product
    end(product.server)


@pytest.fixture
def by(served: Product) -> Bringer:
    return Bringer(served.url)


def unlike(name: str, size: int = 200_000) -> bytes:
    return random.Random(name).randbytes(size)


def written(folder: Path, data: bytes) -> Path:
    file = folder / "现场检查 😀.mp4"
    file.write_bytes(data)
    return file


def original(live: Product, data: bytes) -> Path:
    sha256 = hashlib.sha256(data).hexdigest()
    return live.installation.data / "originals" / sha256[:2] / sha256


def test_a_file_arrives_whole_over_a_wire_cut_twenty_times(served: Product, by: Bringer, tmp_path: Path) -> None:
    file = written(tmp_path, FILE)
    with Wire(served.url, cuts=CUTS, within=len(FILE)).up() as wire:
        address = by.bring(file, through=wire.url, sha256=hashlib.sha256(FILE).hexdigest())
    assert wire.cut == CUTS
    told = by.state(address)
    assert (told["state"], told["sha256"], told["sm3"]) == (
        "done",
        hashlib.sha256(FILE).hexdigest(),
        hashlib.new("sm3", FILE).hexdigest(),
    )
    assert original(served, FILE).read_bytes() == FILE
    assert told["name"] == file.name


def test_a_server_killed_in_the_middle_goes_on_where_it_was(served: Product, by: Bringer) -> None:
    data = unlike("killed", 3_000_000)
    address = by.begin(len(data), filename="监控.mp4")
    by.add(address, data[:1_000_000], 0)
    with under_way(by, address, data[1_000_000:2_500_000], at=1_000_000, of=2_000_000):
        served.killed()
    served.start()
    at = by.offset(address)
    assert at > 1_000_000
    by.add(address, data[at:], at)
    assert by.state(address)["sha256"] == hashlib.sha256(data).hexdigest()


@contextlib.contextmanager
def under_way(by: Bringer, address: str, begun: bytes, *, at: int, of: int) -> Iterator[None]:
    """A connection that has sent the beginning of a chunk, of which some is there, and keeps the rest back."""
    host, _, port = by.url.removeprefix("http://").partition(":")
    told = {
        "Host": host,
        **by.headers,
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": str(at),
        "Content-Type": "application/offset+octet-stream",
        "Content-Length": str(of),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    with socket.create_connection((host, int(port))) as wire:
        wire.sendall(f"PATCH {address} HTTP/1.1\r\n{lines}\r\n".encode() + begun)
        deadline = time.monotonic() + 20
        while by.offset(address) == at and time.monotonic() < deadline:
            time.sleep(0.02)
        yield


@pytest.mark.parametrize(
    ("at", "length", "status"),
    [(0, 1_000, 409), (99_999, 1, 409), (100_001, 5, 409), (150_000, 50_001, 413), (100_000, 100_001, 413)],
)
def test_a_chunk_out_of_place_is_refused(by: Bringer, at: int, length: int, status: int) -> None:
    address = by.begin(200_000, filename="a.mp4")
    by.add(address, bytes(100_000), 0)
    assert by.add(address, bytes(length), at).status == status
    assert by.offset(address) == 100_000


def test_a_chunk_that_was_changed_on_its_way_is_refused_and_taken_when_it_is_right(by: Bringer) -> None:
    data = unlike("changed", 1_000)
    address = by.begin(len(data), filename="a.mp4")
    told = {"Upload-Checksum": "sha1 " + base64.b64encode(hashlib.sha1(data).digest()).decode()}  # noqa: S324  # the protocol's own
    answer = by.add(address, bytes(1_000), 0, **told)
    assert (answer.status, "校验值不一致" in answer.text) == (460, True)
    assert by.offset(address) == 0
    assert by.add(address, data, 0, **told).status == HTTPStatus.NO_CONTENT


def test_a_file_that_is_not_what_its_sender_hashed_is_refused_and_dropped(served: Product, by: Bringer) -> None:
    data = unlike("other")
    address = by.begin(len(data), filename="a.mp4", sha256="0" * 64)
    answer = by.add(address, data, 0)
    assert (answer.status, "校验值不一致" in answer.text) == (422, True)
    assert not original(served, data).exists()
    assert by.state(address)["state"] == "refused"
    assert by.ask("HEAD", address).status == HTTPStatus.GONE


def test_a_digest_that_is_told_later_is_waited_for(served: Product, by: Bringer) -> None:
    data = unlike("later")
    address = by.begin(len(data), filename="a.mp4", digest="later")
    by.add(address, data, 0)
    assert by.state(address)["awaits"] == "sha256"
    assert not original(served, data).exists()
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    told = by.ask("POST", f"{address}/state", b"sha256=" + hashlib.sha256(data).hexdigest().encode(), **form)
    assert ('"done"' in told.text, original(served, data).exists()) == (True, True)


def test_of_two_connections_on_one_transfer_one_wins(by: Bringer) -> None:
    address = by.begin(3_000_000, filename="a.mp4")
    with under_way(by, address, bytes(1_500_000), at=0, of=3_000_000):
        assert by.add(address, bytes(10), 0).status == HTTPStatus.LOCKED
        assert by.add(address, bytes(10), by.offset(address)).status == HTTPStatus.LOCKED


def test_one_file_brought_twice_at_once_is_one_original(served: Product, by: Bringer, tmp_path: Path) -> None:
    data = unlike("twice", 2_000_000)
    file, addresses = written(tmp_path, data), []
    both = [threading.Thread(target=lambda: addresses.append(by.bring(file, chunk=200_000))) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert {by.state(address)["sha256"] for address in addresses} == {hashlib.sha256(data).hexdigest()}
    assert len(set(addresses)) == 2
    assert original(served, data).stat().st_nlink == 1


def test_nobody_else_knows_of_a_transfer(served: Product, by: Bringer) -> None:
    address = by.begin(10, filename="a.mp4")
    other = Bringer(served.url, "hejing")
    assert other.ask("HEAD", address).status == HTTPStatus.NOT_FOUND
    assert other.add(address, bytes(10), 0).status == HTTPStatus.NOT_FOUND
    assert other.ask("DELETE", address).status == HTTPStatus.NOT_FOUND
    assert other.ask("GET", f"{address}/state").status == HTTPStatus.NOT_FOUND
    assert address not in other.ask("GET", "/uploads").text
    assert address in by.ask("GET", "/uploads").text


def test_who_is_not_signed_in_or_works_on_no_case_brings_nothing(served: Product, by: Bringer) -> None:
    nobody = Bringer(served.url)
    nobody.headers = {"Authorization": "Bearer nonsense"}
    assert nobody.announce(10).status == HTTPStatus.UNAUTHORIZED
    assert Bringer(served.url, "fengyiming").announce(10).status == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("现场 👨‍👩‍👧 1.mp4", "现场 👨👩👧 1.mp4"),
        ("../../etc/passwd", "passwd"),
        ("C:\\DCIM\\100.MP4", "100.MP4"),
        ("a\x00\u202eb.mp4", "ab.mp4"),
        ("..", ".."),
        ("长" * 300 + ".mp4", "长" * 196 + ".mp4"),
        ("", "未命名文件"),
    ],
)
def test_a_name_is_only_a_name(served: Product, by: Bringer, given: str, kept: str) -> None:
    data = unlike(given, 100)
    address = by.begin(len(data), filename=given)
    by.add(address, data, 0)
    assert by.state(address)["name"] == kept
    assert original(served, data).exists()


def test_what_cannot_come_is_refused_before_it_comes(by: Bringer) -> None:
    assert "空的" in by.announce(0, filename="a.mp4").text
    assert by.announce(51 << 30).status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert by.ask("POST", "/uploads").status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert by.ask("POST", "/uploads", Tus_Resumable="0.2.2", Upload_Length="1").status == 412
    assert by.ask("POST", "/uploads", Upload_Length="1", Upload_Metadata="a !!").status == 422


def test_a_transfer_given_up_is_gone(served: Product, by: Bringer) -> None:
    address = by.begin(10, filename="a.mp4")
    assert by.ask("DELETE", address).status == HTTPStatus.NO_CONTENT
    assert by.ask("HEAD", address).status == HTTPStatus.NOT_FOUND
    left = [one.name for one in (served.installation.data / "originals" / ".incoming").iterdir()]
    assert [name for name in left if name.startswith(address.rpartition("/")[2])] == []


def test_a_connection_is_asked_whether_its_other_end_is_still_there(served: Product) -> None:
    with socket.create_connection(("127.0.0.1", served.port)) as wire:
        near, far = f"0100007F:{served.port:04X}", f"0100007F:{wire.getsockname()[1]:04X}"
        lines = [line.split() for line in Path("/proc/net/tcp").read_text("ascii").splitlines()]
        timers = [line[5].partition(":")[0] for line in lines if line[1:3] == [near, far]]
    assert timers == ["02"]  # the kernel's word for a timer that asks the other end
