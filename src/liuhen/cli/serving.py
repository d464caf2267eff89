"""`serve` and `demo`."""

import os
import socket

import click
from django.conf import settings

from liuhen.cli.ready import load, migrate, say
from liuhen.cli.words import Verb
from liuhen.kernel.errors import UnusableError

_PORT = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=lambda: int(os.environ.get("PORT", "8000")),
    help="端口，默认 8000，或取环境变量 PORT。",
)


@click.command(cls=Verb)
@click.option("--host", default="127.0.0.1", help="监听地址，默认只在本机。")
@_PORT
def serve(host: str, port: int) -> None:
    """启动服务。"""
    load()
    migrate()
    _require_free(host, port)
    _run(host, port)


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
    _require_free("127.0.0.1", port)
    say(f"\n  网址    http://127.0.0.1:{port}\n  密码    {PASSWORD}（各账号相同，仅限示例）\n")
    for account, name, roles in demo_accounts():
        say(f"  {account:<14}{name}　{roles}")
    say("\n按 Ctrl+C 停止。")
    _run("127.0.0.1", port)


def _run(host: str, port: int) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from liuhen.jobs.keeper import kept
    from liuhen.ledger import require_usable
    from liuhen.media.arrivals import sweep

    require_usable()
    for store in (settings.LIUHEN_ORIGINALS, settings.LIUHEN_PAPERS):
        sweep(store)
    server = Server(
        "liuhen.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_level=LogLevels.warning,
        websockets=False,
    )
    with kept():
        server.serve()


def _require_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UnusableError(
                f"端口 {port} 已被占用。", remedy=f"请换一个端口：PORT={port + 1} make demo。"
            ) from error
