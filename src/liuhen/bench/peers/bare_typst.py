"""A bare warm `typst.Compiler`. Reads one JSON object a line, `{"files", "timestamp"}`; answers `{"seconds"}`."""

import json
import sys
from datetime import datetime
from time import perf_counter

import typst


def main(fonts: str) -> None:
    """Set every page that is told on standard input, with the faces of the folder `fonts`."""
    faces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
    compiler = typst.Compiler(font_paths=faces)
    for line in sys.stdin:
        told = json.loads(line)
        files = {name: text.encode() for name, text in told["files"].items()}
        moment = datetime.fromisoformat(told["timestamp"])
        began = perf_counter()
        compiler.compile(files, format="pdf", pdf_standards=["a-2b"], timestamp=moment)  # type: ignore[type-var]
        sys.stdout.write(json.dumps({"seconds": perf_counter() - began}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
