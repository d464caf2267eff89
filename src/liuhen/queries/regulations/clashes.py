"""Where rules in force ask different things of one matter, and the texts that bear several readings."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from liuhen.office.in_force import InForce
from liuhen.office.models import Picked
from liuhen.people.officers import Officer
from liuhen.people.scope import scope
from liuhen.queries.regulations.clash_shapes import ChoiceView, ClashPage, ClashView, ReadingView
from liuhen.queries.regulations.shapes import RuleLink
from liuhen.queries.regulations.shelf import force_of
from liuhen.rulebook import Finding, Rule, Rulebook, State
from liuhen.rulebook.clashes import GROUNDS, Clash
from liuhen.rulebook.frame import Choice
from liuhen.rulebook.packs import Pack
from liuhen.rulebook.words import Words

PICK: Final = "choice.picked"
MOST_KNOWN: Final = 200
_KNOWN: Final[dict[object, tuple[Rulebook, tuple[Clash, ...]]]] = {}
"""By book, kind of dossier and readings; the book is held beside its clashes, so that its number stays its own."""
MATTERS: Final[Mapping[str, str]] = {
    "access": "查阅与调阅", "annual_report": "年度报告", "announcement_service": "公告送达", "archive": "归档",
    "court": "申请人民法院强制执行", "coverage": "全程音像记录", "decision": "决定", "decision_content": "决定书的内容",
    "decision_signoff": "决定的签署", "defence": "陈述申辩", "device_check": "设备检查", "direct_service": "直接送达",
    "disc": "证据光盘", "discussion": "集体讨论", "electronic_service": "电子送达", "execution_check": "执行情况的核查",
    "gaps": "音像中断", "hearing": "听证", "labels_of_recordings": "音像的标注", "leaving_service": "留置送达",
    "mail_service": "邮寄送达", "notes": "笔录", "opening": "立案", "opening_approval": "立案审批",
    "opening_makeup": "先行启动的补办", "opening_statement": "开场口述", "opinions": "审批意见", "publicity": "公示",
    "recording_major": "重大执法活动的音像记录", "recording_site": "现场的音像记录", "reminder": "催告",
    "retention": "保管期限", "review": "法制审核", "reviewer": "法制审核人员", "rights_notice": "权利告知",
    "secrecy": "保密", "shots": "摄录要点", "storage": "音像存储", "withdrawal": "撤下公示信息",
    "recording_hearing": "听证的音像记录", "recording_service": "送达的音像记录", "officers": "执法人员",
    "certificate": "执法证件", "application": "申请", "not_opened_told": "不予立案的告知",
}  # fmt: skip
"""The reader's words for what rules of several regulations are about."""


def clash_page(by: Officer) -> ClashPage:
    """Return every clash among the rules in force, and every open text with the reading used."""
    force = force_of(by)
    if force is None:
        return ClashPage((), (), 0, may_pick=False, adopted=False)
    clashes = tuple(clashes_in(force))
    return ClashPage(
        clashes=clashes,
        choices=tuple(_choices(force, by.organ)),
        undecided=sum(not one.decided for one in clashes),
        may_pick=bool(scope(by, PICK).reaches),
        adopted=True,
    )


def clashes_in(force: InForce) -> Iterator[ClashView]:
    """Yield the clashes of every kind of dossier, each once, those first that nothing decides."""
    book = force.rulebook
    found: dict[tuple[str, ...], tuple[Clash, list[str]]] = {}
    for kind in book.dossier_kinds:
        for clash in clashes_of(book, kind, force.choices):
            key = tuple(rule.id for rule in clash.rules)
            found.setdefault(key, (clash, []))[1].append(book.labels.dossiers.get(kind, kind))
    ordered = sorted(found.values(), key=lambda one: (one[0].decided, _matter(one[0].matter)))
    return (clash_view(clash, kinds) for clash, kinds in ordered)


def touching(rulebook: Rulebook, kind: str, choices: Mapping[str, str], findings: Iterable[Finding]) -> list[ClashView]:
    """Return the clashes of which a rule had something to say of a case."""
    spoke = {one.rule.id for one in findings if one.state is not State.NOT_APPLICABLE}
    clashes = clashes_of(rulebook, kind, choices)
    return [clash_view(one, ()) for one in clashes if any(rule.id in spoke for rule in one.rules)]


def clashes_of(rulebook: Rulebook, kind: str, choices: Mapping[str, str]) -> tuple[Clash, ...]:
    """Return the clashes of a book, looked for once: neither the book nor what it says of these readings changes."""
    key = (id(rulebook), kind, tuple(sorted(choices.items())))
    found = _KNOWN.get(key)
    if found is None:
        if len(_KNOWN) >= MOST_KNOWN:
            _KNOWN.clear()
        found = _KNOWN[key] = (rulebook, rulebook.clashes(kind, choices))
    return found[1]


def clash_view(clash: Clash, kinds: Iterable[str]) -> ClashView:
    """Return a clash in words."""
    return ClashView(
        matter=_matter(clash.matter),
        rules=tuple(_link(rule) for rule in clash.rules),
        prevails=clash.prevails or "",
        decided=clash.decided,
        ground=GROUNDS[clash.ground],
        because=clash.because,
        of_words=tuple(kinds),
    )


def _matter(slug: str) -> str:
    return MATTERS.get(slug, "同一事项")


def _link(rule: Rule) -> RuleLink:
    return RuleLink(rule.id, rule.pack, rule.cited, rule.asks)


def _choices(force: InForce, organ: str) -> Iterator[ChoiceView]:
    own = {row.choice: row for row in Picked.objects.filter(organ=organ)}
    used = _used(force.rulebook)
    for pack in reversed(force.rulebook.packs):
        for written in pack.written:
            words = written.words
            if isinstance(words, Choice):
                yield _choice(pack, words, own.get(words.id), used.get(words.id, ()))


def _used(book: Rulebook) -> dict[str, list[RuleLink]]:
    found: dict[str, list[RuleLink]] = {}
    for pack in book.packs:
        for written in pack.written:
            words = written.words
            for number in words.readings if isinstance(words, Words) else ():
                link = RuleLink(written.words.id, pack.head.id, f"{pack.head.short}{words.article}", words.asks)  # type: ignore[union-attr]
                found.setdefault(number, []).append(link)
    return found


def _choice(pack: Pack, words: Choice, row: Picked | None, used: Iterable[RuleLink]) -> ChoiceView:
    reading = row.reading if row and row.reading in words.readings else words.default
    return ChoiceView(
        id=words.id,
        pack=pack.head.id,
        cited=f"{pack.head.short}{words.article}",
        question=words.question,
        readings=tuple(
            ReadingView(f"{words.id}/{name}", told, name == words.default, name == reading)
            for name, told in words.readings.items()
        ),
        picked_by=row.by if row else "",
        picked_on=row.on if row else None,
        reason=row.reason if row else "",
        rules=tuple(used),
        used_by=words.used_by,
    )
