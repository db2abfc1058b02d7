"""Photographing the album's pages: on a phone and on a desktop, the main ones by day and by night."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pyvips

from .album import NEW, NOBODY, Shot

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars", "--font-render-hinting=none",
]  # fmt: skip
PATIENCE_MS = 15_000
QUALITY = 54


class Look(NamedTuple):
    """A window: its name, its width and least and greatest height, and the scheme of colours."""

    name: str
    width: int
    low: int
    high: int
    scheme: str


DAY = (Look("phone", 390, 844, 1250, "light"), Look("desktop", 1280, 800, 1000, "light"))
NIGHT = (Look("phone-dark", 390, 844, 1250, "dark"), Look("desktop-dark", 1280, 800, 1000, "dark"))


class NoBrowser(Exception):
    """There is no Chromium, or no playwright; the message says what to install."""


class Camera:
    """Takes the pictures into a folder. `problems`: what could not be taken, and why."""

    def __init__(self, url: str, folder: Path, tell: Callable[[str], object], until: float) -> None:
        self.url, self.folder, self.tell, self.until = url, folder, tell, until
        self.problems: list[str] = []
        self.pages: dict[str, Any] = {}
        self.broken: dict[str, int] = {}
        self.spoken: dict[str, str] = {}

    def take(self, shots: list[Shot]) -> int:
        """How many pictures were taken. One person is signed in once."""
        taken = 0
        with _browser() as browser:
            for number, shot in enumerate(shots, 1):
                if time.monotonic() > self.until:
                    self.problems.append(f"{shot.name} and what follows: no time was left")
                    break
                try:
                    taken += self._shoot(self._page(browser, shot), shot)
                except Exception as error:  # whatever it is: the other pages are still wanted
                    self.problems.append(f"{shot.name}: {str(error).splitlines()[0]}")
                if number % 10 == 0:
                    self.tell(f"{number} of {len(shots)} pages")
        return taken

    def _page(self, browser: Any, shot: Shot) -> Any:
        """The window of who looks, signed in."""
        if shot.who not in self.pages:
            context = browser.new_context(base_url=self.url, locale="en", viewport=None)
            context.set_default_timeout(PATIENCE_MS)
            # A composer keeps its draft in the browser; each picture begins with an empty one.
            context.add_init_script("localStorage.clear(); sessionStorage.clear()")
            page = self.pages[shot.who] = context.new_page()
            page.on("response", lambda answer: self._note(shot.who, answer))
            _sign_in(page, shot.who)
        if shot.language and self.spoken.get(shot.who) != shot.language:
            _speak(self.pages[shot.who], shot.language)
            self.spoken[shot.who] = shot.language
        return self.pages[shot.who]

    def _note(self, who: str, answer: Any) -> None:
        """Remember a page, a part of one, or a picture that was refused or broke."""
        if answer.status >= 400:
            self.broken[who] = answer.status

    def _shoot(self, page: Any, shot: Shot) -> int:
        looks = DAY + NIGHT if shot.main else DAY
        page.set_viewport_size({"width": looks[0].width, "height": looks[0].low})
        if isinstance(shot.where, str):
            page.goto(shot.where)
        else:
            shot.where(page)
        if shot.do is not None:
            shot.do(page)
        if self.broken.pop(shot.who, 0) and not shot.refused:
            raise RuntimeError(f"{page.url} answered that it is not there, or broke")
        for look in looks:
            page.set_viewport_size({"width": look.width, "height": look.low})
            page.emulate_media(color_scheme=look.scheme, reduced_motion="reduce")
            _settle(page, look)
            self._keep(page.screenshot(), f"{shot.name}-{look.name}")
        return len(looks)

    def _keep(self, png: bytes, name: str) -> None:
        image = pyvips.Image.new_from_buffer(png, "")
        if image.hasalpha():
            image = image.flatten(background=255)
        image.webpsave(
            str(self.folder / f"{name}.webp"), Q=QUALITY, effort=3, smart_subsample=True, keep="none"
        )


def _settle(page: Any, look: Look) -> None:
    """As high as the page is, within bounds, and every picture in it there."""
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": look.width, "height": max(look.low, min(look.high, height))})
    page.evaluate("window.scrollTo(0, 0)")
    page.evaluate(
        """() => Promise.race([
            Promise.all([document.fonts.ready, ...[...document.images]
                .filter(image => image.getBoundingClientRect().top < innerHeight && !image.complete)
                .map(image => new Promise(done => { image.onload = image.onerror = done }))]),
            new Promise(done => setTimeout(done, 4000))])"""
    )


def _sign_in(page: Any, who: str) -> None:
    if who == NEW:
        _sign_up(page)
    elif who != NOBODY:
        page.goto("/demo")
        page.locator(f"button[name=face][value={who}]").click()
        page.wait_for_url("**/")


def _sign_up(page: Any) -> None:
    page.goto("/account/signup/")
    page.fill("input[name=email]", "new@demo.invalid")
    page.fill("input[type=password]", "a hedge and a gate")
    page.fill("input[name=handle]", "someone_new")
    page.fill("input[name=name]", "Someone New")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/welcome/**")


def _speak(page: Any, language: str) -> None:
    """Read the site in another language from now on."""
    page.goto("/")
    token = page.locator("meta[name=csrf-token]").get_attribute("content")
    form = {"language": language, "csrfmiddlewaretoken": token}
    page.request.post("/language", form=form, headers={"Referer": page.url})


@contextmanager
def _browser() -> Iterator[Any]:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        raise NoBrowser("Chromium is missing: sudo apt-get install chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise NoBrowser("Playwright is missing: ./hedgerow setup") from None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
