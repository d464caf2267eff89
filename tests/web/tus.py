"""A program that brings files in pieces: tuspy over a wire that is cut, and the bare protocol."""

import base64
import contextlib
import json
import random
import socket
import threading
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError

PASSWORD = "liuhen-demo"


class Bringer:
    """One account at the API of a running product."""

    def __init__(self, url: str, account: str = "zhoumingyuan") -> None:
        self.url = url
        told = json.dumps({"account": account, "password": PASSWORD}).encode()
        answer = requests.post(f"{url}/api/token", told, headers={"Content-Type": "application/json"}, timeout=30)
        self.headers = {"Authorization": f"Bearer {answer.json()['token']}"}

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> "Said":
        wire = HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            wire.request(method, path, body, {**self.headers, "Tus-Resumable": "1.0.0", **told})
            return Said(wire.getresponse())
        finally:
            wire.close()

    def begin(self, size: int, **told: str) -> str:
        """Begin a transfer; return its address."""
        return self.announce(size, **told).headers["location"]

    def announce(self, size: int, **told: str) -> "Said":
        return self.ask("POST", "/uploads", Upload_Length=str(size), Upload_Metadata=encoded(told))

    def add(self, address: str, data: bytes, at: int, **headers: str) -> "Said":
        return self.ask(
            "PATCH", address, data, Upload_Offset=str(at), Content_Type="application/offset+octet-stream", **headers
        )

    def offset(self, address: str) -> int:
        return int(self.ask("HEAD", address).headers["upload-offset"])

    def state(self, address: str) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.ask("GET", f"{address}/state").body)
        return told

    def bring(self, file: Path, *, through: str = "", chunk: int = 1 << 20, **told: str) -> str:
        """Bring a whole file by tuspy, again and again where the wire is cut; return its address."""
        client = TusClient(f"{through or self.url}/uploads", headers={**self.headers, "Connection": "close"})
        with file.open("rb") as stream:
            uploader = client.uploader(file_stream=stream, chunk_size=chunk, metadata={"filename": file.name, **told})
            while uploader.url is None or uploader.offset < file.stat().st_size:
                with contextlib.suppress(TusCommunicationError, requests.RequestException):
                    if uploader.url is not None:
                        uploader.offset = uploader.get_offset()
                    uploader.upload()
        return urlsplit(str(uploader.url)).path


class Said:
    """What the server answered."""

    def __init__(self, answer: HTTPResponse) -> None:
        self.status, self.body = answer.status, answer.read()
        self.headers: Mapping[str, str] = {name.lower(): value for name, value in answer.getheaders()}

    @property
    def text(self) -> str:
        return self.body.decode()


def encoded(told: Mapping[str, str]) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in told.items())


class Wire:
    """A wire to a server that is cut so many times, each after a number of bytes that nobody chose."""

    def __init__(self, url: str, *, cuts: int, within: int, seed: int = 8) -> None:
        self._to = (urlsplit(url).hostname, urlsplit(url).port)
        lengths = random.Random(seed)
        self._left = sorted((lengths.randrange(within) for _ in range(cuts)), reverse=True)
        self._carried = self.cut = 0
        self._turn = threading.Lock()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"

    @contextlib.contextmanager
    def up(self) -> Iterator["Wire"]:
        door = threading.Thread(target=self._serve, daemon=True)
        door.start()
        try:
            yield self
        finally:
            self._door.shutdown(socket.SHUT_RDWR)
            door.join()
            self._door.close()

    def _serve(self) -> None:
        joints = []
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._door.accept()
                joints.append(threading.Thread(target=self._join, args=(near,), daemon=True))
                joints[-1].start()
        for joint in joints:
            joint.join(30)

    def _join(self, near: socket.socket) -> None:
        with near, socket.create_connection(self._to) as far:
            back = threading.Thread(target=self._carry, args=(far, near, False), daemon=True)
            back.start()
            self._carry(near, far, True)
            back.join()

    def _carry(self, one: socket.socket, other: socket.socket, there: bool) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(1 << 16):
                if there and self._falls(len(data)):
                    break
                other.sendall(data)
        for end in (one, other):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _falls(self, length: int) -> bool:
        with self._turn:
            self._carried += length
            if not self._left or self._carried < self._left[-1]:
                return False
            self._left.pop()
            self.cut += 1
            return True
