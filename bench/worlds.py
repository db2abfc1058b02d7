"""Worlds of any size, written in bulk once and kept: people who follow each other, their posts, their tokens.

`python -m bench.worlds FOLDER PEOPLE FOLLOWS POSTS`. Everybody follows the first, who follows nobody, and
those next in line. The posts are public, of 200 characters, one person after the other. `tokens.json` in the
folder lets an app speak for each of the first `MOST_TOKENS`, in their order.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.stage import ROOT, tell

MOST_TOKENS = 2_001
LENGTH, TEXTS = 200, 2_000
AT_ONCE = 50_000
WORDS = [
    "the",
    "hedge",
    "field",
    "between",
    "birds",
    "rain",
    "and",
    "wind",
    "over",
    "green",
    "under",
    "long",
    "argument",
    "two",
    "gardens",
    "win",
]


def kept(name: str, people: int, follows: int, posts: int) -> Path:
    """The folder of this world, which is made where it is missing."""
    folder = ROOT / "data" / "bench" / name
    if not (folder / "made").exists():
        tell(f"Making the world {name} in {folder.relative_to(ROOT)}; it is kept for the next time.")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, mode=0o700)
        _run(folder, "bench.worlds", str(folder), str(people), str(follows), str(posts))
        (folder / "made").touch()
    return folder


def _run(folder: Path, *words: str) -> None:
    """Run a module of Python's (and its words) on the site in this folder."""
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("HEDGEROW_")}
    surroundings |= {
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "HEDGEROW_DATA": str(folder), "HEDGEROW_LOG": "ERROR", "HEDGEROW_WORKER_INSIDE": "0",
        "DJANGO_SETTINGS_MODULE": "hedgerow.config.settings",
    }  # fmt: skip
    command = [sys.executable, "-m", *words]
    subprocess.run(command, cwd=ROOT, env=surroundings, check=True, stdout=sys.stderr)


def text(chance: random.Random) -> str:
    """Words for a post, of the length that all these posts have."""
    return " ".join(chance.choices(WORDS, k=60))[:LENGTH]


def copied(world: Path, folder: Path) -> None:
    """A copy to measure on, so that the world stays as it is; of today's schema, whenever it was made, and
    prepared, so that its start is that of any day, and not the first after an upgrade.
    """
    for path in [*world.glob("hedgerow.sqlite3*"), world / "secret.key"]:
        shutil.copy(path, folder)
    _run(folder, "hedgerow", "migrate", "-v0")
    _run(folder, "hedgerow", "prepare")


def tokens(world: Path) -> list[str]:
    """Of the first people of the world, in their order."""
    return [str(token) for token in json.loads((world / "tokens.json").read_text())]


def _make(folder: Path, people: int, follows: int, posts: int) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    begun = time.monotonic()

    def step(words: str) -> None:
        tell(f"{time.monotonic() - begun:6.1f} s  {words}")

    faces = _people(people, follows)
    step(f"{people:,} people, each following {follows}")
    _tokens(folder, faces[:MOST_TOKENS])
    step("tokens")
    for first in range(0, posts, AT_ONCE):
        _say(faces, range(first, min(posts, first + AT_ONCE)), posts)
        step(f"{min(posts, first + AT_ONCE):,} posts")
    call_command("reindex", stdout=sys.stderr)
    step("all can be found")


def _people(people: int, follows: int) -> list[int]:
    from hedgerow.kernel.writing import write
    from hedgerow.people.bulk import acts

    drafts = [acts.NewFace(handle=f"person{number}", name=f"Person {number}") for number in range(people)]
    with write():
        standing = acts.bring(drafts)
        pairs = {
            (number, (number + step) % people)
            for number in range(1, people)
            for step in range(1, follows + 1)
        }
        pairs |= {(number, 0) for number in range(1, people)}
        acts.follow([(standing[one], standing[other]) for one, other in sorted(pairs)])
    return [each.face for each in standing]


def _tokens(folder: Path, faces: Sequence[int]) -> None:
    from hedgerow.kernel.writing import write
    from hedgerow.people.apps import acts

    scopes = "read write follow push"
    app = acts.register("bench", ["urn:ietf:wg:oauth:2.0:oob"], scopes).app
    with write():
        made = [acts.let_in(face, app, scopes) for face in faces]
    path = folder / "tokens.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(made))


def _say(faces: Sequence[int], numbers: Sequence[int], of: int) -> None:
    """These of the posts, the newest of them all a minute ago, a tenth of a second apart."""
    from hedgerow.boundary import acts as engine
    from hedgerow.boundary import reads as boundary
    from hedgerow.kernel import rows
    from hedgerow.kernel.clock import now_us
    from hedgerow.kernel.ids import timed_id_at
    from hedgerow.kernel.writing import write
    from hedgerow.talk.models import Post
    from hedgerow.talk.posts import words

    chance = random.Random(numbers[0])
    texts = [text(chance) for _ in range(TEXTS)]
    html = [words.read(each).html for each in texts]
    first = now_us() - 60_000_000 - of * 100_000
    columns = ("public_id", "author", "audience", "entered_at", "text", "html", "language", "scope")
    with write():
        public = engine.intern(boundary.audience([boundary.clause([boundary.PUBLIC])]))
        posts = (
            (timed_id_at(at // 1000), faces[number % len(faces)], public, at, texts[number % TEXTS],
             html[number % TEXTS], "en", "public")
            for number in numbers
            for at in [first + number * 100_000]
        )  # fmt: skip
        rows.insert(Post, columns, posts)


if __name__ == "__main__":
    _make(Path(sys.argv[1]), *map(int, sys.argv[2:5]))
