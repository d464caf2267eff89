"""How much a promise is tried, and what came out: little in `make test`, all of it in `make soak`."""

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path

SOAKING = bool(os.environ.get("LIUHEN_SOAK"))
FOLDER = Path(__file__).parents[2] / "build" / "promises"


def rounds(quick: int, soak: int) -> int:
    """Return how often something is tried in this run."""
    return soak if SOAKING else quick


def keep(promise: int, test: str, figure: str) -> None:
    """Keep the last figure of a test, that of a quick run and that of a full one apart."""
    run = "soak" if SOAKING else "quick"
    FOLDER.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"\W+", "-", test.rpartition("tests/promises/")[2])
    told = {"promise": promise, "test": test, "run": run, "figure": figure, "day": f"{datetime.now(UTC):%Y-%m-%d}"}
    (FOLDER / f"{name}.{run}.json").write_text(json.dumps(told, ensure_ascii=False) + "\n", "utf-8")
