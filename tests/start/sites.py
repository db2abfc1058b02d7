"""Real sites in folders of their own, driven through `python -m hedgerow` as a person would."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

from tests.conftest import free_port, wait_until_healthy

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "correct horse battery staple"
PATIENCE = 400
"""Seconds after which something hangs: many tables are made at a first start, slowly on a busy machine."""


def environment(folder: Path, **more: str) -> dict[str, str]:
    """That of a new machine: nothing of the tests' own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HEDGEROW", "DJANGO"))}
    for name in ("DATABASE_URL", "REDIS_URL"):
        kept.pop(name, None)
    return (
        kept | {"HEDGEROW_DATA": str(folder), "PYTHONPATH": str(ROOT / "src"), "HEDGEROW_LOG": "ERROR"} | more
    )


def run(folder: Path, *arguments: str, typed: str = "", **more: str) -> "subprocess.CompletedProcess[str]":
    """One command on the site in this folder, with nobody at the terminal."""
    return subprocess.run(
        [sys.executable, "-m", "hedgerow", *arguments],
        env=environment(folder, **more),
        input=typed,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


class Running:
    """A served site; `with` ends it."""

    def __init__(self, folder: Path, *arguments: str, group: bool = False) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        command = ["serve", "--domain", f"localhost:{self.port}", "--port", str(self.port), *arguments]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hedgerow", *command],
            env=environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=group,
        )

    def __enter__(self) -> "Running":
        wait_until_healthy(self.url, seconds=PATIENCE, alive=lambda: self.process.poll() is None)
        return self

    def __exit__(self, *_error: Any) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=PATIENCE)


def let_app_in(http: httpx.Client, asking: dict[str, str], login: str, face: str) -> str:
    """Through the pages a person would see: sign in, look at what the app wants, pick a face, agree. Gives
    the address to which the browser is sent then.
    """
    to_sign_in = http.get("/oauth/authorize", params=asking)
    page = http.get(to_sign_in.headers["Location"])
    said = {"login": login, "password": PASSWORD, **hidden(page.text, "csrfmiddlewaretoken", "next")}
    page = http.post(str(page.url), data=said, headers={"Referer": str(page.url)}, follow_redirects=True)
    yes = {**asking, **hidden(page.text, "csrfmiddlewaretoken"), "face": face, "answer": "yes"}
    sent = http.post("/oauth/authorize", data=yes, headers={"Referer": str(page.url)})
    assert sent.status_code == 302, page.text
    return str(sent.headers["Location"])


def hidden(html: str, *names: str) -> dict[str, str]:
    """What a page's form sends along unseen."""
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', html) for name in names}
    return {name: match[1].replace("&amp;", "&") for name, match in found.items() if match}
