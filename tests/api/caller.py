"""A program that signs in and calls the API over the test client."""

import io
import json
from itertools import count
from typing import Any

from django.test import Client

from process.bureau import PASSWORD

_keys = (f"api-request-{number}" for number in count(1))


class Caller:
    """One account at the API; answers are (status, body)."""

    def __init__(self, account: str) -> None:
        self._client = Client(raise_request_exception=False)
        status, body = self._sent("POST", "/api/token", {"account": account, "password": PASSWORD})
        assert status == 200, body
        self.token = body["token"]

    def _sent(self, method: str, path: str, content: object = None) -> tuple[int, Any]:
        told = {"HTTP_AUTHORIZATION": f"Bearer {self.token}"} if hasattr(self, "token") else {}
        body = content if isinstance(content, bytes | str) else json.dumps(content, default=str)
        answer = self._client.generic(method, path, body, content_type="application/json", **told)
        return answer.status_code, answer.json() if answer.content else None

    def get(self, path: str) -> tuple[int, Any]:
        return self._sent("GET", f"/api{path}", b"")

    def delete(self, path: str) -> tuple[int, Any]:
        return self._sent("DELETE", f"/api{path}", b"")

    def act(self, kind: str, form: object, *, no: str | None = None, **more: object) -> tuple[int, Any]:
        path = f"/api/cases/{no}/acts/{kind}" if no else f"/api/acts/{kind}"
        return self._sent("POST", path, {"form": form, "key": next(_keys), **more})

    def raw(self, path: str, body: bytes | str) -> tuple[int, Any]:
        return self._sent("POST", f"/api{path}", body)

    def upload(self, data: bytes, *, name: str = "签名页.pdf", declared: str | None = None) -> tuple[int, Any]:
        told: dict[str, Any] = {"wsgi.input": io.BytesIO(data)}  # as a server gives it: it simply ends
        if declared is not None:
            told["CONTENT_LENGTH"] = declared
        answer = self._client.generic(
            "POST",
            "/api/uploads",
            data,
            content_type="application/octet-stream",
            query_params={"name": name},
            HTTP_AUTHORIZATION=f"Bearer {self.token}",
            **told,
        )
        return answer.status_code, answer.json()
