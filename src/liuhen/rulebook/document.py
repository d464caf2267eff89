"""`python -m liuhen.rulebook.document [--check]`: write `docs/rules.md`, or say that it is stale."""

import sys
from pathlib import Path

from liuhen.rulebook.book import load
from liuhen.rulebook.packs import HEAD
from liuhen.rulebook.place import regulations
from liuhen.rulebook.tables import document


def main(arguments: list[str], *, root: Path | None = None, page: Path | None = None) -> int:
    """Write the page, or with `--check` compare it; return how the command ends."""
    root = root or regulations()
    page = page or root.parent / "docs" / "rules.md"
    made = document(load(sorted(file.parent.name for file in root.glob(f"*/{HEAD}")), root=root))
    if "--check" not in arguments:
        page.write_text(made, encoding="utf-8")
        return 0
    if page.exists() and page.read_text(encoding="utf-8") == made:
        return 0
    sys.stdout.write(f"{page} 与规程包不一致，请重新生成：python -m liuhen.rulebook.document\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
