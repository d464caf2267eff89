"""`liuhen serve`: a server that is killed leaves no child behind, and a taken port is explained."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from house.installation import LIUHEN, Installation, end, free_port, wait_until_ready


def started(installation: Installation, port: int, log: Path) -> subprocess.Popen[bytes]:
    with log.open("w") as out:
        server = subprocess.Popen(
            [LIUHEN, "serve", "--port", str(port)],
            env=installation.environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    wait_until_ready(f"http://127.0.0.1:{port}", server, log)
    return server


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_the_port_is_free_again_soon_after_the_server_was_killed(tmp_path: Path) -> None:
    port = free_port()
    server = started(Installation(tmp_path / "data"), port, tmp_path / "serve.log")
    os.kill(server.pid, signal.SIGKILL)
    server.wait(10)
    deadline = time.monotonic() + 20
    while listens(port) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not listens(port)


def test_a_second_server_is_told_whose_port_it_is(tmp_path: Path) -> None:
    port, installation = free_port(), Installation(tmp_path / "data")
    server = started(installation, port, tmp_path / "serve.log")
    try:
        other = Installation(tmp_path / "other").run("serve", "--port", str(port))
    finally:
        end(server)
    assert other.returncode == 2
    assert f"kill {server.pid}" in other.stderr
    assert f"--port {port + 1}" in other.stderr


def test_a_stranger_on_the_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = Installation(tmp_path / "data").run("serve", "--port", str(taken.getsockname()[1]))
    assert answer.returncode == 2
    assert f"进程 {os.getpid()}" in answer.stderr


def test_the_server_says_where_it_is_and_takes_it_back(tmp_path: Path) -> None:
    port, installation = free_port(), Installation(tmp_path / "data")
    server = started(installation, port, tmp_path / "serve.log")
    told = installation.run("doctor").stdout
    end(server)
    assert f"http://127.0.0.1:{port}，只有本机可以访问" in told
    assert "服务没有在运行" in installation.run("doctor").stdout


@pytest.mark.parametrize("words", [("--port", "0"), ("--port", "70000"), ("--tls-cert", "/nowhere")])
def test_wrong_options_are_said_in_chinese(tmp_path: Path, words: tuple[str, str]) -> None:
    answer = Installation(tmp_path / "data").run("serve", *words)
    assert answer.returncode == 2
    assert "用法见" in answer.stderr
