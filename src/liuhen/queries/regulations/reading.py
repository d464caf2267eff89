"""A regulation as rules: each rule, procedure, open text and order of approvals in words a lawyer reads aloud."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from liuhen.kernel.money import yuan
from liuhen.ledger import Body
from liuhen.ledger.body import kinds
from liuhen.queries.regulations.sayings import FORMS, STATES, dossier_words, says
from liuhen.queries.regulations.shapes import ExampleView, Pair, ReadingUse, RuleLink, RuleView
from liuhen.queries.regulations.shelf import Book
from liuhen.rulebook.approvals import Approval, path
from liuhen.rulebook.arithmetic import day, moment
from liuhen.rulebook.frame import Choice, Labels, Procedure
from liuhen.rulebook.packs import Pack, Written
from liuhen.rulebook.plan import Plan
from liuhen.rulebook.words import Example, Words
from liuhen.rulebook.words import moment as read_moment

LONGEST_VALUE: Final = 60
"""Characters of a field in an example."""
_YES: Final = {True: "是", False: "否"}
_NAME: Final = re.compile(r"[a-z][a-z0-9_.-]*")
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]+([+-][0-9:]+|Z))?$")


class Reader:
    """Reads the rules of a book; one for a page."""

    def __init__(self, book: Book, *, units: Mapping[str, str]) -> None:
        """Take the book, and the organ's own units: duty holder -> unit."""
        self._book, self._units = book, units
        self._labels = book.rulebook.labels
        self._plans = _plans(book)
        self._packs = {one.words.id: pack for pack in book.rulebook.packs for one in pack.written}
        self._written = {one.words.id: one for pack in book.rulebook.packs for one in pack.written}
        self._over: dict[str, list[str]] = {}
        for name, one in self._written.items():
            if base := getattr(one.words, "overrides", None):
                self._over.setdefault(base, []).append(name)

    def rules(self, pack: Pack) -> Iterator[RuleView]:
        """Yield everything a pack writes, as it stands in its files."""
        return (self._view(pack, one) for one in pack.written)

    def rule(self, rule_id: str) -> RuleView | None:
        """Return one rule of the book."""
        pack = self._packs.get(rule_id)
        return self._view(pack, self._written[rule_id]) if pack else None

    def link(self, rule_id: str, *, because: str = "") -> RuleLink:
        """Return a rule as it is named elsewhere."""
        pack, words = self._packs[rule_id], self._written[rule_id].words
        asks = words.question if isinstance(words, Choice) else words.asks
        return RuleLink(rule_id, pack.head.id, f"{pack.head.short}{words.article}", asks, because)

    def plan(self, rule_id: str) -> Plan | None:
        """Return a rule made ready under the organ's readings; None where another stands in its place everywhere."""
        return self._plans.get(rule_id)

    def _view(self, pack: Pack, written: Written) -> RuleView:
        words, plan = written.words, self._plans.get(written.words.id)
        of = _of(pack, written)
        holder = "" if isinstance(words, Choice | Procedure) else words.holder
        overrides = getattr(words, "overrides", None)
        gone = isinstance(words, Words) and plan is None
        return RuleView(
            id=words.id,
            pack=pack.head.id,
            article=words.article,
            cited=f"{pack.head.short}{words.article}",
            asks=words.question if isinstance(words, Choice) else words.asks,
            form=words.form,
            form_word=FORMS[words.form],
            modality=words.modality if isinstance(words, Words) else "",
            holder=holder,
            unit=self._units.get(holder, ""),
            of=of,
            of_words=dossier_words(of, self._labels),
            rows=words.rows,
            says=self._says(words, plan),
            overrides=self.link(overrides, because=words.because or "") if overrides else None,  # type: ignore[union-attr]
            overridden_by=tuple(self._by(words.id)),
            readings=tuple(
                ReadingUse(one.choice, one.question, one.reading, one.picked)
                for one in (plan.rule.readings if plan else ())
            ),
            examples=tuple(self._example(one) for one in words.examples) if isinstance(words, Words) else (),
            gone=gone,
        )

    def _by(self, rule_id: str) -> Iterator[RuleLink]:
        for name in self._over.get(rule_id, ()):
            yield self.link(name, because=getattr(self._written[name].words, "because", "") or "")

    def _says(self, words: Words | Procedure | Choice | Approval, plan: Plan | None) -> tuple[Pair, ...]:
        match words:
            case Procedure():
                return (("环节", " → ".join(stage.title for stage in words.stages)),)
            case Choice():
                return tuple(self._readings(words))
            case Approval():
                return (("流程", path(words.steps, self._labels.roles)),)
            case _:
                return says(plan, self._book.terms) if plan else ()

    def _readings(self, choice: Choice) -> Iterator[Pair]:
        used = self._book.choices.get(choice.id, choice.default)
        for name, words in choice.readings.items():
            told = [*(["缺省"] if name == choice.default else []), *(["现在取用"] if name == used else [])]
            yield "读法", words + (f"（{'，'.join(told)}）" if told else "")

    def _example(self, one: Example) -> ExampleView:
        happened = [*one.events, *([one.tried] if one.tried else [])]
        return ExampleView(one.case, tuple(_event(raw, self._labels) for raw in happened), tuple(_follows(one)))


def _plans(book: Book) -> dict[str, Plan]:
    found: dict[str, Plan] = {}
    for kind in book.rulebook.dossier_kinds:
        for plan in book.rulebook.plans(kind, book.choices):
            found.setdefault(plan.rule.id, plan)
    return found


def _of(pack: Pack, written: Written) -> tuple[str, ...]:
    words = written.words
    match words:
        case Words():
            return words.of or pack.head.of
        case Procedure() | Approval():
            return (words.of,) if isinstance(words.of, str) else words.of
        case _:
            return ()


def _event(raw: Mapping[str, Any], labels: Labels) -> str:
    kind = next((key for key in raw if "." in key), "")
    told = [(field_word(name, kind, labels), _value(value, _told(kind, name), labels)) for name, value in raw.items()]
    shown = "；".join(f"{label}：{words}" for label, words in told if label and words)
    return f"{_when(raw[kind])}　{labels.kinds.get(kind, kind)}" + (f"（{shown}）" if shown else "")


@lru_cache(maxsize=1)
def _bodies() -> Mapping[str, type[Body]]:
    return kinds()


def field_word(name: str, kind: str, labels: Labels) -> str:
    """Return the reader's word for a field of a kind of record: the packs', else that of its form; "" without one."""
    field = _bodies()[kind].model_fields.get(name) if kind in _bodies() else None
    return labels.fields.get(name) or (field.title if field else "") or ""


def _told(kind: str, name: str) -> Mapping[str, Any]:
    field = _bodies()[kind].model_fields.get(name) if kind in _bodies() else None
    extra = field.json_schema_extra if field else None
    return extra if isinstance(extra, dict) else {}


def _when(value: object) -> str:
    return moment(read_moment(str(value)))


def _value(value: object, told: Mapping[str, Any], labels: Labels) -> str:
    """Return a value in words; nothing for one that only a programmer reads."""
    if isinstance(value, bool):
        words = _YES[value]
    elif isinstance(value, dict):
        words = _joined(value.values(), told, labels)
    elif isinstance(value, list):
        words = _joined(value, told, labels) or ("无" if not value else "")
    elif value in (None, ""):
        words = "没有填写"
    elif isinstance(value, int) and told.get("widget") == "fen":
        words = f"{yuan(value)} 元"
    else:
        words = _text(str(value), told, labels)
    return words if len(words) <= LONGEST_VALUE else words[:LONGEST_VALUE] + "…"


def _joined(values: Iterable[object], told: Mapping[str, Any], labels: Labels) -> str:
    return "、".join(dict.fromkeys(words for one in values if (words := _value(one, told, labels))))


def _text(value: str, told: Mapping[str, Any], labels: Labels) -> str:
    if known := (told.get("choices") or {}).get(value) or labels.roles.get(value) or labels.kinds.get(value):
        return str(known)
    if _MOMENT.match(value):
        return _when(value)
    return "" if _NAME.fullmatch(value) else value


def _follows(one: Example) -> Iterator[str]:
    if one.now:
        read = read_moment(one.now)
        yield f"在{moment(read)}看"
    if one.tried is not None:
        yield "不准办" if one.refused else "准予办理"
    for state in one.state:
        yield STATES.get(state, state)
    if one.due:
        yield f"期限至{day(_date(one.due))}"
    if one.missing:
        yield f"缺{'、'.join(one.missing)}"


def _date(text: str) -> Any:
    read = read_moment(text)
    return read.date() if isinstance(read, datetime) else read
