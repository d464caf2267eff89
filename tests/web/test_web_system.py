"""系统状态 and 信任证书: who may look, what is shown, and what never is."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from django.conf import LazySettings
from django.test import Client

from liuhen.access.models import JournalRow
from liuhen.upkeep import tls
from web.clients import Desk

Sits = Callable[[str], Desk]
OTHERS = ["zhoumingyuan", "qianlixin", "sunman", "chenguodong", "wusiqi", "zhengxiaoyu", "jiangning", "shenmoyan"]


@pytest.fixture
def certified(bureau: None, settings: LazySettings) -> tls.Place:
    del bureau
    at = tls.place(Path(settings.LIUHEN_DATA))
    tls.begin(at, names=["liuhen.test"], addresses=[], now=datetime.now(UTC))
    return at


def test_the_system_administrator_sees_every_check_with_its_state(sits: Sits) -> None:
    page = sits("fengyiming").get("/system").content.decode()
    assert all(name in page for name in ("数据目录", "密钥", "备份", "HTTPS 证书", "后台处理", "磁盘", "时钟"))
    assert "怎么办" in page


@pytest.mark.parametrize("account", OTHERS)
def test_nobody_else_sees_it_and_the_try_is_written_down(sits: Sits, account: str) -> None:
    before = JournalRow.objects.count()
    assert sits(account).get("/system").status_code == 403
    assert JournalRow.objects.count() == before + 1


def test_only_the_system_administrator_is_led_there(sits: Sits) -> None:
    assert 'href="/system"' in sits("fengyiming").get("/").content.decode()
    assert 'href="/system"' not in sits("jiangning").get("/").content.decode()


def test_no_case_content_is_shown(sits: Sits, handler: Desk) -> None:
    page = sits("fengyiming").get("/system").content.decode()
    assert handler.ref not in page
    assert "云杉门诊部" not in page


def test_nobody_has_to_sign_in_to_learn_how_to_trust(certified: tls.Place) -> None:
    page = Client().get("/trust").content.decode()
    assert tls.see(certified.authority).spoken in page
    assert all(system in page for system in ("安卓", "苹果", "Windows", "统信 UOS", "麒麟"))


def test_the_file_is_the_authority_s_certificate_as_devices_take_it(certified: tls.Place) -> None:
    answer = Client().get("/trust/ca.crt")
    assert answer["Content-Type"] == "application/x-x509-ca-cert"
    assert answer["Content-Disposition"] == 'attachment; filename="liuhen-ca.crt"'
    assert x509.load_der_x509_certificate(answer.content).fingerprint
    assert b"PRIVATE" not in answer.content


@pytest.mark.parametrize(
    "path", ["ca.key", "server.key", "server.crt", "../ca.key", "%2e%2e/tls/ca.key", "ca.crt/ca.key"]
)
def test_no_other_file_of_that_folder_leaves_the_house(certified: tls.Place, path: str) -> None:
    assert Client().get(f"/trust/{path}").status_code == 404


def test_without_certificates_of_its_own_there_is_nothing_to_install(bureau: None) -> None:
    assert "不需要安装证书" in Client().get("/trust").content.decode()
    assert Client().get("/trust/ca.crt").status_code == 404


def test_pages_use_no_device(bureau: None) -> None:
    told = Client().get("/sign-in")["Permissions-Policy"]
    assert "camera=()" in told
    assert "microphone=()" in told
    assert "geolocation=()" in told
