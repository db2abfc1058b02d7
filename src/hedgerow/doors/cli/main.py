"""The command line: a few commands that start processes, and Django's management for all others."""

import difflib
import os
import runpy
import sys
from pathlib import Path

from hedgerow.doors.cli import folder

HELP = """\
Hedgerow: one login, several faces, and a boundary that is checked at every door.

  ./hedgerow                     the demo on http://127.0.0.1:8000 (--port, --host, --data)
  ./hedgerow serve               your own site; asks for its domain and first operator
  ./hedgerow worker              background work beside the web processes (large mode only)

  ./hedgerow account create EMAIL [--operator]     a login that needs no confirmation; with --handle H a
                                 face, with --token a token for apps and scripts (--help says more)
  ./hedgerow why POST FACE       why this face sees this post, or does not
  ./hedgerow exposure --since TIME --door DOOR   whose posts an accident touched; --tell tells them
  ./hedgerow backup FILE         everything, media included, in one .tar.gz; also while it runs
  ./hedgerow restore FILE        puts a backup in the place of what is there; what was there is kept
  ./hedgerow reindex             makes the search index anew
  ./hedgerow import FACE FILE    contacts or an archive of posts, into one face (--look only looks)
  ./hedgerow export FACE FILE    an archive of one face
  ./hedgerow load-ego-network DIR [--posts N]      SNAP's ego networks as a world to try things on
  ./hedgerow suggest-circles DIR EGO               circles that one ego's contacts may form, as JSON

  ./hedgerow test [ARGUMENTS]    sets up and runs the tests (pytest's arguments)
  ./hedgerow check               style, types, layers and templates, as CI sees them
  ./hedgerow bench NAME          figures, one JSON line each
  ./hedgerow leaks --checks N    asks every read about a random world and compares with the reference
  ./hedgerow kill-test --times N kills a site under load so often and looks for what was lost
  ./hedgerow screens             a picture of every page into docs/screens (needs Chromium)
  ./hedgerow setup               only installs what the tests and checks need

Any other word is one of Django's own commands (./hedgerow shell). `./hedgerow COMMAND --help` says more.
A command works on the folder named by --data or HEDGEROW_DATA, else on data/site, else on data/demo.
"""


WORKER_HELP = """\
usage: ./hedgerow worker [--data DIR]

Background work beside the web processes: notifications, mails, push, files. It runs until Ctrl+C, takes
nothing else, and needs DATABASE_URL and REDIS_URL (deploy/README.md).
"""
WRONG = 2

OF_A_SITE = {
    "account", "why", "exposure", "reindex", "bring_in", "take_out", "load_ego_network",
}  # fmt: skip
"""Commands about what is in a site's tables; the others need none, or say so themselves."""

_NAMES = {"import": "bring_in", "export": "take_out"}
"""Words that no module can be called by."""


def main(arguments: list[str]) -> int:
    """Runs one command line; returns the process's exit code."""
    word = arguments[0] if arguments else ""
    if word in {"-h", "--help", "help"}:
        print(HELP)
        return 0
    if not word or word.startswith("-") or word == "serve":
        from hedgerow.doors.cli import serving

        return serving.serve(arguments[1:]) if word == "serve" else serving.demo(arguments)
    if word == "suggest-circles":
        from hedgerow.doors.cli import egonets

        return egonets.main(arguments[1:])
    folder.enter(folder.choose(_take_data(arguments)))
    if word == "worker":
        if arguments[1:]:
            print(WORKER_HELP)
            return 0 if arguments[1] in {"-h", "--help"} else WRONG
        from hedgerow.doors.cli import serving

        return serving.worker()
    if word == "bench" and len(arguments) > 1 and not arguments[1].startswith("-"):
        return _bench(arguments[1], arguments[2:])
    return _manage(arguments)


def _take_data(arguments: list[str]) -> str | None:
    """Removes `--data DIR` from the arguments, so that every command knows it; returns DIR."""
    if "--data" not in arguments[:-1]:
        return None
    at = arguments.index("--data")
    value = arguments[at + 1]
    del arguments[at : at + 2]
    return value


def _bench(name: str, arguments: list[str]) -> int:
    script = folder.ROOT / "bench" / f"{Path(name).name}.py"
    if not script.exists():
        known = ", ".join(sorted(path.stem for path in script.parent.glob("[a-z]*.py"))) or "none yet"
        print(f"There is no benchmark {name}. There are: {known}.", file=sys.stderr)
        return 2
    sys.argv = [str(script), *arguments]
    sys.path.insert(0, str(folder.ROOT))
    runpy.run_path(str(script), run_name="__main__")
    return 0


def _manage(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hedgerow.config.settings")
    import django
    from django.core.management import execute_from_command_line, get_commands

    django.setup()
    word = _NAMES.get(arguments[0], arguments[0].replace("-", "_"))
    known = get_commands()
    if word not in known:
        near = difflib.get_close_matches(word, known, n=1)
        guess = f" Did you mean {near[0].replace('_', '-')}?" if near else ""
        print(f"There is no command {arguments[0]}.{guess} ./hedgerow --help lists them.", file=sys.stderr)
        return 2
    if word in OF_A_SITE and not {"-h", "--help"} & set(arguments) and not _has_tables():
        print(
            f"There is no site in {os.environ['HEDGEROW_DATA']} yet: ./hedgerow serve makes one.",
            "A command works on the folder named by --data or HEDGEROW_DATA.",
            sep="\n",
            file=sys.stderr,
        )
        return WRONG
    execute_from_command_line(["./hedgerow", word, *arguments[1:]])
    return 0


def _has_tables() -> bool:
    """Was this site started once? Asking makes no file."""
    from django.db import connection

    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return False
    return "people_member" in connection.introspection.table_names()
