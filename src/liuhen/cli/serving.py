"""`serve` and `demo`."""

import os
from pathlib import Path

import click
from django.conf import settings

from liuhen.cli.entrance import Entrance, entrance
from liuhen.cli.packs_given import packs_option
from liuhen.cli.ports import require_free
from liuhen.cli.ready import load, migrate, say
from liuhen.cli.words import Verb
from liuhen.kernel import clock
from liuhen.kernel.errors import NotAllowedError
from liuhen.upkeep.folder import FOR_OWNER
from liuhen.upkeep.tls import RENEW_BEFORE

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_THREADS = 16
"""Requests answered at once: most of them wait for bytes of an upload or of a recording that is played."""

_PORT = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=lambda: int(os.environ.get("PORT", "8000")),
    help="端口，默认 8000，或取环境变量 PORT。",
)


@click.command(cls=Verb)
@click.option("--host", default="127.0.0.1", help="监听地址，默认只在本机；供网络使用写 0.0.0.0。")
@_PORT
@click.option("--name", "names", multiple=True, metavar="主机名", help="浏览器里使用的主机名，可以写几次。")
@click.option("--tls-cert", type=_FILE, help="单位自备的证书（PEM，含中间证书）。")
@click.option("--tls-key", type=_FILE, help="该证书的私钥（PEM，不加密）。")
@click.option("--plain-http-behind-proxy", "behind_proxy", is_flag=True, help="前面另有加密的反向代理，本机只收 http。")
@packs_option
def serve(  # the options of a command
    host: str,
    port: int,
    names: tuple[str, ...],
    tls_cert: Path | None,
    tls_key: Path | None,
    folders: tuple[Path, ...],
    *,
    behind_proxy: bool,
) -> None:
    """启动服务。有 liuhen tls init 做的证书时自动使用；数据目录是空的，就先进入初次安装。"""
    if folders:  # the processes that serve and work read it when they start
        os.environ["LIUHEN_PACKS"] = os.pathsep.join(str(folder.resolve()) for folder in folders)
    at = entrance(host=host, port=port, names=names, certificate=tls_cert, key=tls_key, behind_proxy=behind_proxy)
    at.tell_settings()
    load()
    migrate()
    _refuse_demo_on_the_network(at)
    require_free(at.host, at.port)
    say(f"网址    {at.url}")
    _warn_of_the_end(at)
    _begin_setup(at)
    _run(at)


@click.command(cls=Verb)
@_PORT
@click.option("--prepare", is_flag=True, help="只准备示例数据，不启动。")
@click.option("--few", is_flag=True, help="只准备少数几件示例案件，较快。")
def demo(port: int, *, prepare: bool, few: bool) -> None:
    """准备示例单位和示例案件，并启动服务。"""
    load()
    migrate()
    from liuhen.demo.seed import PASSWORD, a_few, seed
    from liuhen.queries.viewer import demo_accounts

    made = seed(say=say, chosen=a_few() if few else None)
    say("示例数据已就绪。" if made else "示例数据已在，未作改动。")
    if prepare:
        return
    require_free("127.0.0.1", port)
    say(f"\n  网址    http://127.0.0.1:{port}\n  密码    {PASSWORD}（各账号相同，仅限示例）\n")
    for account, name, roles in demo_accounts():
        say(f"  {account:<14}{name}　{roles}")
    say("\n按 Ctrl+C 停止。")
    _run(Entrance("127.0.0.1", port, ()))


def _refuse_demo_on_the_network(at: Entrance) -> None:
    from liuhen.people.models import Organ

    if not at.local and Organ.objects.filter(demo=True).exists():
        raise NotAllowedError(
            "示例单位不能供网络使用。",
            why="示例账号的密码是公开的。",
            remedy="请用 LIUHEN_DATA 指定一个空的数据目录，建立本单位自己的安装。",
        )


def _warn_of_the_end(at: Entrance) -> None:
    """Say that a certificate ends or has ended; the product starts all the same: work goes on, with a warning."""
    left = at.seen.last - clock.now() if at.seen else RENEW_BEFORE
    if left < RENEW_BEFORE:
        said = f"还有 {left.days} 天到期" if left.days >= 0 else "已经过期，浏览器会警告"
        say(f"注意：HTTPS 证书{said}。自己的证书请运行 liuhen tls renew，再重新启动。")


def _begin_setup(at: Entrance) -> None:
    """Let an empty installation be set up in the browser, by who has the code."""
    from liuhen.people.models import Organ
    from liuhen.upkeep.setup_code import drop, issue

    if Organ.objects.exists():
        drop(settings.LIUHEN_DATA)
        return
    settings.LIUHEN_DATA.chmod(FOR_OWNER)
    code = issue(settings.LIUHEN_DATA)
    os.environ["LIUHEN_SETUP"] = "1"
    say(f"\n数据目录 {settings.LIUHEN_DATA} 还没有机关，请在浏览器里完成初次安装：")
    say(f"\n  网址    {at.url}/setup\n  安装码  {code}\n")
    say("安装码也写在数据目录的 keys/setup.code 里，只用于这一次安装。也可以改用命令 liuhen init。")


def _run(at: Entrance) -> None:
    from granian.constants import Interfaces, SSLProtocols
    from granian.log import LogLevels

    from liuhen.cli.listening import AskingServer
    from liuhen.jobs.keeper import kept
    from liuhen.ledger import require_usable
    from liuhen.media import transfers
    from liuhen.media.arrivals import sweep
    from liuhen.upkeep.presence import present

    require_usable()
    for store in (settings.LIUHEN_ORIGINALS, settings.LIUHEN_PAPERS):
        sweep(store)
    transfers.sweep(settings.LIUHEN_ORIGINALS, now=clock.now())
    server = AskingServer(
        "liuhen.cli.application:application",
        factory=True,
        address=at.host,
        port=at.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=_THREADS,
        log_level=LogLevels.warning,
        websockets=False,
        ssl_cert=at.certificate,
        ssl_key=at.key,
        ssl_protocol_min=SSLProtocols.tls12,  # phones of a few years ago
    )
    here = present(
        settings.LIUHEN_DATA, url=at.url, local=at.local, certificate=at.certificate, behind_proxy=at.behind_proxy
    )
    with here, kept():
        server.serve()
