"""体检：原件核查."""

from datetime import timedelta

from django.conf import settings

from liuhen.kernel import clock
from liuhen.kernel.errors import UnusableError
from liuhen.media.objects import attached
from liuhen.office.models import DamagedOriginal, History
from liuhen.upkeep.health.check import Check, fine, notice, wrong
from liuhen.upkeep.health.words import day_words


def originals() -> Check:
    """Look whether an original is set aside, and when originals were last re-read."""
    name = "原件核查"
    if count := DamagedOriginal.objects.filter(restored=None).count():
        return wrong(
            name,
            f"{count} 份原件与存入时的记录不符，已经隔离。",
            "请把备份恢复到另一个目录（liuhen restore），取出该原件后执行 liuhen fixity --restore 文件；"
            "逐份情况见“系统状态”的“原件核查”。",
        )
    last = History.objects.filter(kind="fixity.checked").order_by("-at").first()
    if not settings.LIUHEN_FIXITY_DAYS:
        return notice(name, "夜间核查已关闭。", "请去掉 LIUHEN_FIXITY_DAYS=0，或者定期执行 liuhen fixity --all。")
    if last is None:
        return fine(name, f"还没有核查过；每夜自动进行，每份至少 {settings.LIUHEN_FIXITY_DAYS} 日重读一遍。")
    if clock.now() - last.at > timedelta(days=settings.LIUHEN_FIXITY_DAYS):
        return notice(name, f"最近一次在 {day_words(last.at)}。", "请检查后台处理，或者执行 liuhen fixity。")
    return fine(name, f"最近一次 {day_words(last.at)}：{last.about}。")


def store() -> Check:
    """Look whether the store beside the folder of originals can be reached, and locks where it has to."""
    name, kept = "对象存储", attached(settings.LIUHEN_ORIGINALS)
    if kept is None:
        return fine(name, "没有使用；原件只在本机的目录里，请做好备份。")
    try:
        kept.require_ready()
    except UnusableError as error:
        return wrong(name, f"{kept.bucket}：{error.why}在它恢复以前不能收下新的音像。", error.remedy)
    locked = f"锁定 {kept.days} 日（{kept.lock}）" if kept.lock else "没有锁定"
    return fine(name, f"{kept.bucket} 可以使用，{locked}。")
