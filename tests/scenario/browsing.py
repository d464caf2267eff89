"""A third way to do the steps of a scenario: somebody signs in at a browser, fills in the form, presses the button."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page
from pydantic import BaseModel

from liuhen.demo.people import PASSWORD
from liuhen.kernel import clock
from liuhen.people.officers import Officer
from liuhen.scenario.ways import Came, Deed
from liuhen.web.forms.controls import control
from liuhen.web.forms.shape import Declared, fields_of

_DONE: Final = re.compile(r"已记入第 (\d+) 条")
_REF: Final = re.compile(r"/cases/(\d{4}-\d{4,})")
_IDLE: Final = timedelta(minutes=20)  # a sign-in ends after half an hour without a sign
_FORM: Final = "form[data-once]"

_UNFOLD: Final = """node => {
  for (let one = node.closest("details"); one; one = one.parentElement.closest("details")) one.open = true
}"""
_SMUGGLED: Final = """(node, text) => {
  if (![...node.options].some(one => one.value === text)) node.add(new Option(text, text));
}"""
_AFRESH: Final = """wanted => {
  for (const [path, told] of Object.entries(wanted)) {
    const nodes = [...document.querySelectorAll(`form[data-once] [name="${path}"]`)];
    if (typeof told === "number") {
      for (const node of document.querySelectorAll(`form[data-once] [name^="${path}."]`))
        if (Number(node.name.slice(path.length + 1).split(".")[0]) >= told) node.remove();
    } else for (const node of nodes)
      if (["radio", "checkbox"].includes(node.type)) node.checked = told.includes(node.value);
      else if (node.type !== "file" && node.type !== "hidden") node.value = told.join("");
  }
}"""


class Told(NamedTuple):
    """One element of the page and what is entered there."""

    name: str
    texts: list[str]
    file: bool


class AtTheBrowser:
    """Everybody of the bureau at one browser, one after the other; `told` is called with the time of every step."""

    name = "browser"

    def __init__(self, page: Page, url: str, folder: Path, *, told: Any) -> None:
        self._page, self._url, self._folder, self._told = page, url, folder, told
        self._signed_in = ("", datetime.min.replace(tzinfo=UTC))

    def bring(self, by: Officer, name: str, content: bytes) -> str:
        """Lay the file ready; the form takes it from there."""
        path = self._folder / name
        path.write_bytes(content)
        return str(path)

    def do(self, deed: Deed) -> Came:
        """Do a step now; a refusal is what the page then says."""
        self._told(clock.now())
        self._open(form_address(deed), deed.by.account)
        if not self._page.locator(_FORM).count():
            return Came(refusal=self._said())
        self._page.evaluate(_AFRESH, dict(afresh(deed.act.form, deed.form)) if deed.act else {})
        for one in all_told(deed):
            self._enter(one)
        with self._page.expect_navigation():  # a file travels ahead of its form
            self._page.locator(f"{_FORM} .form__foot .button--go").first.click()
        return self._came()

    def _came(self) -> Came:
        said = self._said()
        done = _DONE.search(said)
        ref = _REF.search(self._page.url)
        if done is None or self._page.locator("[role=alert]").count():
            return Came(refusal=said)
        return Came(ref[1] if ref else "", int(done[1]))

    def _said(self) -> str:
        return " ".join(self._page.locator("main").first.inner_text().split())

    def _open(self, address: str, account: str) -> None:
        """Go to a page as this person; who is not signed in, or was idle for too long, signs in on the way."""
        now = clock.now()
        known, seen = self._signed_in
        if known != account or now - seen > _IDLE:
            self._page.context.clear_cookies()
        self._signed_in = (account, now)
        self._page.goto(self._url + address)
        if self._page.locator("[name=password]").count():
            self._page.fill("[name=username]", account)
            self._page.fill("[name=password]", PASSWORD)
            with self._page.expect_navigation():  # the next page must stand before anybody asks what is on it
                self._page.locator("form button").first.click()

    def _enter(self, told: Told) -> None:
        field = self._page.locator(f"{_FORM} [name='{told.name}']")
        self._require_there(field, told.name)
        if told.file:
            field.and_(self._page.locator("[type=file]")).set_input_files(told.texts[0])
            return
        kind = str(field.first.evaluate("node => node.type"))
        if kind in ("radio", "checkbox"):
            self._pick(field, told.texts, several=kind == "checkbox")
        elif kind == "hidden":
            field.first.evaluate("(node, text) => { node.value = text }", "".join(told.texts))
        elif kind == "select-one":
            self._choose(field.first, "".join(told.texts))
        else:
            self._show(field.first)
            field.first.fill("".join(told.texts))

    def _pick(self, field: Locator, texts: list[str], *, several: bool) -> None:
        for box in field.all():
            wanted = box.get_attribute("value") in texts
            if wanted != box.is_checked() and (wanted or several):
                self._show(box)
                box.set_checked(wanted)

    def _choose(self, field: Locator, text: str) -> None:
        """Choose from a list; what is not offered is smuggled in, as somebody might who writes requests of his own."""
        field.evaluate(_SMUGGLED, text)
        self._show(field)
        field.select_option(text)

    def _show(self, node: Locator) -> None:
        """Open what is folded around a field."""
        node.evaluate(_UNFOLD)

    def _require_there(self, field: Locator, name: str) -> None:
        """See that the field stands on the page; a further row is asked for first."""
        rows = re.match(r"(.+?)\.\d+\.", name)
        if not field.count() and rows is not None:
            self._page.locator(f"{_FORM} button[name=add][value='{rows[1]}']").click()
        if not field.count():
            raise AssertionError(f"没有这一栏：{name}")


def form_address(deed: Deed) -> str:
    assert deed.act is not None, "单位的事项不在浏览器里演"
    if deed.act.starts_dossier:
        return "/cases/new" if deed.kind == "clue.registered" else f"/cases/new/{deed.kind}"
    picked = {name: deed.form[name] for name in ("request",) if name in deed.form}
    query = picked | ({"corrects": deed.corrects} if deed.corrects else {})
    return f"/cases/{deed.ref}/acts/{deed.kind}" + (f"?{urlencode(query)}" if query else "")


def all_told(deed: Deed) -> Iterator[Told]:
    assert deed.act is not None
    yield from told_of(deed.act.form, deed.form)
    around = {"late_reason": deed.late, "corrects_because": deed.because}
    if deed.happened:
        yield Told("happened", control("moment").write(deed.happened), file=False)
    yield from (Told(name, [text], file=False) for name, text in around.items() if text)


def afresh(model: type[BaseModel], form: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield what a form is silent about, with what then holds: the page may know something from before."""
    for field in fields_of(model):
        path, value = prefix + field.name, form.get(field.name)
        if field.part is not None and field.many:
            yield path, len(value or ())
        elif field.part is not None:
            yield from afresh(field.part, value or {}, f"{path}.")
        elif field.name not in form:
            yield path, [] if field.required or field.default is None else _texts(field, field.default)


def told_of(model: type[BaseModel], form: Mapping[str, Any], prefix: str = "") -> Iterator[Told]:
    """Yield what a form tells, element by element, as the page writes it."""
    for field in fields_of(model):
        if field.name not in form:
            continue
        path, value = prefix + field.name, form[field.name]
        if field.part is not None and field.many:
            for at, row in enumerate(value):
                yield from told_of(field.part, row, f"{path}.{at}.")
        elif field.part is not None:
            yield from told_of(field.part, value or {}, f"{path}.")
        else:
            yield Told(path, _texts(field, value), field.widget == "file")


def _texts(field: Declared, value: Any) -> list[str]:
    if value is None:
        return [""]
    if field.widget == "moment" and isinstance(value, str):
        value = datetime.fromisoformat(value)
    return list(control(field.widget).write(value))
