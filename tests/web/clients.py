"""A person at a browser without a script: opens a form, sends it, reads the answer."""

import re
from collections.abc import Mapping
from typing import Any

from django.test import Client

PARTY = {"party.name": "云杉门诊部（示例）", "party.kind": "organisation"}
CHECKED = {
    "finding": "处方与库存不符。",
    "suspect_clear": "yes",
    "punishable": "yes",
    "in_jurisdiction": "yes",
    "suggestion": "open",
}
_HIDDEN = re.compile(r'name="(key|expect)" value="([^"]*)"')


class Desk:
    """One signed-in person."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.ref = ""

    def get(self, path: str) -> Any:
        return self.client.get(path)

    def page(self, path: str = "") -> str:
        """The words of a page inside the case."""
        answer = self.get(f"/cases/{self.ref}{path}")
        assert answer.status_code == 200, answer.status_code
        return str(answer.content.decode())

    def hidden(self, path: str) -> dict[str, str]:
        """What ties a form to the page it was opened from."""
        return dict(_HIDDEN.findall(self.get(path).content.decode()))

    def send(self, path: str, fields: Mapping[str, Any], **hidden: str) -> Any:
        return self.client.post(path, {**(hidden or self.hidden(path)), **fields})

    def act(self, kind: str, fields: Mapping[str, Any], **hidden: str) -> Any:
        return self.send(f"/cases/{self.ref}/acts/{kind}", fields, **hidden)
