"""Packages made where files may only grow to a certain size: they are refused in words, or complete."""

import random
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from liuhen.archive import verify_case
from liuhen.archive.delivery import seal
from liuhen.archive.package import build
from liuhen.kernel import clock
from liuhen.kernel.errors import UnusableError
from liuhen.office.actions import SYSTEM
from process.bureau import AT
from promises.bureau import first_case


def trial(*, rounds: int, seed: int) -> dict[str, Any]:
    """Make packages with `rounds` random limits, from next to nothing to a little more than is needed."""
    chance, outgoing = random.Random(seed), settings.LIUHEN_DATA / "outgoing"
    outgoing.mkdir()
    with clock.at(AT):
        sealed, signed = seal(first_case().case, by=SYSTEM, channel="cli", purpose="归档")
    roots = (settings.LIUHEN_ORIGINALS, settings.LIUHEN_PAPERS)
    needed = build(sealed, signed, outgoing / "whole.zip", roots=roots).size
    said = {"refused": 0, "whole": 0}
    for number in range(rounds):
        target = outgoing / f"{number}{'.zip' if number % 2 else ''}"
        try:
            with at_most(chance.randrange(1, needed + needed // 20 if number % 2 else needed // 3)):
                build(sealed, signed, target, roots=roots)
        except UnusableError as refusal:
            assert refusal.why
            assert refusal.remedy
            assert not target.exists()
            said["refused"] += 1
        else:
            assert verify_case.verify(str(target)).findings == []
            said["whole"] += 1
            _remove(target)
    return {**said, "left": [path.name for path in outgoing.iterdir() if path.name != "whole.zip"]}


@contextmanager
def at_most(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond `size` bytes; the write that would is cut short, the next one fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _remove(target: Path) -> None:
    shutil.rmtree(target) if target.is_dir() else target.unlink()
