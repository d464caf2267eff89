"""体检：访问、HTTPS 证书、后台处理、字体和页面文件."""

import fcntl
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from liuhen.jobs.waiting import failures
from liuhen.kernel import clock
from liuhen.papers.faces import folder as faces_folder
from liuhen.papers.faces import missing_in
from liuhen.people.models import Organ
from liuhen.upkeep import presence
from liuhen.upkeep.health.check import Check, fine, notice, unchecked, wrong
from liuhen.upkeep.health.words import day_words
from liuhen.upkeep.tls import RENEW_BEFORE, Seen, place, see

_PAGES = ("liuhen/base.css", "liuhen/form.js", "django_htmx/htmx-2.min.js")


def access() -> Check:
    """Look where the running server listens, and whether a demo is shown to the network."""
    name, here = "访问", presence.current(Path(settings.LIUHEN_DATA))
    demo = Organ.objects.filter(demo=True).exists()
    if here is None:
        return notice(name, "服务没有在运行。", "请运行 liuhen serve，或者检查系统服务：systemctl status liuhen。")
    if demo and not here.local:
        return wrong(name, "示例单位正在供网络使用，示例密码是公开的。", "请立即停止，另建本单位自己的安装。")
    if here.behind_proxy:
        return notice(name, f"{here.url}，由前面的反向代理加密。", "请确认代理只接受 https，且本机端口不对外开放。")
    if here.local:
        return fine(name, f"{here.url}，只有本机可以访问{'（示例单位）' if demo else ''}。")
    return fine(name, f"{here.url}，网络上以 https 访问。")


def certificate() -> Check:
    """Look at the certificate in use: until when, for which names."""
    name, data = "HTTPS 证书", Path(settings.LIUHEN_DATA)
    here, own = presence.current(data), place(data)
    if here is not None and here.certificate:
        return _judged(name, see(Path(here.certificate)), own=Path(here.certificate) == own.server)
    if own.complete:
        return _judged(name, see(own.server), own=True)
    if here is not None and here.local:
        return fine(name, "只在本机使用，没有证书。供网络使用以前请运行 liuhen tls init。")
    return unchecked(name, "没有本单位自己的证书；证书由反向代理或者启动命令指定的，请另行检查。")


def background() -> Check:
    """Look whether the worker lives, and at jobs that failed."""
    name, failed = "后台处理", failures()
    if not _held(Path(settings.LIUHEN_DATA) / "worker.lock"):
        return notice(name, "后台处理没有在运行，音像预览和每夜备份不会进行。", "启动服务时会自动运行；请检查服务。")
    if failed:
        return notice(
            name, f"正在运行；有 {failed} 件没有做成。", "音像预览可用 liuhen derive 补做；反复失败的请查看服务的日志。"
        )
    return fine(name, "正在运行，没有失败的事项。")


def files() -> Check:
    """Look for the faces of papers and the files of pages."""
    name = "字体和页面文件"
    if missing := missing_in(faces_folder()):
        return wrong(name, f"缺少字体 {'、'.join(missing[:3])}，文书不能制作。", "请运行 make setup。")
    if lost := [one for one in _PAGES if finders.find(one) is None]:
        return wrong(name, f"缺少页面文件 {'、'.join(lost)}。", "请重新安装程序，再运行 make setup。")
    return fine(name, "齐全。")


def _judged(name: str, one: Seen, *, own: bool) -> Check:
    left, said = (
        one.last - clock.now(),
        f"有效期至 {day_words(one.last)}，用于 {'、'.join((*one.names, *one.addresses))}",
    )
    remedy = "请重新启动服务，会自动续期。" if own else "请向发证机构换领证书，再重新启动服务。"
    if left.total_seconds() < 0:
        return wrong(name, f"已经过期：{said}。", remedy)
    if left < RENEW_BEFORE:
        return notice(name, f"还有 {left.days} 天到期：{said}。", remedy)
    return fine(name, f"{said}。")


def _held(lock: Path) -> bool:
    """Say whether a worker holds its lock; asking takes it for no longer than the question."""
    if not lock.exists():
        return False
    with lock.open("r") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
