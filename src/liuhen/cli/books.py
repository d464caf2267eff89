"""A state of the rules that somebody names: a pack by its id, a pack's folder of any name, a folder of packs."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from liuhen.cli.regulation import require_regulation, roots_with
from liuhen.kernel.errors import BadInputError
from liuhen.rulebook import PackError, Rulebook, load
from liuhen.rulebook.place import HEAD, shelves
from liuhen.rulebook.source import read_source


def loaded(name: str, roots: Sequence[Path]) -> Rulebook:
    """Return a pack by its id, with all that it extends; PackError where it cannot be used."""
    return load([name], roots=tuple(roots))


@contextmanager
def book_at(told: str, folders: Sequence[Path]) -> Iterator[Rulebook]:
    """Yield the pack `told`: an id, or its folder; what it extends lies beside it, in `folders`, or is shipped.

    Raises:
        BadInputError: neither.
        PackError: it cannot be used.
    """
    folder = Path(told)
    if not (folder / HEAD).is_file():
        if folder.is_dir():
            raise BadInputError(f"{told} 里没有 pack.yaml，不是一部规程。", remedy="请写规程的文件夹，或者规程名。")
        roots = roots_with(folders)
        yield loaded(require_regulation(told, roots), roots)
        return
    with pack_shelf(folder) as (name, shelf):
        yield loaded(name, (*shelves(folders), folder.resolve().parent, shelf))


@contextmanager
def pack_shelf(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the id of the pack in `folder`, and a folder in which it lies under that id, whatever its own name."""
    name = _own_id(folder)
    with tempfile.TemporaryDirectory(prefix="liuhen-") as made:
        shelf = Path(made)
        (shelf / name).symlink_to(folder.resolve(), target_is_directory=True)
        yield name, shelf


def _own_id(folder: Path) -> str:
    source = read_source(folder / HEAD)
    name = source.data.get("id") if isinstance(source.data, dict) else None
    if not isinstance(name, str) or not name.replace("-", "").isalnum():
        raise PackError("规程包无法使用", problems=source.problems, remedy=f"请改正 {folder / HEAD} 中的 id。")
    return name
