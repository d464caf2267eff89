"""Read every pack as a careful colleague would: words, labels, readings, examples; each fault with file and line.

`python -m liuhen.rulebook.lint [FOLDER]` prints them and ends with 1 if there are any.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from liuhen.rulebook.approvals import Approval
from liuhen.rulebook.book import Rulebook
from liuhen.rulebook.calendar import WorkingCalendar, load_calendar
from liuhen.rulebook.errors import PackError
from liuhen.rulebook.examples import differences
from liuhen.rulebook.frame import Choice, Procedure
from liuhen.rulebook.joins import dates, nameless_codes, undecided, unknown_kinds
from liuhen.rulebook.loading import unready
from liuhen.rulebook.packs import Pack, Written, at_word, read_packs, read_words
from liuhen.rulebook.place import HEAD, regulations
from liuhen.rulebook.source import Problem
from liuhen.rulebook.words import Words

BESIDE = frozenset({"calendar", "papers"})
"""Folders beside the packs: the working calendar and the catalogue of papers."""


def lint(root: Path | None = None, *, more: Sequence[Path] = ()) -> list[Problem]:
    """Return everything wrong under `root` (`regulations/`), in order of file and line; nothing where all is well.

    Args:
        more: further folders of packs; with them only what lies there is read, beside what `root` offers.
    """
    root = root or regulations()
    folders = sorted(
        each for at in more or (root,) for each in at.iterdir() if each.is_dir() and each.name not in BESIDE
    )
    problems = [Problem(each / HEAD, 1, "规程包缺少 pack.yaml") for each in folders if not (each / HEAD).exists()]
    try:
        calendar = load_calendar(root)
    except PackError as error:
        return [*problems, *error.problems]
    for folder in folders:
        if (folder / HEAD).exists():
            problems += _pack(folder.name, (root, *more), calendar)
    return sorted(set(problems), key=lambda each: (str(each.file), each.line, each.message))


def _pack(pack_id: str, roots: Sequence[Path], calendar: WorkingCalendar) -> Iterator[Problem]:
    packs, problems = read_packs([pack_id], roots)
    common = read_words(roots, problems)
    yield from problems
    rulebook = Rulebook(tuple(packs), common)
    own = [pack for pack in packs if pack.head.id == pack_id]
    faults = [fault for pack in packs for fault in unready(pack, rulebook)]
    yield from faults
    for pack in own:
        yield from _unused_choices(pack)
        if not problems and not faults:
            for written in pack.written:
                yield from _words(written, rulebook)
                yield from _examples(written, rulebook, calendar)
        if not problems and not faults:
            yield from dates(pack)
            yield from unknown_kinds(pack, rulebook)
            yield from nameless_codes(pack, rulebook)
            yield from undecided(pack, rulebook)


def _unused_choices(pack: Pack) -> Iterator[Problem]:
    used = {number for written in pack.written if isinstance(written.words, Words) for number in written.words.readings}
    for written in pack.written:
        if isinstance(written.words, Choice) and written.words.id not in used and not written.words.used_by:
            yield at_word(written, "id", f"没有规则用到择定事项“{written.words.id}”")


def _words(written: Written, rulebook: Rulebook) -> Iterator[Problem]:
    """Every kind, field and role that a reader may be shown needs a reader's word."""
    labels = rulebook.labels
    if isinstance(written.words, Procedure):
        shown = {kind for stage in written.words.stages for kind in stage.kinds}
        yield from (at_word(written, "stages", f"“{kind}”没有中文名称") for kind in sorted(shown - set(labels.kinds)))
    if isinstance(written.words, Approval):
        asked = {role for step in written.words.steps for role in step.roles}
        unnamed = asked.union(*written.words.least) - set(labels.roles)
        yield from (at_word(written, "steps", f"审批岗位“{role}”没有中文名称") for role in sorted(unnamed))
    if not isinstance(written.words, Words):
        return
    words = written.words
    unknown = set(words.of) - set(labels.dossiers)
    yield from (at_word(written, "of", f"没有“{kind}”这种卷宗") for kind in sorted(unknown))
    day = words.after.day if words.after else None
    fields = {*words.fields, *(words.after.field if words.after else ()), *words.met_on, *([day] if day else ())}
    unnamed = fields - set(labels.fields) - set(words.labels)
    yield from (at_word(written, "fields", f"字段“{path}”没有中文名称") for path in sorted(unnamed))
    yield from (
        at_word(written, "signed_by", f"签名人“{role}”没有中文名称")
        for role in sorted(set(words.signed_by) - set(labels.roles))
    )


def _examples(written: Written, rulebook: Rulebook, calendar: WorkingCalendar) -> Iterator[Problem]:
    words = written.words
    if not isinstance(words, Words):
        return
    if not words.examples:
        yield at_word(written, "id", f"规则“{words.id}”没有示例")
    of = next((plan.words for plan in rulebook.every_plan() if plan.rule.id == words.id), None)
    if of is None:
        return
    for at, example in enumerate(words.examples):
        line = written.source.line((*written.place, "examples", at))
        try:
            for said in differences(of, example, rulebook, calendar):
                yield Problem(written.source.file, line, f"示例“{example.case}”不成立——{said}")
        except ValueError as error:
            yield Problem(written.source.file, line, f"示例“{example.case}”无法读取：{error}")


def main(arguments: list[str]) -> int:
    """Write every problem on a line of its own; return how the command ends."""
    problems = lint(Path(arguments[0]) if arguments else None)
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
