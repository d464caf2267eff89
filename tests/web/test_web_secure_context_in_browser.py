"""Over TLS and a host name, from an authority that the device trusts, pages may use camera and microphone."""

import hashlib
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, Page

from house.installation import Installation, serving
from house.over_tls import serving_over_tls, trusting
from liuhen.upkeep.tls import Place, place, see

HOST = "liuhen.test"
CAMERA = """async () => {
  const stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
  return stream.getTracks().map((track) => track.kind + " " + track.readyState).sort();
}"""
DIGEST = """async () => {
  const found = await crypto.subtle.digest("SHA-256", new TextEncoder().encode("留痕"));
  return [...new Uint8Array(found)].map((one) => one.toString(16).padStart(2, "0")).join("");
}"""
ALLOWED = "document.featurePolicy.allowedFeatures()"
WORKER = """async () => {
  const found = await navigator.serviceWorker.register("/worker.js");
  return found.scope;
}"""


@dataclass(frozen=True)
class Secure:
    """The product over TLS, and the data folder with its certificates."""

    url: str
    data: Path


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secure]:
    folder = tmp_path_factory.mktemp("secure")
    empty = Installation(folder / "data")
    assert empty.run("tls", "init", "--name", HOST).returncode == 0
    with serving_over_tls(empty, log=folder / "serve.log") as port:
        yield Secure(f"https://{HOST}:{port}", empty.data)


@pytest.fixture(scope="module")
def device(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    secure: Secure,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Browser]:
    home, hosts = tmp_path_factory.mktemp("home"), f"MAP {HOST} 127.0.0.1, MAP other.test 127.0.0.1"
    with trusting(browser_type, browser_type_launch_args, data=secure.data, home=home, hosts=hosts) as browser:
        yield browser


@contextmanager
def files(folder: Path, certified: Place) -> Iterator[int]:
    """Serve a page of nobody's under the same certificate; give the port."""
    (folder / "page.html").write_text("<!doctype html><title>page</title>")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=folder)) as server:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certified.server, certified.server_key)
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture
def page(device: Browser) -> Iterator[Page]:
    context = device.new_context(locale="zh-CN")
    yield context.new_page()
    context.close()


def test_the_device_trusts_the_installation_s_own_authority(page: Page, secure: Secure) -> None:
    answer = page.goto(f"{secure.url}/trust")
    assert answer is not None
    assert answer.ok
    assert page.evaluate("window.isSecureContext")


def test_camera_and_microphone_give_a_stream(page: Page, secure: Secure) -> None:
    page.goto(f"{secure.url}/capture")
    assert page.evaluate(CAMERA) == ["audio live", "video live"]


def test_a_page_can_compute_digests(page: Page, secure: Secure) -> None:
    page.goto(f"{secure.url}/trust")
    assert page.evaluate(DIGEST) == hashlib.sha256("留痕".encode()).hexdigest()


def test_a_worker_for_offline_use_can_be_registered(page: Page, secure: Secure, tmp_path: Path) -> None:
    page.goto(f"{secure.url}/trust")
    assert page.evaluate("'serviceWorker' in navigator")
    (tmp_path / "worker.js").write_text("self.addEventListener('fetch', () => {});")
    with files(tmp_path, place(secure.data)) as port:  # the product has no such script yet
        page.goto(f"https://{HOST}:{port}/page.html")
        assert page.evaluate(WORKER) == f"https://{HOST}:{port}/"


def test_devices_are_open_to_the_page_that_records_on_the_spot_and_to_no_other(page: Page, secure: Secure) -> None:
    devices = {"camera", "microphone", "geolocation", "usb", "payment", "serial"}
    page.goto(f"{secure.url}/capture")
    assert devices & set(page.evaluate(ALLOWED)) == {"camera", "microphone", "geolocation"}
    page.goto(f"{secure.url}/trust")
    assert devices & set(page.evaluate(ALLOWED)) == set()


def test_cookies_travel_over_tls_only_and_the_browser_is_told_to_stay(page: Page, secure: Secure) -> None:
    answer = page.goto(f"{secure.url}/setup")
    assert answer is not None
    assert "max-age" in answer.headers["strict-transport-security"]
    assert all(one["secure"] for one in page.context.cookies())
    assert page.context.cookies()


def test_a_device_that_does_not_trust_it_is_warned(browser: Browser, secure: Secure) -> None:
    context = browser.new_context()
    with pytest.raises(Exception, match="ERR_CERT_AUTHORITY_INVALID"):
        context.new_page().goto(secure.url.replace(HOST, "127.0.0.1"))
    context.close()


def test_the_same_server_under_another_name_is_not_trusted(page: Page, secure: Secure) -> None:
    with pytest.raises(Exception, match="ERR_CERT_COMMON_NAME_INVALID"):
        page.goto(secure.url.replace(HOST, "other.test"))


def test_the_product_over_plain_http_under_a_host_name_gets_nothing(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIUHEN_HOSTS", HOST)
    with serving(Installation(tmp_path / "data"), log=tmp_path / "serve.log") as url:
        answer = page.goto(f"{url.replace('127.0.0.1', HOST)}/trust")
        found = page.evaluate("[isSecureContext, 'mediaDevices' in navigator, 'serviceWorker' in navigator]")
    assert answer is not None
    assert (answer.status, found) == (200, [False, False, False])


def test_the_file_to_install_is_the_one_that_was_shown(page: Page, secure: Secure) -> None:
    page.goto(f"{secure.url}/trust")
    shown = page.locator("[data-fingerprint]").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载证书").click()
    given = download.value.path().read_bytes()
    printed = subprocess.run(["sha256sum"], input=given, capture_output=True, check=True).stdout.decode()
    assert printed.split()[0] == shown.replace(" ", "").lower() == see(place(secure.data).authority).sha256
    assert b"PRIVATE" not in given
