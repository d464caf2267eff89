"""What may be picked in the forms of acts: officers of the organ, earlier entries of the case."""

from collections.abc import Mapping, Sequence
from typing import Any

from liuhen.people.officers import Officer
from liuhen.process.inquiry.payloads.watching import SHOTS
from liuhen.queries.bureau.choices import choices
from liuhen.queries.course import entry_choices
from liuhen.queries.discs import recording_names
from liuhen.queries.footage import unfiled_choices
from liuhen.queries.marking import shot_choices
from liuhen.queries.officers import officer_choices, person_choices
from liuhen.queries.papers import EVERY_FORM, PaperChoice, paper_choices
from liuhen.queries.parties import party_choices
from liuhen.web.forms import Option, Options


def options_for(by: Officer, ref: str | None) -> Options:
    """Return the answers for a form that `by` fills in; a case that does not exist yet has no entries."""

    def ask(widget: str, told: Mapping[str, Any]) -> Sequence[Option]:
        if widget == "officers":
            return [_officer(value, words) for value, words in officer_choices(by)]
        if widget == "person":
            return [Option(value, words) for value, words in person_choices(by)]
        return () if ref is None else _of_case(by, ref, widget, told)

    return ask


def _of_case(by: Officer, ref: str, widget: str, told: Mapping[str, Any]) -> Sequence[Option]:
    if widget in {"entry", "entries"}:
        names = recording_names(by, ref) if widget == "entries" else {}
        return [Option(str(seq), words, names.get(seq, "")) for seq, words in entry_choices(by, ref, told["kinds"])]
    if widget == "footage":
        return [Option(*one) for one in unfiled_choices(by, ref)]
    if widget == "party":
        return [Option(name, name) for name in party_choices(by, ref)]
    if told.get("choices") == SHOTS:
        return [Option(*one) for one in shot_choices(by, ref)]
    if told.get("choices") == EVERY_FORM:
        return [_paper(one) for one in paper_choices(by, ref)]
    return ()


def office_options(by: Officer) -> Options:
    """Return the answers for a form about the bureau that `by` fills in."""

    def ask(widget: str, told: Mapping[str, Any]) -> Sequence[Option]:
        del told
        return [Option(*one) for one in choices(by, widget)]

    return ask


def _paper(one: PaperChoice) -> Option:
    return Option(one.form, one.title, f"{'待制作' if one.wanting else '已制作'}　{one.article.split('；')[0]}")


def _officer(value: str, words: str) -> Option:
    name, _, certificate = words.partition("（")
    return Option(value, name, certificate.removesuffix("）"))
