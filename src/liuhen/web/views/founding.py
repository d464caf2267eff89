"""初次安装: the wizard of an empty installation, for who has the code. Afterwards its address leads nowhere."""

import shutil
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Final, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from liuhen.kernel.errors import BadInputError, LiuhenError
from liuhen.media.store import take_in
from liuhen.office.founding import CODE_DAYS, Keeper, codes_file, found, founded, pack_choices, write_codes
from liuhen.office.founding_form import PICTURE, FoundingForm
from liuhen.upkeep import setup_code
from liuhen.web.arriving import require_taken
from liuhen.web.errors import status_of
from liuhen.web.forms import ActForm, Option
from liuhen.web.forms.nodes import Node, slug
from liuhen.web.forms.shape import fields_of
from liuhen.web.setting_up import setting_up
from liuhen.web.trouble import Trouble, trouble_of
from liuhen.web.wording import size_words

_ADMITTED: Final = "setup"
_SECTIONS: Final = (
    ("机关", "", ("organ",)),
    ("规程", "只列出本系统现有的规程；连同它所依据的上位规程一并执行。", ("pack", "since", "basis")),
    (
        "三员",
        "系统管理员管运行，安全员管人员和权限，安全审计员看两员做了什么；须由三人分任，不兼办案岗位。",
        ("sysadmin", "security", "auditor"),
    ),
    (
        "文书编号",
        "编成 江医保罚〔2026〕1号 的样子，年份和号由系统编出。年中启用的，从纸质登记簿的下一号起。",
        ("case", "notice", "decision", "service"),
    ),
    ("印章图片", "可以留空，以后由系统管理员存入。", ("seal", "picture")),
)
_NEXT: Final = {
    "系统管理员": ("登录，另设密码，绑定动态口令", "安排备份，把备份密钥另行保管", "在“系统状态”里逐项检查"),
    "安全员": ("登录，另设密码，绑定动态口令", "设立处室，录入或者导入人员和执法证", "交给每个人初始口令"),
    "安全审计员": ("登录，另设密码，绑定动态口令", "查看调阅日志和授权记录", "把检查点定期交给上级机关或者打印留存"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the page."""

    title: str
    help: str
    nodes: tuple[Node, ...]


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """Show the wizard, take what was entered, make the installation."""
    if not setting_up() or founded():
        raise Http404
    if not _admitted(request):
        return _let_in(request)
    if request.method != "POST":
        return _page(request, ActForm.fresh(FoundingForm, known={}, expect=None, options=_options))
    form = ActForm.sent(FoundingForm, request.POST, options=_options)
    try:
        if "file-of" in request.POST:
            return _file(request, form)
        _take_picture(request, form)
        told = cast("FoundingForm", form.read().value)
        keepers = found(told)
    except LiuhenError as err:
        form.note(err)
        return _page(request, form, trouble=_trouble(err, form), status=int(status_of(err)))
    return _done(request, told, keepers)


def _let_in(request: HttpRequest) -> HttpResponse:
    over = setup_code.current(settings.LIUHEN_DATA) is None
    told = request.POST.get("code", "") if request.method == "POST" else ""
    if told and not over and setup_code.matches(settings.LIUHEN_DATA, told):
        request.session.cycle_key()
        request.session[_ADMITTED] = _mark()
        return HttpResponseRedirect(reverse("setup"))
    wrong = "请照终端里显示的填写；不分大小写。" if request.method == "POST" else ""
    status = HTTPStatus.FORBIDDEN if wrong or over else HTTPStatus.OK
    over = setup_code.current(settings.LIUHEN_DATA) is None
    return render(request, "web/setup_code.html", {"wrong": wrong, "over": over}, status=status)


def _admitted(request: HttpRequest) -> bool:
    held = request.session.get(_ADMITTED, "")
    return bool(held) and constant_time_compare(held, _mark())


def _mark() -> str:
    """Return what a session carries that was let in with the present code; a later code makes it worthless."""
    return salted_hmac("setup", setup_code.written(settings.LIUHEN_DATA) or "-", algorithm="sha256").hexdigest()


def _options(widget: str, told: Any) -> list[Option]:
    del told
    return [Option(one, title, region) for one, title, region in pack_choices()] if widget == "pack" else []


def _file(request: HttpRequest, form: ActForm) -> JsonResponse:
    try:
        _take_picture(request, form)
    except BadInputError as err:
        return JsonResponse({"wrong": err.message})
    told = form.typed["picture"]
    return JsonResponse(
        {"sha256": told[0], "name": form.file_names["picture"]} if told else {"wrong": "没有收到文件。"}
    )


def _take_picture(request: HttpRequest, form: ActForm) -> None:
    require_taken(request)
    sent = request.FILES.get("picture")
    if not isinstance(sent, UploadedFile):
        return
    name = sent.name or "印章.png"
    try:
        stored = take_in(sent.chunks(), root=settings.LIUHEN_ORIGINALS, limit=PICTURE, name=name)
    except BadInputError as err:
        raise BadInputError(err.message, fields={"picture": err.message}, why=err.why, remedy=err.remedy) from err
    form.keep_file("picture", stored.digests.sha256, name)


def _trouble(err: LiuhenError, form: ActForm) -> Trouble:
    """Return what stands in the way, each field named together with the part it belongs to."""
    parts = {field.name: field.label for field in fields_of(FoundingForm) if field.part is not None}
    whose = {slug(path): parts.get(path.partition(".")[0], "") for path in form.errors}
    told = trouble_of(err, form=form)
    return replace(told, items=tuple(replace(one, text=f"{whose.get(one.target, '')}{one.text}") for one in told.items))


def _page(request: HttpRequest, form: ActForm, *, trouble: Trouble | None = None, status: int = 200) -> HttpResponse:
    nodes = {node.path: node for node in form.nodes}
    sections = [Section(title, words, tuple(nodes[name] for name in names)) for title, words, names in _SECTIONS]
    data = settings.LIUHEN_DATA
    storage = (
        ("数据目录", str(data)),
        ("剩余空间", size_words(shutil.disk_usage(data).free)),
        ("访问方式", "https，已加密" if request.is_secure() else "http，未加密"),
        ("网址", request.build_absolute_uri("/")),
    )
    context = {
        "form": form,
        "sections": sections,
        "storage": storage,
        "secure": request.is_secure(),
        "trouble": trouble,
    }
    return render(request, "web/setup.html", context, status=status)


def _done(request: HttpRequest, told: FoundingForm, keepers: tuple[Keeper, ...]) -> HttpResponse:
    write_codes(keepers)
    setup_code.drop(settings.LIUHEN_DATA)
    request.session.flush()
    shown = [
        {"role": one.role, "name": one.name, "account": one.account, "code": one.code, "next": _NEXT[one.role]}
        for one in keepers
    ]
    context = {"organ": told.organ.name, "keepers": shown, "codes": str(codes_file()), "days": CODE_DAYS}
    return render(request, "web/setup_done.html", context)
