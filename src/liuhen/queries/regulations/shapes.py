"""What the pages of the regulations show: frozen, already in Chinese where it is text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

Pair = tuple[str, str]
"""A label and what stands beside it; or a value and its word."""


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack on the shelf.

    Args:
        state: how it stands with the organ: in force, to come, or not adopted.
        since: from which day the organ works by it.
        rules: how many rules it writes itself, without those it stands on.
    """

    id: str
    title: str
    short: str
    rank: str
    region: str
    version: str
    dates: str
    note: str
    rules: int
    choices: int
    extends: tuple[Pair, ...]
    state: str
    colour: str
    since: date | None = None
    text_attached: bool = False


@dataclass(frozen=True, slots=True)
class RuleLink:
    """A rule named somewhere else."""

    id: str
    pack: str
    cited: str
    asks: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class ExampleView:
    """A worked example: what happened, and what follows."""

    case: str
    events: tuple[str, ...]
    follows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadingUse:
    """The reading under which a rule is applied."""

    choice: str
    question: str
    reading: str
    picked: bool


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule, procedure, open text or order of approvals, as a lawyer reads it.

    Args:
        says: label and words of everything it asks, its term among them.
        unit: the organ's own unit for the holder; "" where the organ has not named one.
        gone: it does not stand at all; `overridden_by` says why.
    """

    id: str
    pack: str
    article: str
    cited: str
    asks: str
    form: str
    form_word: str
    modality: str
    holder: str
    unit: str
    of: tuple[str, ...]
    of_words: tuple[str, ...]
    rows: tuple[str, ...]
    says: tuple[Pair, ...]
    overrides: RuleLink | None
    overridden_by: tuple[RuleLink, ...]
    readings: tuple[ReadingUse, ...]
    examples: tuple[ExampleView, ...]
    gone: bool


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article: its rules, and beside them its official text where the installation has attached it."""

    anchor: str
    label: str
    chapter: str
    official: tuple[str, ...]
    rules: tuple[RuleView, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader looks for in the rules."""

    text: str = ""
    form: str = ""
    modality: str = ""
    of: str = ""
    holder: str = ""

    @property
    def any(self) -> bool:
        """Say whether anything is asked at all."""
        return any((self.text, self.form, self.modality, self.of, self.holder))


@dataclass(frozen=True, slots=True)
class Options:
    """What the rules at hand can be narrowed by: value and word."""

    forms: tuple[Pair, ...]
    modalities: tuple[Pair, ...]
    dossiers: tuple[Pair, ...]
    holders: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Adoption:
    """When and by whom a version was adopted; `seq` is the entry in the organ's own chain."""

    version: str
    since: date | None
    at: datetime
    by: str
    seq: int
    digest: str
    reason: str


@dataclass(frozen=True, slots=True)
class Attached:
    """The official text that the installation attached."""

    name: str
    sha256: str
    size: int
    by: str
    at: datetime
    articles: int
    seq: int


@dataclass(frozen=True, slots=True)
class PackPage:
    """A regulation read as rules."""

    pack: PackRow
    articles: tuple[ArticleView, ...]
    total: int
    shown: int
    options: Options
    asked: Asked
    history: tuple[Adoption, ...]
    attached: Attached | None
    may_attach: bool
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Library:
    """规程: what the organ works by, and what else there is."""

    own: tuple[PackRow, ...]
    others: tuple[PackRow, ...]
    found: tuple[RuleView, ...]
    total: int
    asked: Asked
    titles: Mapping[str, str]
    troubles: tuple[str, ...]
    choices: int
    may_adopt: bool
