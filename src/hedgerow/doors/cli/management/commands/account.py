"""`./hedgerow account create EMAIL`: a login made by whoever holds the machine; with a face and a token, if
asked.
"""

import getpass
import re
import secrets
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from hedgerow.doors.cli import founding
from hedgerow.kernel.errors import Refused
from hedgerow.people.apps import acts as apps
from hedgerow.people.apps import reads as app_reads
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.members import acts as members

APP = "Command line"
SCOPES = "read write follow push"
OF_MODERATORS = "admin:read admin:write"


class Command(BaseCommand):
    help = "Makes a login whose e-mail address counts as confirmed."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["create"])
        parser.add_argument("email")
        roles = [role for role, _name in members.ROLES]
        parser.add_argument("--role", choices=roles, default="member", help="what they may do for the site")
        parser.add_argument(
            "--operator", action="store_const", const="operator", dest="role", help="may run it"
        )
        parser.add_argument("--handle", default="", help="makes a first face, called so")
        parser.add_argument("--locked", action="store_true", help="whoever asks to follow that face waits")
        parser.add_argument(
            "--token", action="store_true", help="prints a token of that face, as the last line"
        )
        parser.add_argument("--scopes", default="", help=f"what the token allows ({SCOPES})")
        parser.add_argument(
            "--password-stdin", action="store_true", help="the password is the first line of input"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        email = _checked_email(options["email"])
        scopes = _scopes(options["scopes"], options["role"])
        made_up = not options["password_stdin"] and (options["token"] or not sys.stdin.isatty())
        password = secrets.token_urlsafe(15) if made_up else _password(options["password_stdin"])
        handle = options["handle"] or (_handle_of(email) if options["token"] else "")
        face = _make(email, password, options["role"], handle, options["locked"])
        if options["role"] == "operator":
            (Path(settings.DATA_DIR) / founding.OPERATOR).touch()
        runs = " and runs this site." if options["role"] == "operator" else "."
        self.stdout.write(f"{email} can sign in now{runs}")
        if made_up:
            self.stdout.write(f"Password: {password}")
        if options["token"] and face is not None:
            app = apps.register(APP, [app_reads.OUT_OF_BAND], scopes)
            self.stdout.write(apps.let_in(face, app.app, scopes))


def _make(email: str, password: str, role: str, handle: str, locked: bool) -> int | None:
    """A login, and its first face where a handle is given."""
    try:
        validate_password(password)
        draft = FaceDraft(handle=handle, locked=locked) if handle else None
        return members.make(email, password, role, draft)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages), returncode=founding.WEAK) from None
    except Refused as error:
        raise CommandError(error.message) from None


def _scopes(given: str, role: str) -> str:
    """What is asked for, or all that this role can use. Says which of the words are none."""
    wanted = given.replace(",", " ") or SCOPES + ("" if role == "member" else f" {OF_MODERATORS}")
    unknown = set(wanted.split()) - set(app_reads.SCOPES)
    if unknown:
        raise CommandError(f"These are no scopes: {', '.join(sorted(unknown))}.")
    return wanted


def _handle_of(email: str) -> str:
    """A handle made of the address: what may stand in one, of what stands before the @."""
    return re.sub(r"[^A-Za-z0-9_]", "_", email.partition("@")[0])[:30]


def _checked_email(given: str) -> str:
    email = given.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise CommandError(f"{given!r} is no e-mail address.") from None
    return email


def _password(from_input: bool) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password (at least 8 characters): ")
    if password != getpass.getpass("The same again: "):
        raise CommandError("These were two different passwords. Nothing was made.")
    return password
