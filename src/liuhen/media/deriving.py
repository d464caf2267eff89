"""The process that decodes: `python -m liuhen.media.deriving look|copy ORIGINAL FOLDER MEMORY SECONDS BYTES`.

It alone decodes what came from outside. It bounds itself first, writes into FOLDER only, and says on its output,
line by line, how far it has come and in the end what it made. Whoever started it takes nothing else from it.
"""

import json
import signal
import sys
import time
from pathlib import Path
from typing import Final

from liuhen.media.limits import Limits, confine

_AGAIN: Final = 10.0  # seconds


def main(words: list[str]) -> int:
    """Make one part; return the exit code."""
    part, original, folder, *bounds = words
    memory, processor, file = map(int, bounds)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # writing too much is then an error that can be told
    confine(Limits(memory=memory, processor=processor, file=file))
    from liuhen.media.parts import make_part, trouble_of  # noqa: PLC0415  # nothing is loaded before the bounds stand

    told = _Telling()
    try:
        made = make_part(part, Path(original), Path(folder), said=told.percent)
    except Exception as error:  # noqa: BLE001  # whatever a decoder throws is told, and ends this process only
        said, remedy = trouble_of(error)
        sys.stderr.write(f"{part}: {error!r}\n")  # for whoever keeps the machine
        told.line({"said": said, "remedy": remedy})
        return 1
    told.line({"made": made})
    return 0


class _Telling:
    """Says things line by line; when nobody listens any more the process ends by itself."""

    def __init__(self) -> None:
        self._percent, self._said = -1, 0.0

    def percent(self, percent: int) -> None:
        """Say how far it has come when that is news, and now and then that it is still at work."""
        now = time.monotonic()
        if percent > self._percent or now - self._said > _AGAIN:
            self._percent, self._said = max(percent, self._percent), now
            self.line({"percent": self._percent})

    def line(self, told: dict[str, object]) -> None:
        """Say one thing."""
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
