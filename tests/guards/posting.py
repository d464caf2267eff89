"""Forms as a browser sends them, without the browser: the page is opened, filled in by name, and posted."""

import re
from html import unescape
from typing import Any, Final

from django.test import Client

from liuhen.demo.people import ORGAN
from liuhen.people.models import Account
from liuhen.people.officers import Officer
from liuhen.process.case.reference import find_case
from liuhen.scenario.ways import Came, Deed
from scenario.browsing import afresh, all_told, form_address

_HIDDEN: Final = re.compile(r'name="(key|expect|corrects)" value="([^"]*)"')
_TAG: Final = re.compile(r"<(script|style)[^>]*>.*?</\1>|<[^>]+>", re.DOTALL)
_REF: Final = re.compile(r"/cases/(\d{4}-\d{4,})")


class Forms:
    """Steps are done through the pages."""

    name = "form"

    def do(self, deed: Deed) -> Came:
        """Do a step now; a refusal is what the page then says."""
        client, address = Client(SERVER_NAME="127.0.0.1"), form_address(deed)
        client.force_login(Account.objects.get(account=deed.by.account))
        page = client.get(address)
        if page.status_code != 200:
            return Came(refusal=_words(page))
        answer = client.post(address, {**_fields(deed), **dict(_HIDDEN.findall(page.content.decode()))})
        if answer.status_code != 302:
            return Came(refusal=_words(answer))
        ref = _REF.search(answer["Location"])
        assert ref is not None, answer["Location"]
        return Came(ref[1], find_case(ORGAN, ref[1]).seq)

    def bring(self, by: Officer, name: str, content: bytes) -> str:
        """Nothing that is refused here brings a file."""
        raise AssertionError((by.name, name, len(content)))


def _fields(deed: Deed) -> dict[str, Any]:
    """Return what a page sends: what is entered, and what stands there from the start."""
    assert deed.act is not None
    before = {path: told for path, told in afresh(deed.act.form, deed.form) if isinstance(told, list) and told}
    return before | {one.name: one.texts for one in all_told(deed) if one.texts}


def _words(answer: Any) -> str:
    return " ".join(unescape(_TAG.sub(" ", answer.content.decode())).split())
