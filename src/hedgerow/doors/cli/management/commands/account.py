"""`./hedgerow account create EMAIL`: a login made by whoever holds the machine."""

import getpass
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from hedgerow.doors.cli import serving
from hedgerow.kernel.writing import write


class Command(BaseCommand):
    help = "Makes a login whose e-mail address counts as confirmed."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["create"])
        parser.add_argument("email")
        parser.add_argument("--operator", action="store_true", help="may run the site")
        parser.add_argument(
            "--password-stdin", action="store_true", help="the password is the first line of input"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        email = _checked_email(options["email"])
        password = _password(options["password_stdin"])
        members = get_user_model()._default_manager
        try:
            validate_password(password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        with write():
            if members.filter(email=email).exists():
                raise CommandError(f"There is a login for {email} already.")
            role = "operator" if options["operator"] else "member"
            member = members.create_user(email, password, role=role)
            EmailAddress.objects.create(user=member, email=email, verified=True, primary=True)
        if options["operator"]:
            (Path(settings.DATA_DIR) / serving.OPERATOR).touch()
        self.stdout.write(
            f"{email} can sign in now" + (" and runs this site." if options["operator"] else ".")
        )


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
    password = getpass.getpass("Password (at least 10 characters): ")
    if password != getpass.getpass("The same again: "):
        raise CommandError("These were two different passwords. Nothing was made.")
    return password
