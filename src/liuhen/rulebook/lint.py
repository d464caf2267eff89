"""`python -m liuhen.rulebook.lint [FOLDER]`: say what is wrong with the packs, file and line; exit 1 if anything is."""

import sys
from pathlib import Path

from liuhen.rulebook.linting import lint


def main(arguments: list[str]) -> int:
    """Write every problem on a line of its own; return how the command ends."""
    problems = lint(Path(arguments[0]) if arguments else None)
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
