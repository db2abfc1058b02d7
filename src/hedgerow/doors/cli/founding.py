"""What a new site must know: its domain, and who runs it. Asks until an answer can be used."""

import getpass
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from hedgerow.doors.cli import folder as folders

OPERATOR = "operator"
SHORTEST = 8
"""As the settings have it, which the small process that asks does not load."""
MADE, WEAK = 0, 3
"""How making a login ends: it is there; its password was not good enough."""
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
_ADDRESS = re.compile(r"\[[0-9a-f:]+\]")


def know_domain(where: Path, given: str | None) -> str:
    """Keeps the domain in the folder; gives what is wrong, or nothing."""
    said = given or os.environ.get("HEDGEROW_DOMAIN")
    asked = not said and sys.stdin.isatty()
    while asked and (said := _asked("The domain people will type, such as example.org: ")):
        if domain(said):
            break
        print(_no_domain(said))
    if not said:
        return "Hedgerow does not know its domain yet. Say it once: ./hedgerow serve --domain example.org"
    if not (named := domain(said)):
        return _no_domain(said)
    if given or asked:
        folders.remember(where, "HEDGEROW_DOMAIN", named)
    return ""


def domain(typed: str) -> str:
    """The domain that somebody means, a port of its own included; empty where it can be none.

    An address copied from a browser's line is as good: what stands before and after is left out.
    """
    told = re.sub(r"^https?://", "", typed.strip().lower()).rstrip("/")
    name, colon, port = told.rpartition(":") if re.search(r":\d+$", told) else (told, "", "")
    try:
        name = name if name.startswith("[") else name.encode("idna").decode()
    except UnicodeError:
        return ""
    fits = _NAME.fullmatch(name) or _ADDRESS.fullmatch(name)
    return name + colon + port if fits and (not port or 0 < int(port) < 65536) else ""


def know_operator(where: Path) -> None:
    """Makes the first operator from the environment or by asking; else says how, and serves all the same."""
    if (where / OPERATOR).exists():
        return
    email = os.environ.get("HEDGEROW_OPERATOR_EMAIL")
    password = os.environ.pop("HEDGEROW_OPERATOR_PASSWORD", "")
    made = bool(email and password) and _made(email or "", password) == MADE
    if not made and not email and sys.stdin.isatty():
        made = _asked_for_operator()
    if not made:
        print(
            "Nobody runs this site yet. Make the first operator: ./hedgerow account create EMAIL --operator"
        )


def _asked_for_operator() -> bool:
    """Asks for an address and a password, each again until it can be used; False where none was typed."""
    while typed := _new_address():
        done = WEAK
        while done == WEAK and (password := _new_password()):
            done = _made(typed, password)
        if done in {MADE, WEAK}:
            return done == MADE
    return False


def _new_address() -> str:
    """An e-mail address; nothing where whoever is asked types none."""
    # Only a start that asks needs Django so early.
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    while typed := _asked("The first operator's e-mail address: ").strip():
        try:
            validate_email(typed)
        except ValidationError:
            print(f"{typed!r} is no e-mail address. One looks like olga@example.org.")
        else:
            return typed
    return ""


def _new_password() -> str:
    """A password typed twice alike; nothing where whoever is asked types none."""
    while password := _asked("A password for it (at least 8 characters): ", getpass.getpass):
        if len(password) < SHORTEST:
            print("This password is too short: it needs at least 8 characters.")
        elif password == _asked("The same again: ", getpass.getpass):
            return password
        else:
            print("These were two different passwords.")
    return ""


def _made(email: str, password: str) -> int:
    """MADE, WEAK, or another number where the login could not be made; why not was said."""
    command = [sys.executable, "-m", "hedgerow", "account", "create", email, "--operator", "--password-stdin"]
    done = subprocess.run(
        [*command, "--no-color"], input=password + "\n", stderr=subprocess.PIPE, text=True, check=False
    )
    if done.stderr:
        print(done.stderr.strip().removeprefix("CommandError: "))
    return done.returncode


def _no_domain(said: str) -> str:
    return f"{said.strip()!r} is no domain. One looks like example.org, without a path behind it."


def _asked(question: str, ask: Callable[[str], str] = input) -> str:
    """What is answered; nothing where whoever is asked ends the typing (Ctrl+D)."""
    try:
        return ask(question)
    except EOFError:
        print()
        return ""
