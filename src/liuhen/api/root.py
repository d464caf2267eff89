"""The API: sign-in, acts, cases, uploads. It translates, calls and answers."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema, Status
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer
from pydantic import Field

from liuhen.access.journal import note
from liuhen.access.signing_in import program_let_in, signed_out
from liuhen.api.acts import router as acts
from liuhen.api.answers import told
from liuhen.api.cases import router as cases
from liuhen.api.impact import router as impact
from liuhen.api.office import router as office
from liuhen.api.records import router as records
from liuhen.forms.wording import wrong_fields
from liuhen.kernel.errors import LiuhenError, NotAllowedError, NotFoundError
from liuhen.people.doors import Door
from liuhen.people.officers import Officer
from liuhen.people.policy import is_demo
from liuhen.people.tokens import close_token, officer_of_token

_LONGEST_PATH: Final = 200  # characters
_JOURNALLED: Final = {NotAllowedError: "denied", NotFoundError: "missing"}
"""What was not there may be what was not his to see: both are written down, as both are answered, alike."""


class Bearer(HttpBearer):
    """Lets a request through that carries a token still valid."""

    def authenticate(self, request: HttpRequest, token: str) -> Officer | None:
        """Return the officer behind `token`; one of a demo works on the machine itself only."""
        by = officer_of_token(token)
        if by is None or Door.of(request.META).at_the_machine or not is_demo(by.organ):
            return by
        return None


api = NinjaAPI(
    title="留痕接口",
    version="1",
    description="与网页使用同一套办理动作和同一套权限。金额以分为单位，时间须带时区。",
    auth=Bearer(),
    docs_url=None,
)


class SignIn(Schema):
    """Account and password; `otp` is a code of the second factor, where the account has one."""

    account: str = Field(max_length=100)
    password: str = Field(max_length=200)
    otp: str = Field("", max_length=40)


class TokenOut(Schema):
    """A token to send as `Authorization: Bearer …`."""

    token: str


@api.post("/token", auth=None, response=TokenOut, summary="登录")
def sign_in(request: HttpRequest, body: SignIn) -> dict[str, str]:
    """Return a token for an account; it lasts one working day."""
    door = Door.of(request.META)
    return {"token": program_let_in(body.account, body.password, otp=body.otp, door=door)}


@api.delete("/token", response={204: None}, summary="退出")
def sign_out(request: HttpRequest) -> Status[None]:
    """End the token that the request carries."""
    signed_out(request.auth, Door.of(request.META))  # type: ignore[attr-defined]
    close_token(request.headers["Authorization"].removeprefix("Bearer ").strip())
    return Status(204, None)


@api.exception_handler(LiuhenError)
def refused(request: HttpRequest, error: LiuhenError) -> HttpResponse:
    """Answer a refusal with what happened, why, and what to do; who was denied something stands in the journal."""
    by = getattr(request, "auth", None)
    act = next((word for kind, word in _JOURNALLED.items() if isinstance(error, kind)), "")
    if act and isinstance(by, Officer):
        note(by, act, request.path[:_LONGEST_PATH], allowed=False)
    status, body = told(error)
    return api.create_response(request, body, status=status)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer what does not fit the schema, field by field."""
    fields = wrong_fields(error.errors, below=2)
    body = {"message": "提交的内容不符合格式。", "why": "", "remedy": "请按字段提示改正。", "fields": fields}
    return api.create_response(request, body, status=422)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer a body that is no JSON."""
    body = {"message": "请求的内容无法读取。", "why": "请求体不是 JSON。", "remedy": "请核对后重新发送。", "fields": {}}
    return api.create_response(request, body, status=error.status_code)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Answer a request without a valid token."""
    del error
    body = {"message": "没有登录，或者登录已经失效。", "why": "", "remedy": "请重新登录。", "fields": {}}
    return api.create_response(request, body, status=401)


api.add_router("", acts)
api.add_router("", cases)
api.add_router("", records)
api.add_router("", office)
api.add_router("", impact)
