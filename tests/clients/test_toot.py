"""toot, the command for terminals, on a served site."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from toot.cli import cli

from tests.clients.conftest import Join, code_for, wait_until
from tests.start.sites import Running

pytestmark = pytest.mark.slow
Toot = Callable[..., str]


def sign_in(home: Path, address: str) -> "subprocess.Popen[str]":
    """The dialogue with a person, in a process of its own."""
    program = [sys.executable, "-c", "from toot.cli import cli; cli()", "login", "-i", address]
    kept = {"XDG_CONFIG_HOME": str(home), "HOME": str(home), "LANG": "C.UTF-8", "PATH": os.environ["PATH"]}
    pipe = subprocess.PIPE
    return subprocess.Popen(program, env=kept, text=True, stdin=pipe, stdout=pipe, stderr=pipe)


@pytest.fixture(scope="module")
def toot(site: Running, join: Join, tmp_path_factory: pytest.TempPathFactory) -> Toot:
    """`toot("post", "Hello")` as Tove, who signed in through the pages; gives what it prints."""
    join("tove")
    home = tmp_path_factory.mktemp("toot")
    signing_in = sign_in(home, site.url)
    assert signing_in.stdout is not None
    address = next(line.strip() for line in signing_in.stdout if "/oauth/authorize" in line)
    asking = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    said, problem = signing_in.communicate(f"n\n{code_for(site, asking, 'tove')}\n", timeout=60)
    assert "Successfully logged in" in said, problem

    def run(*arguments: str) -> str:
        done = CliRunner(env={"XDG_CONFIG_HOME": str(home)}).invoke(cli, arguments)
        assert done.exit_code == 0, (done.output, done.exception)
        return str(done.output)

    return run


def test_it_signs_in_and_says_who_it_is(toot: Toot, site: Running) -> None:
    assert "@tove" in toot("whoami")
    assert "Hedgerow" in toot("instance", site.url)


def test_it_posts_reads_and_answers(toot: Toot, join: Join) -> None:
    bob = join("bob")
    toot("follow", "bob")
    theirs = bob.status_post("From the shed #shed", visibility="public")
    said = json.loads(toot("post", "Good morning", "--visibility", "public", "--json"))
    answer = json.loads(toot("post", "Which shed?", "--reply-to", theirs.id, "--json"))
    assert answer["in_reply_to_id"] == theirs.id
    assert "From the shed" in toot("timelines", "home", "--no-pager")
    assert "Which shed?" in toot("thread", theirs.id)
    assert "From the shed" in toot("timelines", "tag", "shed", "--no-pager")
    for done in ("favourite", "reblog", "bookmark"):
        assert toot(done, theirs.id)
    assert "From the shed" in toot("bookmarks")
    assert "@bob" in toot("search", "bob")
    bob.status_favourite(said["id"])
    wait_until(lambda: "@bob" in toot("notifications"))
    toot("delete", said["id"])


def test_its_lists_are_circles(toot: Toot, join: Join) -> None:
    bob, cat = join("bob"), join("cat")
    toot("lists", "create", "Choir")
    toot("lists", "add", "Choir", "bob")
    assert "@bob" in toot("lists", "accounts", "Choir")
    said = json.loads(toot("post", "to: Choir\nWe sing at six", "--json"))
    assert said["visibility"] == "private"
    assert bob.status(said["id"]).content == "<p>We sing at six</p>"
    assert said["id"] not in [each.id for each in cat.account_statuses(said["account"]["id"])]
