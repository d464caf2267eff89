"""By which regulation a case is assessed: the one named, or the one that the case file says it was worked by."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from liuhen.kernel.errors import BadInputError
from liuhen.rulebook import CaseFileError, Dossier, PackError, Rulebook, load
from liuhen.rulebook.errors import CaseProblem
from liuhen.rulebook.place import ids, shelves


def roots_with(folders: Sequence[Path]) -> tuple[Path, ...]:
    """Return where packs are looked for: the shipped ones, then `folders`; one that is itself a pack is refused."""
    for folder in folders:
        if (folder / "pack.yaml").exists():
            raise BadInputError(
                f"{folder} 是一部规程，不是放规程的目录。",
                remedy=f"请写它上一级的目录：--packs {folder.resolve().parent}",
            )
    return shelves(folders)


def require_regulation(name: str, roots: Sequence[Path]) -> str:
    """Return `name` where there is such a pack.

    Raises:
        BadInputError: none of that name; says which there are.
    """
    known = ids(roots)
    if name not in known:
        raise BadInputError(f"没有规程“{name[:60]}”。", remedy=f"有：{'、'.join(known)}。")
    return name


class Books:
    """The rulebooks of a run; each is loaded once."""

    def __init__(self, regulation: str | None, roots: tuple[Path, ...]) -> None:
        self._regulation, self._roots = regulation, roots
        self._known = frozenset(ids(roots))
        self._load = lru_cache(maxsize=8)(lambda names: load(names, roots=roots))
        if regulation is not None:
            require_regulation(regulation, roots)
            self._load((regulation,))

    def of(self, dossier: Dossier) -> tuple[str, Rulebook]:
        """Return the regulation's name and its rulebook.

        Raises:
            CaseFileError: none was named, and the case names none that is here, or one that cannot be used.
        """
        if self._regulation is not None:
            return self._regulation, self._load((self._regulation,))
        named = tuple(sorted(self._known & set(dossier.packs)))
        if not named:
            said = "案件没有写明所用的规程，请用 --regulation 指定。"
            raise CaseFileError([CaseProblem("packs", None, said)])
        try:
            whole = self._load(named)
        except PackError as error:
            raise CaseFileError([CaseProblem("packs", None, f"案件所载的规程不能使用：{error.why}。")]) from error
        below = {base for pack in whole.packs for base in pack.head.extends}
        return "、".join(name for name in named if name not in below), whole
