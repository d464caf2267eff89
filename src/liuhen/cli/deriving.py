"""`derive` and `work`: previews of recordings, and the worker that makes them in the background."""

import sys

import click
from django.conf import settings

from liuhen.cli.ready import require_installation, say
from liuhen.cli.words import Verb
from liuhen.kernel.errors import LiuhenError


@click.command(cls=Verb)
def derive() -> None:
    """补做音像的缩略图、波形和转码副本：缺什么做什么，不改动原件。退出码：0 全部做好，1 有的没有做成。"""
    require_installation()
    from liuhen.process.case.previews import make, missing

    made, failed = 0, 0
    for sha256 in missing():
        try:
            make(sha256)
        except LiuhenError as error:
            failed += 1
            say(f"{sha256[:16]}…　{error}")
        else:
            made += 1
            say(f"{sha256[:16]}…　已做好")
    say(f"做好 {made} 份，没有做成 {failed} 份。" if made or failed else "预览都已做好。")
    sys.exit(1 if failed else 0)


@click.command(cls=Verb)
@click.option("--alone", is_flag=True, help="单独运行，直到 Ctrl+C；不加则随启动它的程序退出。")
def work(*, alone: bool) -> None:
    """后台处理（serve 和 demo 会自行启动，一般不需要单独运行）。"""
    require_installation()
    from liuhen.duties.refreshing import arrange_everywhere
    from liuhen.jobs.worker import work as serve_lanes
    from liuhen.upkeep.nightly import arrange
    from liuhen.upkeep.nightly_fixity import arrange as arrange_fixity
    from liuhen.upkeep.nightly_leftovers import arrange as arrange_clearing

    arrange()
    arrange_fixity()
    arrange_clearing()
    arrange_everywhere()
    serve_lanes(settings.LIUHEN_DATA / "worker.lock", leave_with_parent=not alone)
