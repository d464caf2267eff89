"""How the product may be reached: the network over TLS only, a demo never, a name only with its certificate."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from house.installation import Installation
from liuhen.cli.entrance import EVERYWHERE, Entrance, entrance
from liuhen.kernel.errors import BadInputError, NotAllowedError, UnusableError
from liuhen.upkeep.tls import begin, place, see

NETWORK = min(EVERYWHERE)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LIUHEN_DATA", str(tmp_path))
    for name in ("LIUHEN_HOSTS", "LIUHEN_HTTPS", "LIUHEN_BEHIND_PROXY"):
        monkeypatch.setenv(name, "")
    return tmp_path


@pytest.fixture
def certified(data: Path) -> Path:
    begin(place(data), names=["liuhen.test"], addresses=["192.168.1.10"], now=datetime.now(UTC))
    return data


def asked(**other: Any) -> Entrance:
    told: dict[str, Any] = {"host": NETWORK, "port": 8443, "names": [], "certificate": None, "key": None}
    return entrance(**{**told, "behind_proxy": False, **other})


@pytest.mark.parametrize("host", [NETWORK, "::", "192.168.1.10", "liuhen.test"])
def test_plain_http_on_the_network_is_refused_with_the_reason(data: Path, host: str) -> None:
    with pytest.raises(NotAllowedError) as refused:
        asked(host=host)
    assert "摄像头" in refused.value.why
    assert "密码" in refused.value.why


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_plain_http_on_the_machine_itself_is_fine(data: Path, host: str) -> None:
    assert asked(host=host).local


def test_the_installation_s_own_certificate_is_used_without_being_asked_for(certified: Path) -> None:
    at = asked()
    assert at.certificate == place(certified).server
    assert at.url == "https://liuhen.test:8443"
    assert {"liuhen.test", "192.168.1.10", "127.0.0.1"} <= set(at.hosts)


def test_a_certificate_of_our_own_that_soon_ends_is_renewed_at_the_start(data: Path) -> None:
    old = datetime.now(UTC) - timedelta(days=380)
    authority = begin(place(data), names=["liuhen.test"], addresses=["192.168.1.10"], now=old)
    at = asked()
    assert at.seen is not None
    assert at.seen.days_left(datetime.now(UTC)) > 360
    assert (at.seen.names, see(place(data).authority)) == (("liuhen.test", "localhost"), authority)


def test_without_the_authority_s_key_it_is_served_as_it_is(data: Path) -> None:
    begin(place(data), names=["liuhen.test"], addresses=[], now=datetime.now(UTC) - timedelta(days=380))
    before = place(data).server.read_bytes()
    place(data).authority_key.unlink()
    assert asked().certificate == place(data).server
    assert place(data).server.read_bytes() == before


def test_settings_follow_the_entrance(certified: Path) -> None:
    asked().tell_settings()
    assert os.environ["LIUHEN_HTTPS"] == "1"
    assert "liuhen.test" in os.environ["LIUHEN_HOSTS"].split(",")


def test_a_name_the_certificate_is_not_for_is_refused(certified: Path) -> None:
    with pytest.raises(BadInputError, match="不是给"):
        asked(names=["other.test"])


def test_half_a_pair_is_refused(certified: Path) -> None:
    with pytest.raises(BadInputError, match="一起指定"):
        asked(certificate=place(certified).server)


def test_a_key_of_another_certificate_is_refused(certified: Path, tmp_path: Path) -> None:
    other = place(tmp_path / "other")
    begin(other, names=["liuhen.test"], addresses=[], now=datetime.now(UTC))
    with pytest.raises(UnusableError, match="不能一起使用"):
        asked(certificate=place(certified).server, key=other.server_key)


def test_behind_a_proxy_the_name_must_be_said(data: Path) -> None:
    with pytest.raises(BadInputError, match="什么名称"):
        asked(behind_proxy=True)
    at = asked(behind_proxy=True, names=["liuhen.example.com"])
    assert at.certificate is None
    assert "liuhen.example.com" in at.hosts


def test_serve_refuses_in_words_and_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    answer = Installation(tmp_path / "data").run("serve", "--host", NETWORK)
    assert answer.returncode == 2
    assert "tls init" in answer.stderr
    assert not (tmp_path / "data").exists()


def test_a_demo_is_not_shown_to_the_network(installation: Installation, tmp_path: Path) -> None:
    copy = installation.copied_to(tmp_path / "data")
    assert copy.run("tls", "init", "--name", "liuhen.test").returncode == 0
    answer = copy.run("serve", "--host", NETWORK, "--port", "8443")
    assert answer.returncode == 2
    assert "示例" in answer.stderr
