"""样张: every paper of the catalogue, filled from one example case. The courses that make them lie beside this.

`gallery.playing` plays them in a bureau of their own, `gallery.showing` makes pictures and a page to look at.
"""

from pathlib import Path
from typing import Final

FILES: Final = Path(__file__).parent
"""Folder of the scenario files, one an area of the catalogue; the format is that of docs/scenarios.md."""
