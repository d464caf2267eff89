"""What lies in a folder of originals, and content to put there."""

import random
from collections.abc import Iterator
from pathlib import Path


def names_under(root: Path) -> list[str]:
    """Return every file under `root`, temporary ones included."""
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if not path.is_dir())


def noise(megabytes: int, *, seed: int = 7) -> Iterator[bytes]:
    """Yield so many MiB that compress badly, the same for the same seed, never held as a whole."""
    dice = random.Random(seed)
    for _ in range(megabytes):
        yield dice.randbytes(1 << 20)


def flip_bit(path: Path, *, at: int) -> None:
    """Change one bit of a file behind the store's back, keeping its size."""
    path.chmod(0o600)
    with path.open("r+b") as file:
        file.seek(at)
        (value,) = file.read(1)
        file.seek(at)
        file.write(bytes([value ^ 1]))
