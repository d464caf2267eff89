"""Read a finished paper back, with tools other than those that made it."""

import io
import re
import subprocess

import pikepdf


def pages_of(pdf: bytes) -> list[str]:
    """What a reader's copy and paste gives of each page, in reading order, without spaces and breaks."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return [squeezed(page) for page in done.stdout.decode().split("\f")[:-1]]


def text_of(pdf: bytes) -> str:
    """The pages one after another, without the numbers at their feet."""
    return "".join(re.sub(r"第\d+页共\d+页", "", page) for page in pages_of(pdf))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def fonts_of(pdf: bytes) -> list[tuple[str, bool]]:
    """Name and whether the face is embedded, for every face of the paper."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = {}
        for page in document.pages:
            for font in page.resources.get("/Font", {}).values():
                below = font.DescendantFonts[0] if "/DescendantFonts" in font else font
                files = {"/FontFile", "/FontFile2", "/FontFile3"}
                found[str(font.BaseFont)] = bool(files & set(below.FontDescriptor.keys()))
    return sorted(found.items())
