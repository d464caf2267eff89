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
@font-face { font-family: Fang; src: url("FONTS/FandolFang-Regular.otf"); }
@font-face { font-family: Hei; src: url("FONTS/FandolHei-Regular.otf"); }
@font-face { font-family: Kai; src: url("FONTS/FandolKai-Regular.otf"); }
@font-face { font-family: Song; src: url("FONTS/FandolSong-Regular.otf"); }
@font-face { font-family: Song; font-weight: bold; src: url("FONTS/FandolSong-Bold.otf"); }
@font-face { font-family: Latin; src: url("FONTS/NotoSerifCJK-Regular.ttc#NotoSerifCJKsc-Regular");
  unicode-range: U+21-7E; }
@page { size: A4; margin: 32mm 26mm 32mm 28mm;
  @bottom-right { content: "第 " counter(page) " 页　共 " counter(pages) " 页"; font: 10.5pt Latin, Song; } }
body { font: 12pt/1.6 Latin, Fang; margin: 0; text-align: justify; }
h1 { font: bold 22pt/1.55 Latin, Song; text-align: center; margin: 0 0 6mm; }
h1 span { letter-spacing: .5em; margin-right: -.5em; }
.number { font: 14pt Latin, Kai; text-align: right; margin: 14pt 0; }
.note { font: 10.5pt Latin, Kai; margin: 8pt 0 0; }
table { width: 100%; table-layout: fixed; border-collapse: collapse; }
td, th { border: .6pt solid black; padding: 9pt 7pt; }
th { font: 12pt/1.55 Latin, Hei; width: 32mm; text-align: center; }
td + th { width: 25mm; }
b { font: 12pt Latin, Hei; }
.way { white-space: nowrap; }
svg { width: .8em; height: .8em; }
.sign { display: flex; align-items: end; margin-top: 4mm; }
.sign i { flex: 1; border-bottom: .5pt solid black; height: 1em; }
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
        # Our papers say to a reader aloud what is a heading and what a table: so must these.
        document.write_pdf(pdf_variant="pdf/a-2b", pdf_tags=True)
        sys.stdout.write(json.dumps({"seconds": perf_counter() - began, "pages": len(document.pages)}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
