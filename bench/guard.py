"""The guard, on labelled posts in five languages: precision and recall of each kind, false alarms, and time.

`--misses` prints each post it judged otherwise than its label. How the posts were written: guard/README.md.
Where Debian's fortunes are (`apt-get install fortunes fortunes-de fortunes-es`), it is also said how often it
speaks up at ordinary texts of other people. Needs no database.
"""

import json
import os
import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from hedgerow.talk.guarding import lists, rules
from hedgerow.talk.guarding.rules import KINDS, Listed, Occasion, Want
from hedgerow.talk.guarding.worlds import life_of

FOLDER = Path(__file__).parent / "guard"
PRECISION, RECALL, MOST_MS = 0.9, 0.8, 5
HELD = ("confidential", "personal")
"""The kinds that must reach these figures; the others are told."""
FORTUNES = Path("/usr/share/games/fortunes")
ORDINARY = {
    "en": "art food literature pets platitudes science sports translate-me wisdom",
    "de": "de/sprichworte de/wusstensie de/zitate de/murphy de/regeln",
    "es": "es/arte.fortunes es/ciencia.fortunes es/proverbios.fortunes es/refranes.fortunes",
}
WIDE = {"followers", "public"}

Post = dict[str, Any]


def run() -> None:
    """Tell the figures of each file and of all."""
    author = json.loads((FOLDER / "author.json").read_text())
    want = Want(
        "on",
        names=tuple(Listed(**each) for each in author["listed"]),
        organisations=tuple(author["organisations"]),
    )
    everything: list[tuple[Post, set[str]]] = []
    for name in ("seen", "unseen", "first"):
        path = FOLDER / f"{name}.jsonl"
        posts = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
        judged = [(post, _judge(post, want, author)) for post in posts]
        everything += judged
        if judged:
            _tell_kinds(name, judged)
    _tell_kinds("all", everything)
    for language in lists.LANGUAGES:
        _tell_kinds(f"all in {language}", [one for one in everything if one[0]["lang"] == language])
    _tell_alarms("ordinary posts", [found for post, found in everything if not post["kinds"]])
    _tell_time([post for post, _found in everything], want, author)
    _tell_ordinary(want)
    if "--misses" in sys.argv:
        _tell_misses(everything)


def _occasion(post: Post, author: Post) -> Occasion:
    to = post.get("to", ["followers"])
    return Occasion(
        lives=() if WIDE & set(to) else tuple(life_of(author["circles"][circle]) for circle in to),
        hour=int(post.get("at", "14:00").split(":")[0]),
        language=post["lang"],
        # The author writes in all of them.
        spoken=lists.LANGUAGES,
        colleagues=tuple(author["colleagues"]),
    )


def _judge(post: Post, want: Want, author: Post) -> set[str]:
    return {each.kind for each in rules.look(post["text"], want, _occasion(post, author))}


def _tell_kinds(name: str, judged: list[tuple[Post, set[str]]]) -> None:
    for kind in KINDS:
        count = Counter((kind in post["kinds"], kind in found) for post, found in judged)
        meant, said, right = (
            count[True, True] + count[True, False],
            count[True, True] + count[False, True],
            count[True, True],
        )
        held = name == "all" and kind in HELD
        line: Post = {"name": f"guard, {name}: {kind}", "posts": len(judged), "meant": meant, "found": said}
        line["precision"] = round(right / said, 3) if said else None
        line["recall"] = round(right / meant, 3) if meant else None
        if held:
            line |= {"at_least": [PRECISION, RECALL]}
            line["holds"] = (line["precision"] or 0) >= PRECISION and (line["recall"] or 0) >= RECALL
        print(json.dumps(line), flush=True)


def _tell_alarms(name: str, found: list[set[str]]) -> None:
    """Of texts that are nothing to speak up at: how often it does, in a hundred."""
    line: Post = {"name": f"guard: false alarms in 100 {name}", "posts": len(found)}
    line["value"] = round(100 * sum(bool(kinds) for kinds in found) / len(found), 2)
    line |= {kind: round(100 * sum(kind in kinds for kinds in found) / len(found), 2) for kind in KINDS}
    print(json.dumps(line), flush=True)


def _tell_ordinary(want: Want) -> None:
    """Sayings of other people, to both lives. Nobody judged them, so what is found is only told."""
    for language, files in ORDINARY.items():
        paths = [FORTUNES / file for file in files.split() if (FORTUNES / file).exists()]
        texts = [text.strip() for path in paths for text in path.read_text(errors="replace").split("\n%\n")]
        texts = [text for text in texts if 40 <= len(text) <= 500]
        for life in ("private", "work") if texts else ():
            occasion = Occasion(lives=(life,), language=language)
            found = [{each.kind for each in rules.look(text, want, occasion)} for text in texts]
            _tell_alarms(f"fortunes in {language}, to {life} circles", found)


def _tell_time(posts: list[Post], want: Want, author: Post) -> None:
    costs = []
    for post in posts:
        begun = time.thread_time_ns()
        _judge(post, want, author)
        costs.append((time.thread_time_ns() - begun) / 1e6)
    for what, value in (
        ("median", statistics.median(costs)),
        ("dearest of 20", statistics.quantiles(costs, n=20)[-1]),
    ):
        line = {"name": f"guard: a post, {what}, ms", "value": round(value, 3), "at_most": MOST_MS}
        print(
            json.dumps(line | {"holds": value <= MOST_MS, "load": round(os.getloadavg()[0], 1)}), flush=True
        )


def _tell_misses(judged: list[tuple[Post, set[str]]]) -> None:
    for post, found in judged:
        if set(post["kinds"]) != found:
            print(f"{post['kinds']} found {sorted(found)}: {post['text']}", file=sys.stderr)


if __name__ == "__main__":
    run()
