"""初次安装: an empty installation becomes a working one in one transaction, or stays empty."""

import os
import secrets
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.ledger import Body, append, checkpoint, make_organ_key
from liuhen.ledger.storage import whole
from liuhen.office.actions import SYSTEM
from liuhen.office.adopting import adopted
from liuhen.office.founding_form import KEEPING, PICTURE, SERIES, FoundingForm
from liuhen.office.originals import original
from liuhen.office.payloads import (
    DepartmentOpened,
    NumberingSet,
    OfficerAppointed,
    OrganDescribed,
    OrganEstablished,
    SealKept,
)
from liuhen.office.payloads.signing import CodeRenewed
from liuhen.office.texts import shelf
from liuhen.people.accounts import open_account, renew_code
from liuhen.people.models import Account, Organ, Person
from liuhen.people.passwords import CODE_LASTS
from liuhen.people.roles import KEEPERS, WORDS, Role
from liuhen.rulebook.available import available

PNG: Final = b"\x89PNG\r\n\x1a\n"
CODE_DAYS: Final = CODE_LASTS.days
_BASIS: Final = "初次安装"


@dataclass(frozen=True, slots=True)
class Keeper:
    """One of the three, and the code with which he signs in for the first time; it is kept nowhere in the database."""

    role: str
    name: str
    account: str
    code: str


def founded() -> bool:
    """Say whether the installation has an organ."""
    return Organ.objects.exists()


@whole()
def found(form: FoundingForm) -> tuple[Keeper, ...]:
    """Make an installation of an empty one: the organ, its regulation, the three keepers, numbers, seal, a checkpoint.

    Returns: the three keepers with their first codes, to be handed over in person.

    Raises:
        OutOfOrderError: there is an organ already.
        BadInputError: what was entered cannot be used, by field; nothing was written.
    """
    if founded():
        raise OutOfOrderError(
            "这里已经有机关，不能再次安装。",
            why="一个数据目录只建立一次，此后的变更由三员在系统里办理。",
            remedy="另设机关的，请用 LIUHEN_DATA 指定另一个空的数据目录。",
        )
    _require_three(form)
    picture = _picture(form)
    organ = f"o-{secrets.token_hex(6)}"
    today = beijing_date(clock.now())
    told = form.organ
    _record(
        organ,
        "organ",
        OrganEstablished(
            name=told.name, region=told.region, mark=told.mark, demo=False, public_key=make_organ_key(organ)
        ),
    )
    if told.credit_code or told.address or told.phone:
        described = told.model_dump(exclude={"region"})
        _record(organ, "described", OrganDescribed(**described, reason=_BASIS))
    keepers = _keepers(organ, form)
    _record(organ, "packs", adopted((_offered(form.pack),), since=form.since or today, basis=form.basis or _BASIS))
    for part, series in SERIES:
        number = getattr(form, part)
        body = NumberingSet(series=series, word=number.word, year=today.year, first=number.first, reason=_BASIS)
        _record(organ, f"numbering-{part}", body)
    if picture:
        kept = SealKept(name=form.seal, png=b64encode(picture).decode("ascii"), since=today, reason=_BASIS)
        _record(organ, "seal", kept)
    checkpoint(organ)
    return keepers


@whole()
def codes_anew() -> tuple[Keeper, ...]:
    """Give the three keepers other first codes, for as long as none of them has set a password of his own.

    Later it is theirs: the security officer gives out codes, and two keepers together reset a password.

    Raises:
        OutOfOrderError: one of them has; or there is no organ.
    """
    rows = [row for row in Person.objects.order_by("id") if KEEPERS.intersection(row.roles)]
    fresh = Account.objects.filter(account__in=[row.account for row in rows], one_time_until__isnull=False).count()
    if not rows or fresh < len(rows):
        raise OutOfOrderError(
            "不能在终端重发初始口令。",
            why="三员中已有人设置了自己的密码。" if rows else "还没有机关。",
            remedy="请由安全员在系统里重发；三员忘记密码的，由另外两员一起重置。" if rows else "请先运行 liuhen init。",
        )
    made = []
    for row in rows:
        body = CodeRenewed(officer=row.id, name=row.name, reason="三员都还没有登录，初始口令已过期或者遗失")
        _record(row.organ, f"code-{row.id}-{secrets.token_hex(4)}", body)
        made.append(Keeper(WORDS[Role(row.roles[0])], row.name, row.account, renew_code(row.account)))
    return tuple(made)


def write_codes(keepers: tuple[Keeper, ...]) -> Path:
    """Write the first codes where only the owner of the keys reads them: an answer that is lost locks nobody out."""
    file = codes_file()
    lines = [f"{one.role}\t{one.name}\t{one.account}\t{one.code}" for one in keepers]
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
        opened.write(
            "\n".join(
                [f"三员的初始口令，{CODE_DAYS} 天内有效，首次登录后作废。交给本人以后请删除这个文件。", *lines, ""]
            )
        )
    return file


def codes_file() -> Path:
    """Return where the first codes lie until somebody deletes them."""
    return Path(settings.LIUHEN_DATA) / "keys" / "initial-codes.txt"


def pack_choices() -> tuple[tuple[str, str, str], ...]:
    """Return id, title and region of every pack an organ may begin with."""
    return tuple((one.id, one.title, one.region or "全国") for one in available(roots=shelf()))


def _keepers(organ: str, form: FoundingForm) -> tuple[Keeper, ...]:
    told = [(role, getattr(form, part)) for part, role in KEEPING]
    for at, name in enumerate(dict.fromkeys(one.department for _, one in told)):
        _record(organ, f"department-{at}", DepartmentOpened(name=name, reason=_BASIS))
    made = []
    for role, one in told:
        body = OfficerAppointed(
            id=f"p-{secrets.token_hex(6)}",
            name=one.name,
            department=one.department,
            account=one.account,
            roles=[role],
            reason=_BASIS,
        )
        _record(organ, f"keeper-{role}", body)
        made.append(Keeper(WORDS[role], one.name, one.account, open_account(one.account)))
    return tuple(made)


def _require_three(form: FoundingForm) -> None:
    wrong: dict[str, str] = {}
    for field, words in (("account", "账号"), ("name", "姓名")):
        seen: dict[str, str] = {}
        for part, role in KEEPING:
            told = getattr(getattr(form, part), field)
            if told in seen:
                wrong[f"{part}.{field}"] = f"与{seen[told]}的{words}相同"
            seen.setdefault(told, WORDS[role])
    if wrong:
        raise BadInputError(
            "系统管理员、安全员、安全审计员须由三人分任。",
            fields=wrong,
            why="一人兼任即可自己改、自己查，留痕就没有见证。",
            remedy="请为每个岗位指定不同的人；同名的两人，姓名后加以区别。",
        )


def _picture(form: FoundingForm) -> bytes:
    if bool(form.seal) != bool(form.picture):
        wrong = {"picture": "请选择图片"} if form.seal else {"seal": "请填写印章名称"}
        raise BadInputError("印章名称和印章图片要一起填写。", fields=wrong, remedy="请补齐，或者都留空，以后再存。")
    if not form.picture:
        return b""
    png = original(form.picture, largest=PICTURE)
    if not png.startswith(PNG):
        raise BadInputError(
            "印章图片须是 PNG 文件。", fields={"picture": "不是 PNG"}, remedy="请把图片另存为 PNG 后重新上传。"
        )
    return png


def _offered(pack: str) -> str:
    if pack not in {one.id for one in available(roots=shelf())}:
        raise BadInputError("没有这部规程。", fields={"pack": "请从所列各项中选择"}, remedy="请重新选择规程。")
    return pack


def _record(organ: str, what: str, body: Body) -> None:
    append(body, organ=organ, by=SYSTEM, happened=clock.now(), key=f"founding-{what}", channel="system")
