"""Every screen there is a picture of: nothing for axe to find, no wider than a phone, and no page without a picture."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from conftest import Live
from liuhen.web.urls import urlpatterns
from pictures.places import Visitor
from pictures.screens import SCREENS, UNPICTURED, Screen
from pictures.take import OUT, files_of, readme

MOST = 8 * 1024 * 1024  # bytes of all pictures: they are kept with the source


@pytest.fixture
def visitor(browser: Browser, live: Live) -> Iterator[Visitor]:
    yield Visitor(browser, live.url)


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def too_wide(page: Page, width: int) -> bool:
    page.set_viewport_size({"width": width, "height": 740})
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_every_screen_is_accessible_and_fits_a_phone(visitor: Visitor) -> None:
    wrong: dict[str, list[str]] = {}
    for screen in (one for one in SCREENS if one.kind in ("screen", "unkept")):
        screen.way(visitor)
        told = faults(visitor.page) + ["too wide"] * too_wide(visitor.page, 360) + faults(visitor.page)
        visitor.page.set_viewport_size({"width": 1440, "height": 900})
        wrong |= {screen.name: told} if told else {}
    assert wrong == {}


def test_on_paper_there_is_no_rail_and_no_button_and_every_fold_is_open(visitor: Visitor) -> None:
    for name in ("print-case", "print-finding", "print-cases"):
        next(one for one in SCREENS if one.name == name).way(visitor)
        visitor.page.emulate_media(media="print")
        for hidden in (".rail", ".button", ".search", ".pager"):
            assert visitor.page.locator(f"{hidden}:visible").count() == 0, (name, hidden)
        assert visitor.page.locator("details:not(.menu) .owed:not(:visible)").count() == 0
        assert "打印人" in visitor.page.inner_text("main")


def test_no_page_is_without_a_picture_or_a_reason() -> None:
    pictured = {name for screen in SCREENS for name in screen.pages}
    assert {one.name for one in urlpatterns} == pictured | UNPICTURED.keys()


@pytest.mark.parametrize("screen", SCREENS, ids=lambda one: one.name)
def test_every_screen_has_its_pictures(screen: Screen) -> None:
    for name in files_of(screen):
        assert (OUT / name).read_bytes().startswith(b"\x89PNG"), name


def test_the_pictures_are_small_and_their_table_is_fresh() -> None:
    pictures: list[Path] = list(OUT.glob("*.png"))
    assert sum(one.stat().st_size for one in pictures) < MOST
    assert {one.name for one in pictures} == {name for screen in SCREENS for name in files_of(screen)}
    assert (OUT / "README.md").read_text("utf-8") == readme()
