"""校验码 read off the page by a reader that is not ours (zbar), as a printer and a cheap scanner leave it."""

import subprocess
from pathlib import Path

import pytest

from liuhen.papers import render
from papers.sheets import ALL, MOMENT

CODE = "7Q4K-92MD-XFPT"
ADDRESS = "https://zhifa.example.gov.cn/check"
LONG = "https://jianghanhu-yibao-zhifa.example.gov.cn:8443/jilu/check"


def read(pdf: bytes, folder: Path, *, dpi: int) -> list[list[str]]:
    """What the reader finds on each page, drawn in black and white alone at so many dots per inch."""
    (folder / "paper.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", str(dpi), "-mono", "paper.pdf", "page"], cwd=folder, check=True)
    pages = sorted(folder.glob("page-*.pbm"))
    asked = [["zbarimg", "--quiet", "--raw", "--nodbus", str(page)] for page in pages]
    return [subprocess.run(one, capture_output=True, check=False).stdout.decode().split() for one in asked]


@pytest.mark.parametrize("dpi", [150, 200])
@pytest.mark.parametrize("form", ["decision", "inspection", "opening-approval", "deadlines", "service-receipt"])
def test_the_mark_on_every_page_leads_to_the_page_that_checks_it(form: str, dpi: int, tmp_path: Path) -> None:
    made = render(form, ALL[form], moment=MOMENT, check_code=CODE, check_at=ADDRESS)
    assert read(made.pdf, tmp_path, dpi=dpi) == [[f"{ADDRESS}/{CODE}"]] * made.pages


@pytest.mark.parametrize("form", sorted(ALL))
def test_without_an_address_the_mark_is_the_code(form: str, tmp_path: Path) -> None:
    made = render(form, ALL[form], moment=MOMENT, check_code=CODE)
    assert read(made.pdf, tmp_path, dpi=150) == [[CODE]] * made.pages


def test_a_long_address_is_read_at_200_dots(tmp_path: Path) -> None:
    made = render("decision", ALL["decision"], moment=MOMENT, check_code=CODE, check_at=LONG)
    assert read(made.pdf, tmp_path, dpi=200) == [[f"{LONG}/{CODE}"]] * made.pages
