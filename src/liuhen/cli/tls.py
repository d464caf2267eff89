"""`tls init`, `tls renew`, `tls show`: the installation's own certificates."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from django.conf import settings

from liuhen.cli.ready import say
from liuhen.cli.words import Verb, Verbs
from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import BadInputError

if TYPE_CHECKING:
    from liuhen.upkeep.tls import Seen

_NAMES = click.option("--name", "names", multiple=True, metavar="主机名", help="访问所用的主机名，可以写几次。")
_ADDRESSES = click.option("--ip", "addresses", multiple=True, metavar="地址", help="访问所用的地址，可以写几次。")


@click.group(cls=Verbs)
def tls() -> None:
    """本单位自己的证书：手机、电脑信任一次，摄像头、麦克风和离线功能即可使用。"""


@tls.command("init", cls=Verb)
@_NAMES
@_ADDRESSES
def init(names: tuple[str, ...], addresses: tuple[str, ...]) -> None:
    """建立本单位自己的证书机构，并签发服务器证书。不写主机名和地址的，取本机的。"""
    from liuhen.upkeep.tls import begin, place, see

    told, found = _own(names, addresses)
    at = place(settings.LIUHEN_DATA)
    authority = begin(at, names=told, addresses=found, now=clock.now())
    _say_server(see(at.server))
    say(f"\n证书机构  {authority.subject}，有效期至 {_day(authority)}")
    say(f"SHA-256   {authority.spoken}")
    say(f"\n给手机、电脑安装的文件：{at.authority}（启动后也可以从 /trust 页面下载，页面写有步骤）。")
    say("安装时请与上面的 SHA-256 逐组核对。私钥只在 keys/tls 文件夹里，不要复制到别处。")
    say("现在可以启动：liuhen serve --host 0.0.0.0 --port 8443")


@tls.command("renew", cls=Verb)
@_NAMES
@_ADDRESSES
def renew(names: tuple[str, ...], addresses: tuple[str, ...]) -> None:
    """重新签发服务器证书；原有的主机名和地址保留，设备不必重新设置。完成后请重新启动服务。"""
    from liuhen.upkeep.tls import place
    from liuhen.upkeep.tls import renew as again

    _say_server(again(place(settings.LIUHEN_DATA), names=names, addresses=addresses, now=clock.now()))
    say("重新启动服务后生效。")


@tls.command("show", cls=Verb)
def show() -> None:
    """显示证书的主机名、有效期和校验用的 SHA-256。"""
    from liuhen.upkeep.tls import place, see

    at = place(settings.LIUHEN_DATA)
    if not at.complete:
        raise BadInputError("本机还没有自己的证书。", remedy="请先运行 liuhen tls init。")
    _say_server(see(at.server))
    authority = see(at.authority)
    say(f"证书机构  {authority.subject}，有效期至 {_day(authority)}\nSHA-256   {authority.spoken}")


def _own(names: Sequence[str], addresses: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    from liuhen.upkeep.names import own_address, own_name

    if names or addresses:
        return names, addresses
    name, address = own_name(), own_address()
    if name is None and address is None:
        raise BadInputError(
            "不知道别的设备用什么名称访问本机。", remedy="请用 --name 写明主机名，或者用 --ip 写明地址。"
        )
    return [name] if name else [], [address] if address else []


def _say_server(server: "Seen") -> None:
    say(f"服务器证书  {'、'.join((*server.names, *server.addresses))}\n有效期      至 {_day(server)}")


def _day(one: "Seen") -> str:
    day = beijing_date(one.last)
    return f"{day.year}年{day.month}月{day.day}日"
