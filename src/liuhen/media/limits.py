"""What a process that decodes untrusted bytes may take; it sets the limits on itself before it opens them."""

import os
import resource
from dataclasses import dataclass
from typing import Final

_NICER: Final = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one process: memory and the largest file it may write in bytes, time on the processor in seconds."""

    memory: int
    processor: int
    file: int

    def words(self) -> list[str]:
        """Return them as arguments of a command."""
        return [str(self.memory), str(self.processor), str(self.file)]


def confine(limits: Limits) -> None:
    """Bound this process for the rest of its life, and let everybody else go first."""
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.processor),
        (resource.RLIMIT_FSIZE, limits.file),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    os.nice(_NICER)
