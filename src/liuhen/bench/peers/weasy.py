"""A warm WeasyPrint. Reads one JSON object a line, `{"html"}`; answers `{"seconds", "pages"}`.

Runs under the interpreter of the bench's own environment, where the product is not installed: it imports nothing of it.
"""

import json
import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

_STYLE = """
@font-face { font-family: Song; src: url("FONTS/FandolSong-Regular.otf"); }
@font-face { font-family: Fang; src: url("FONTS/FandolFang-Regular.otf"); }
@font-face { font-family: Hei; src: url("FONTS/FandolHei-Regular.otf"); }
@page { size: A4; margin: 37mm 26mm 35mm 28mm; @bottom-center { content: "— " counter(page) " —"; font: 10pt Song; } }
body { font: 12pt/1.7 Fang; margin: 0; }
h1 { font: 22pt Song; text-align: center; margin: 0 0 6mm; }
table { width: 100%; border-collapse: collapse; }
td, th { border: 0.5pt solid black; padding: 2mm; vertical-align: top; }
th { font: 12pt Hei; width: 32mm; }
"""


def main(fonts: str) -> None:
    """Set every page that is told on standard input, with the faces of the folder `fonts`."""
    weasy: Any = import_module("weasyprint")
    config = import_module("weasyprint.text.fonts").FontConfiguration()
    style = weasy.CSS(string=_STYLE.replace("FONTS", Path(fonts).resolve().as_uri()), font_config=config)
    for line in sys.stdin:
        html = json.loads(line)["html"]
        began = perf_counter()
        document = weasy.HTML(string=html).render(stylesheets=[style], font_config=config)
        document.write_pdf(pdf_variant="pdf/a-2b")
        sys.stdout.write(json.dumps({"seconds": perf_counter() - began, "pages": len(document.pages)}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
