"""Pages for what went wrong: what happened, why, and what to do next, in the look of all other pages."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from liuhen.kernel.errors import (
    BadInputError,
    DuplicateRequestError,
    LiuhenError,
    NotAllowedError,
    NotFoundError,
    OutOfOrderError,
    StalePageError,
    UnusableError,
)

STATUS: Final[Mapping[type[LiuhenError], HTTPStatus]] = {
    NotAllowedError: HTTPStatus.FORBIDDEN,
    NotFoundError: HTTPStatus.NOT_FOUND,
    StalePageError: HTTPStatus.CONFLICT,
    DuplicateRequestError: HTTPStatus.CONFLICT,
    OutOfOrderError: HTTPStatus.UNPROCESSABLE_ENTITY,
    BadInputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnusableError: HTTPStatus.SERVICE_UNAVAILABLE,
}

_MISSING: Final = LiuhenError("没有这个页面。", why="地址可能抄错了，或者页面已经移走。", remedy="请从工作台进入。")
_FORBIDDEN: Final = LiuhenError(
    "这一步没有做成。", why="您没有这项权限，或者登录已经失效。", remedy="请重新登录，或者请有权限的人员办理。"
)
_WRONG_WAY: Final = LiuhenError(
    "这个地址不能这样打开。",
    why="它只接收表单里的按钮送来的内容，没有可以看的页面。",
    remedy="请从工作台进入，用页面上的按钮办理。",
)
_UNREADABLE: Final = LiuhenError(
    "浏览器送来的内容无法读取。", why="提交的内容不完整或者格式不对。", remedy="请退回上一页，重新提交。"
)
_TOO_LARGE: Final = LiuhenError(
    "一次提交的内容太多。",
    why="表格文字合计不能超过 4 MB，栏目不能超过 1,000 个。",
    remedy="请退回上一页，把附件改为上传文件，或者分几次填写。",
)
_BROKEN: Final = LiuhenError(
    "系统出了故障，这一步没有做成。",
    why="没有写入任何记录。",
    remedy="请稍后再试；仍不行的，请告诉系统管理员发生的时间。",
)
_STALE_TOKEN: Final = LiuhenError(
    "页面放得太久，安全标记已经失效。",
    why="登录之后标记会更换。",
    remedy="请重新打开这一页再提交。",
)


def status_of(err: LiuhenError) -> HTTPStatus:
    """Return the status with which an error is answered."""
    found = next((status for kind, status in STATUS.items() if isinstance(err, kind)), None)
    return found or HTTPStatus.UNPROCESSABLE_ENTITY


def page(request: HttpRequest, err: LiuhenError, status: HTTPStatus) -> HttpResponse:
    """Return the page that says `err`."""
    return render(request, "web/trouble.html", {"code": int(status), "trouble": err}, status=status)


def answer(request: HttpRequest, err: LiuhenError) -> HttpResponse:
    """Return the page for an error of ours."""
    return page(request, err, status_of(err))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read; too much of it is said as such."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return page(request, _TOO_LARGE, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return page(request, _UNREADABLE, HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what may not be done."""
    del exception
    return page(request, _FORBIDDEN, HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere."""
    del exception
    return page(request, _MISSING, HTTPStatus.NOT_FOUND)


def wrong_way(request: HttpRequest, *, allowed: str) -> HttpResponse:
    """Answer an address that is opened in a way it does not take; the header says which it takes."""
    told = page(request, _WRONG_WAY, HTTPStatus.METHOD_NOT_ALLOWED)
    told["Allow"] = allowed
    return told


def broken(request: HttpRequest) -> HttpResponse:
    """Answer a fault of the product; what it was stands in the log."""
    return page(request, _BROKEN, HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is not of this session."""
    del reason
    back: dict[str, Any] = {"back": reverse("sign-in"), "back_label": "重新登录"}
    if "typed_by" in request.POST:
        back = {"held": _held(request), "address": request.get_full_path()}
    context = {"code": int(HTTPStatus.FORBIDDEN), "trouble": _STALE_TOKEN, **back}
    return render(request, "web/trouble.html", context, status=HTTPStatus.FORBIDDEN)


def _held(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was typed, to be sent again with a fresh mark when its owner says so; nothing was recorded."""
    apart = {"csrfmiddlewaretoken", "draft", "add", "merge"}
    return [(name, value) for name, values in request.POST.lists() if name not in apart for value in values]
