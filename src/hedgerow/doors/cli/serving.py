"""Starts a site: `./hedgerow` (the demo), `./hedgerow serve`, `./hedgerow worker`.

This process stays small: it prepares the folder in a process of its own when something changed, then
becomes the parent of the web workers and never loads Django itself.
"""

import argparse
import os
import runpy
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

from hedgerow.doors.cli import folder as folders
from hedgerow.doors.cli import founding, restoring, schema

# Connections at a time in one worker. An open stream counts as one, so this is far above what is busy.
CONNECTIONS = 4096

STOPPED = 130
"""What a program ends with that was ended by Ctrl+C."""


def demo(arguments: list[str]) -> int:
    """Serves the demo, building its world at the first start."""
    options = _parser("./hedgerow", "Serves a lively demo.").parse_args(arguments)
    os.environ["HEDGEROW_DEMO"] = "1"
    where = _enter(options, demo=True)
    os.environ["HEDGEROW_DOMAIN"] = f"{_shown(options.host)}:{options.port}"
    folders.remember(where, "HEDGEROW_DEMO", "1")
    return _run(where, options, "Sign in as anybody from the start page. ")


def serve(arguments: list[str]) -> int:
    """Serves a site for real; asks what it does not know when there is somebody to ask."""
    options = _serve_parser().parse_args(arguments)
    where = _enter(options, demo=False)
    _apply_switches(options)
    try:
        if wrong := founding.know_domain(where, options.domain):
            return _fail(wrong)
        return _run(where, options, "", lambda: founding.know_operator(where))
    except KeyboardInterrupt:
        print("\nNothing was started. The next start asks again what is still open.", file=sys.stderr)
        return STOPPED


def worker() -> int:
    """Runs background work beside the web processes."""
    if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        return _fail(
            "With the embedded database, background work runs inside ./hedgerow serve already.",
            "A worker of its own needs DATABASE_URL and REDIS_URL (see deploy/README.md).",
        )
    runpy.run_module("hedgerow.config.worker", run_name="__main__")
    return 0


def _parser(name: str, text: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(name, description=text)
    parser.add_argument("--port", type=int, default=int(os.environ.get("HEDGEROW_PORT", "8000")))
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
    parser.add_argument("--data", help="the data folder")
    parser.add_argument("--workers", type=int, default=1, help="web processes (large mode only)")
    return parser


def _serve_parser() -> argparse.ArgumentParser:
    parser = _parser("./hedgerow serve", "Serves your own site, behind a proxy that speaks TLS.")
    parser.add_argument("--domain", help="what people type into their browser; kept")
    parser.add_argument("--open-registration", action="store_true", help="anybody may register")
    parser.add_argument("--no-confirmation", action="store_true", help="sign-up needs no confirmed e-mail")
    parser.add_argument("--no-rate-limits", action="store_true", help="for tests under load only")
    parser.add_argument("--allow-loopback", action="store_true", help="fetch from this machine: tests only")
    return parser


def _apply_switches(options: argparse.Namespace) -> None:
    switches = {
        "HEDGEROW_REGISTRATION": "open" if options.open_registration else None,
        "HEDGEROW_CONFIRM_EMAIL": "0" if options.no_confirmation else None,
        "HEDGEROW_RATE_LIMITS": "0" if options.no_rate_limits else None,
        "HEDGEROW_ALLOW_LOOPBACK": "1" if options.allow_loopback else None,
    }
    os.environ.update({name: value for name, value in switches.items() if value})


def _enter(options: argparse.Namespace, demo: bool) -> Path:
    where = folders.choose(options.data, demo)
    folders.enter(where)
    return where


def _run(where: Path, options: argparse.Namespace, hint: str, then: object = None) -> int:
    large = bool(os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))
    if options.workers > 1 and not large:
        return _fail("Several web processes need DATABASE_URL and REDIS_URL (see deploy/README.md).")
    if not _port_is_free(options.host, options.port):
        return _fail(
            f"Port {options.port} is taken by another program. Another one: --port {options.port + 1}"
        )
    try:
        lock = folders.hold(where, alone=not large)
    except folders.InUse:
        return _fail(f"Hedgerow is already running on {where}.")
    os.set_inheritable(lock, True)
    if not _prepare(where):
        return 1
    if callable(then):
        then()
    _say_what_is_missing(where)
    _announce(options, hint)
    _granian(options)
    return 0


def _prepare(where: Path) -> bool:
    """Finishes a restore that was cut off, brings the tables up to date, builds the demo. Only if needed."""
    restoring.finish(where)
    wanted = where / "demo.built" if os.environ.get("HEDGEROW_DEMO") == "1" else where / schema.MARK
    if schema.fits(where) and wanted.exists():
        return True
    return subprocess.run([sys.executable, "-m", "hedgerow", "prepare"], check=False).returncode == 0


def _say_what_is_missing(where: Path) -> None:
    """What a part of the product stays away without."""
    if not os.environ.get("HEDGEROW_EMAIL_URL") and os.environ.get("HEDGEROW_DEMO") != "1":
        print(
            f"No e-mail leaves this site: what it would send lies in {where / 'mail'}.",
            "Name a mail server in HEDGEROW_EMAIL_URL (deploy/README.md).",
            sep="\n",
            file=sys.stderr,
        )
    if shutil.which("ffmpeg") is None or shutil.which("ffprobe") is None:
        print(
            "ffmpeg is not installed: people can add pictures, but no videos and no sounds.",
            "On Debian: apt install ffmpeg. Then start Hedgerow again.",
            sep="\n",
            file=sys.stderr,
        )


def _announce(options: argparse.Namespace, hint: str) -> None:
    shown = f"http://{_shown(options.host)}:{options.port}"
    domain = os.environ["HEDGEROW_DOMAIN"]
    local = domain.partition(":")[0] in {"localhost", "127.0.0.1", "[::1]", options.host}
    site = "" if local else f", for https://{domain}"
    os.environ["HEDGEROW_ANNOUNCE"] = f"Hedgerow is ready on {shown}{site}. {hint}Ctrl+C ends it."
    os.environ["HEDGEROW_PARENT"] = str(os.getpid())


def _granian(options: argparse.Namespace) -> None:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    from hedgerow.doors.cli import workers

    workers.use()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hedgerow.config.settings")
    os.register_at_fork(after_in_child=_hear_the_end)
    Granian(
        "hedgerow.config.parent:load",
        factory=True,
        address=options.host,
        port=options.port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        workers=options.workers,
        backlog=2048,
        backpressure=CONNECTIONS,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=35,
    ).serve()


def _hear_the_end() -> None:
    """In a new worker: see `hedgerow.config.parent`, which does the same where workers are not forked."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)


def _port_is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _shown(host: str) -> str:
    return "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 (compared, not bound)


def _fail(*lines: str) -> int:
    print(*lines, sep="\n", file=sys.stderr)
    return 2
