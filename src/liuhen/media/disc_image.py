"""The image of a disc: ISO 9660 with Rock Ridge, Joliet and UDF over the same bytes, so that any system reads it.

Run as a process of its own (`python -m liuhen.media.disc_image PLAN OUT`): the library asks the clock and the dice
where nobody can tell it otherwise, and the same entry has to give the same bytes; here the clock stands still.
"""

import hashlib
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Final, cast

from pycdlib.pycdlib import PyCdlib

_FILE: Final = 0o100444
_SAID: Final = 16 << 20  # bytes between two words about the progress


class ChangedError(Exception):
    """A source is not what the plan says of it; the first word is its path on the disc."""


@dataclass(frozen=True, slots=True)
class Item:
    """One file: its path on the disc, where its bytes lie, how many they are, and their SHA-256."""

    path: str
    source: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What an image holds. The same plan gives the same bytes.

    Args:
        label: name of the volume, at most 16 letters, digits and underscores.
        number: which disc of `discs` this is.
        moment: seconds since 1970, for every time in it.
    """

    label: str
    number: int
    discs: int
    moment: int
    items: tuple[Item, ...]

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Plan":
        """Read what `dataclasses.asdict` wrote."""
        return cls(**{**told, "items": tuple(Item(**one) for one in told["items"])})


class _Source:
    """An open file whose bytes are hashed as they are read in their order, and compared at its end."""

    mode = "rb"

    def __init__(self, file: BinaryIO, item: Item) -> None:
        self._file, self._item, self._hash, self._place = file, item, hashlib.sha256(), 0

    def seek(self, place: int, whence: int = 0) -> int:
        return self._file.seek(place, whence)

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int = -1) -> bytes:
        place = self._file.tell()
        piece = self._file.read(size)
        if place != self._place or (not piece and size):
            raise ChangedError(self._item.path)
        self._hash.update(piece)
        self._place += len(piece)
        if self._place == self._item.size and self._hash.hexdigest() != self._item.sha256:
            raise ChangedError(self._item.path)
        return piece


def write(plan: Plan, out: Path) -> None:
    """Write an image to `out`; files are streamed. Says how far it is on standard output, in bytes.

    Raises:
        ChangedError: a file is not what the plan says of it.
        OSError: the disk refuses.
    """
    image = PyCdlib()
    image.new(
        interchange_level=3,
        vol_ident=plan.label,
        set_size=plan.discs,
        seqnum=plan.number,
        app_ident_str="LIUHEN",
        joliet=3,
        rock_ridge="1.09",
        udf="2.60",
    )
    with ExitStack() as opened:
        folders = dict(_folders(image, plan))
        for number, item in enumerate(plan.items, start=1):
            _require_whole(item)
            _add(image, item, f"{folders[str(PurePosixPath(item.path).parent)]}/F{number:07d}.;1", opened)
        with out.open("xb") as file:
            image.write_fp(file, progress_cb=_saying())
            file.flush()
            os.fsync(file.fileno())
    image.close()


def _folders(image: PyCdlib, plan: Plan) -> Iterator[tuple[str, str]]:
    """Make the folders; give the path of each, and its name in ISO 9660, which knows no Chinese."""
    known = {".": ""}
    yield ".", ""
    parents = {str(parent) for item in plan.items for parent in PurePosixPath(item.path).parents} - {"."}
    for number, path in enumerate(sorted(parents, key=lambda one: (one.count("/"), one)), start=1):
        known[path] = f"{known[str(PurePosixPath(path).parent)]}/D{number:04d}"
        name = PurePosixPath(path).name
        image.add_directory(known[path], rr_name=name, joliet_path=f"/{path}", udf_path=f"/{path}")
        yield path, known[path]


def _add(image: PyCdlib, item: Item, plain: str, opened: ExitStack) -> None:
    file = opened.enter_context(Path(item.source).open("rb"))  # noqa: SIM115  # the stack closes it
    source = cast("BinaryIO", _Source(file, item))
    name, path = PurePosixPath(item.path).name, f"/{item.path}"
    image.add_fp(source, item.size, plain, rr_name=name, joliet_path=path, udf_path=path, file_mode=_FILE)


def _require_whole(item: Item) -> None:
    if Path(item.source).stat().st_size != item.size:
        raise ChangedError(item.path)


def _saying() -> Callable[[int, int, Any], None]:
    """Return what the library calls as it writes; it counts the arguments: a method will not do."""
    last = 0

    def say(done: int, of: int, _opaque: Any) -> None:
        nonlocal last
        if done - last >= _SAID or done == of:
            last = done
            _say({"done": done, "of": of})

    return say


def _stand_still(moment: int) -> None:
    """Let the clock of this process stand, and its dice fall the same way each time."""
    os.environ["TZ"] = "UTC"  # in any other zone the library tells UDF a wrong one
    time.tzset()
    time.time = lambda: float(moment)
    random.seed(moment)


def _say(told: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Write the image of a plan; the last word says what became of it."""
    plan = Plan.read(json.loads(Path(arguments[0]).read_text("utf-8")))
    _stand_still(plan.moment)
    os.nice(10)
    try:
        write(plan, Path(arguments[1]))
    except ChangedError as error:
        _say({"changed": str(error)})
        return 1
    except OSError as error:
        _say({"refused": error.errno or 0})
        return 1
    _say({"made": True})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
