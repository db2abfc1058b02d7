"""The servers of a site in large mode, with a database of its own that is gone afterwards."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urlparse

import psycopg


class Servers(NamedTuple):
    """The addresses of a database for this site alone, and of a Redis that others may share."""

    database: str
    redis: str


@contextmanager
def servers() -> Iterator[Servers | None]:
    """A new database beside that of DATABASE_URL, where that and REDIS_URL are given: nothing is done to the
    one named. None without either. Raises RuntimeError where only one is given, or no database can be made.
    """
    named, redis = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
    if not named and not redis:
        yield None
        return
    if not (named and redis):
        raise RuntimeError("large mode needs DATABASE_URL and REDIS_URL; without both it is small mode")
    name = f"hedgerow_kills_{secrets.token_hex(4)}"
    try:
        _run(named, f"CREATE DATABASE {name}")
    except psycopg.Error as error:
        raise RuntimeError(f"no database of its own could be made: {error}") from None
    try:
        yield Servers(urlparse(named)._replace(path=f"/{name}").geturl(), redis)
    finally:
        _run(named, f"DROP DATABASE {name} WITH (FORCE)")


def _run(address: str, sql: str) -> None:
    with psycopg.connect(address, autocommit=True, connect_timeout=10) as line:
        line.execute(sql)
