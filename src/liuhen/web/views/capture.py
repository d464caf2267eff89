"""现场采集: the page of the phone, what it is made of, and what it asks of the server.

The page itself holds nothing of any case and is open to everybody, so that a phone can keep it and open it without a
network. What it shows of cases it asks for by name, signed in.
"""

import hashlib
import json
from dataclasses import asdict
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from csp.decorators import csp_update
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from pydantic import ValidationError

from liuhen.forms.wording import wrong_fields
from liuhen.kernel.errors import BadInputError, LiuhenError, NotAllowedError
from liuhen.people.officers import Officer
from liuhen.process.case.registry import act_type
from liuhen.process.inquiry.payloads.recordings import STAGES
from liuhen.process.inquiry.payloads.watching import SHOTS
from liuhen.queries.capturing import require_films, taken_along
from liuhen.web.capturing import Captured, store
from liuhen.web.errors import status_of
from liuhen.web.middleware import permissions
from liuhen.web.signed_in import note_denial, signed_in

SHELL: Final = (
    "liuhen/tokens.css",
    "liuhen/capture/capture.css",
    "liuhen/capture/vault.js",
    "liuhen/capture/take.js",
    "liuhen/capture/sending.js",
    "liuhen/capture/words.js",
    "liuhen/capture/contact.js",
    "liuhen/capture/list.js",
    "liuhen/capture/page.js",
    "liuhen/capture/icon.svg",
    "liuhen/capture/icon-192.png",
    "npm/hash-wasm/sha256.umd.min.js",
    "npm/tus-js-client/tus.min.js",
)
"""Everything the page is made of; the phone keeps these, the page and its manifest, and nothing else."""

_OWN_POLICY: Final = {
    "script-src": ["'self'", "'wasm-unsafe-eval'"],
    "media-src": ["'self'", "blob:"],
    "img-src": ["'self'", "blob:"],
    "worker-src": ["'self'"],
    "manifest-src": ["'self'"],
    "connect-src": ["'self'"],
}
_DEVICES: Final = permissions("camera", "microphone", "geolocation", "screen-wake-lock")
_FITS: Final = {"purpose": "any maskable"}
_MOST: Final = 256 * 1024  # bytes of what a phone tells of one recording


@require_safe
@csp_update(_OWN_POLICY)
def capture(request: HttpRequest) -> HttpResponse:
    """Show the page; it is the same for everybody."""
    context = {"stages": STAGES, "shots": SHOTS, "article": act_type("shots.marked").article, "version": _version()}
    answer = render(request, "web/capture.html", context)
    answer["Permissions-Policy"] = _DEVICES
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Hand out the script that keeps the page on the phone; another version of any part is another script."""
    kept = [reverse("capture"), reverse("capture-manifest"), *map(static, SHELL)]
    context = {"version": _version(), "kept": json.dumps(kept), "page": reverse("capture")}
    answer = render(request, "web/capture_worker.js", context, content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = reverse("capture")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Say what the page is called and looks like once it is installed."""
    del request
    told = {
        "id": reverse("capture"),
        "name": "留痕现场采集",
        "short_name": "现场采集",
        "description": "执法现场录像、录音、拍照；没有网络也能用，联网后自动上传。",
        "lang": "zh-Hans",
        "start_url": reverse("capture"),
        "scope": reverse("capture"),
        "display": "standalone",
        "background_color": "#0b1d3a",
        "theme_color": "#0b1d3a",
        "icons": [
            {"src": static("liuhen/capture/icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {
                "src": static("liuhen/capture/icon.svg"),
                "sizes": "any",
                "type": "image/svg+xml",
                "purpose": "any maskable",
            },
        ],
    }
    answer = HttpResponse(json.dumps(told, ensure_ascii=False), content_type="application/manifest+json")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
@signed_in
def known(request: HttpRequest, by: Officer) -> HttpResponse:
    """Tell a phone what to take along: its person's cases, until when recordings must be stored, and the time."""
    try:
        taken = taken_along(by)
    except NotAllowedError as err:
        note_denial(request, by)
        return _refused(err)
    told = asdict(taken) | {"now": int(taken.now.timestamp() * 1000), "csrf": get_token(request)}
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


@require_POST
@signed_in
def recordings(request: HttpRequest, by: Officer) -> HttpResponse:
    """Take in a recording whose bytes the phone has uploaded, and file it in its case."""
    try:
        require_films(by)
        return JsonResponse(store(_read(request), by=by), json_dumps_params={"ensure_ascii": False})
    except LiuhenError as err:
        if isinstance(err, NotAllowedError):
            note_denial(request, by)
        return _refused(err)


def _read(request: HttpRequest) -> Captured:
    try:
        if len(request.body) > _MOST:
            raise BadInputError("手机说明的内容太多。", remedy="请重新打开采集页面再上传。")
        return Captured.model_validate_json(request.body)
    except ValidationError as err:
        raise BadInputError(
            "手机送来的说明无法读取。", fields=wrong_fields(err.errors()), remedy="请重新打开采集页面再上传。"
        ) from err


def _refused(err: LiuhenError) -> HttpResponse:
    told: dict[str, Any] = {"message": err.message, "why": err.why, "remedy": err.remedy}
    status: HTTPStatus = status_of(err)
    return JsonResponse(told, status=int(status), json_dumps_params={"ensure_ascii": False})


@lru_cache(maxsize=1)
def _version() -> str:
    """Return a name for the present state of everything the page is made of."""
    digest = hashlib.sha256()
    for name in SHELL:
        found = finders.find(name)
        digest.update(Path(str(found)).read_bytes() if found else name.encode())
    templates = Path(__file__).parents[1] / "templates" / "web"
    for name in ("capture.html", "capture_worker.js"):
        digest.update((templates / name).read_bytes())
    return digest.hexdigest()[:16]
