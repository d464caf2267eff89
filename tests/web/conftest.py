"""A bureau of invented people in a database of the test's own, and its people at their browsers."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from liuhen.demo.people import establish
from liuhen.kernel import clock
from liuhen.people.models import Account
from web.clients import PARTY, Desk


@pytest.fixture
def bureau(db: None, tmp_path: Path, settings: LazySettings) -> None:
    """The demo bureau without any case; its files lie in the test's own folder."""
    del db
    settings.LIUHEN_DATA = tmp_path
    settings.LIUHEN_ORIGINALS = tmp_path / "originals"
    settings.LIUHEN_PAPERS = tmp_path / "papers"
    settings.LIUHEN_DERIVED = tmp_path / "derived"
    settings.FILE_UPLOAD_TEMP_DIR = None
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for folder in (settings.LIUHEN_ORIGINALS, settings.LIUHEN_PAPERS):
        folder.mkdir()
    with clock.at(clock.now() - timedelta(days=1)):
        establish(clock.beijing_date(clock.now()))


@pytest.fixture
def sits(bureau: None) -> Callable[[str], Desk]:
    """Return a function: account -> that person, signed in."""
    del bureau

    def signed_in(account: str) -> Desk:
        client = Client()
        client.force_login(Account.objects.get(account=account))
        return Desk(client)

    return signed_in


@pytest.fixture
def handler(sits: Callable[[str], Desk]) -> Desk:
    """The handler 周明远 with a clue just registered."""
    desk = sits("zhoumingyuan")
    answer: Any = desk.send(
        "/cases/new", {"source": "complaint", "summary": "超量开药", "violation": "超量开药", **PARTY}
    )
    assert answer.status_code == 302, answer.content.decode()
    desk.ref = answer.url.rsplit("/", 1)[1]
    return desk
