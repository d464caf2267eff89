"""Measures one thing in this process, which sees a data folder of its own: `python -m liuhen.bench NAME RUNS quick`."""

import json
import sys
from importlib import import_module
from pathlib import Path

import django

from liuhen.bench import NAMES


def main(name: str, runs: int, *, quick: bool, folder: Path) -> None:
    """Write the figures as one JSON list to standard output."""
    if name not in NAMES:
        raise ValueError(f"nothing to measure is called {name}")
    django.setup()
    measured = import_module(f"liuhen.bench.{name}").measure(runs=runs, quick=quick, folder=folder)
    sys.stdout.write(json.dumps([figure.as_json() for figure in measured], ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), quick=sys.argv[3] == "quick", folder=Path(sys.argv[4]))
