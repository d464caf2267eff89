"""Takes a picture of every screen into docs/screens: `make pictures`."""

import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from house.installation import Installation, serving
from pictures.places import Visitor
from pictures.screens import SCREENS, Screen

OUT = Path(__file__).parents[2] / "docs" / "screens"
WIDTHS = (1440, 390)
TALLEST = 1600  # pixels; what is further down is more of the same
COLOURS, GROUNDS = 112, 32
CHROMIUM = "/usr/bin/chromium"


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="liuhen-pictures-") as folder:
        installation = Installation(Path(folder) / "data")
        ready = installation.run("demo", "--prepare")
        assert ready.returncode == 0, ready.stdout + ready.stderr
        with serving(installation, log=Path(folder) / "serve.log") as url, sync_playwright() as driver:
            chinese = {**os.environ, "LANGUAGE": "zh_CN", "LANG": "zh_CN.UTF-8"}  # how date fields are drawn
            browser = driver.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"], env=chinese
            )
            visitor = Visitor(browser, url)
            taken = [path for screen in SCREENS for path in take(screen, visitor)]
            browser.close()
    for old in set(OUT.glob("*.png")) - set(taken):
        old.unlink()
    (OUT / "README.md").write_text(readme(), "utf-8")


def take(screen: Screen, visitor: Visitor) -> list[Path]:
    """Go to a screen and leave its pictures; return where they are."""
    if screen.kind == "unkept":
        return []
    screen.way(visitor)
    if screen.kind == "screen":
        return [_shot(visitor.page, screen.name, width) for width in WIDTHS]
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "sheet.pdf"
        if screen.kind == "print":
            visitor.page.pdf(path=sheet, prefer_css_page_size=True)
        else:
            sheet.write_bytes(visitor.page.request.get(f"{visitor.page.url}/file").body())
        return [_sheet(sheet, screen.name)]


def _shot(page: Page, name: str, width: int) -> Path:
    page.set_viewport_size({"width": width, "height": 900 if width > 1000 else 844})
    page.wait_for_load_state("networkidle")
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    path = OUT / f"{name}-{width}.png"
    # The window itself is made as tall as the page: what sticks to its foot stays at the foot of the page.
    page.set_viewport_size({"width": width, "height": height})
    page.screenshot(path=path)
    return _small(path)


def _sheet(pdf: Path, name: str) -> Path:
    path = OUT / f"{name}-a4.png"
    subprocess.run(
        ["pdftoppm", "-r", "80", "-png", "-f", "1", "-l", "1", "-singlefile", pdf, path.with_suffix("")], check=True
    )
    return _small(path)


def _small(path: Path) -> Path:
    """Keep few colours: the plain grounds exactly as they are, and of the rest those that differ most."""
    with Image.open(path) as opened:
        picture = opened.convert("RGB")
    counted = sorted(picture.getcolors(picture.width * picture.height) or (), reverse=True)
    grounds = [value for _, colour in counted[:GROUNDS] for value in colour]
    rest = picture.quantize(COLOURS - GROUNDS, method=Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*grounds, *rest][: COLOURS * 3])
    picture.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)
    return path


def files_of(screen: Screen) -> Sequence[str]:
    """Return the names of the pictures of a screen."""
    names = {"screen": [str(width) for width in WIDTHS], "unkept": []}.get(screen.kind, ["a4"])
    return [f"{screen.name}-{name}.png" for name in names]


def readme() -> str:
    """Return the table of all pictures."""
    rows = [f"| {one.title} | {one.who} | {_links(one)} |" for one in SCREENS if files_of(one)]
    head = [
        "# 界面图",
        "",
        "`make pictures` 用示例数据重新拍摄；单位、人员、案件均为虚构。",
        "宽 1440 为办公电脑，宽 390 为手机；打印和期限计算表为 A4 首页。",
        "",
        "| 界面 | 谁看到 | 图 |",
        "|---|---|---|",
    ]
    return "\n".join([*head, *rows]) + "\n"


def _links(screen: Screen) -> str:
    words = {"1440": "电脑", "390": "手机", "a4": "纸面"}
    return " · ".join(f"[{words[name.removesuffix('.png').rsplit('-', 1)[1]]}]({name})" for name in files_of(screen))


if __name__ == "__main__":
    main()
