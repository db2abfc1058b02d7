"""What an operator writes, and what a log shows."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from hedgerow.config import front, logs, urls_of


def test_a_postgres_address_becomes_a_pooled_database() -> None:
    database = urls_of.postgres("postgresql://us%40er:p%2Fw@db:5433/name?sslmode=require", pool=9)
    assert database["USER"] == "us@er"
    assert database["PASSWORD"] == "p/w"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db", "5433", "name")
    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["OPTIONS"]["pool"]["max_size"] == 9
    assert database["CONN_MAX_AGE"] == 0


def test_a_foreign_database_is_refused_in_words() -> None:
    with pytest.raises(ImproperlyConfigured, match="postgresql://"):
        urls_of.postgres("mysql://a/b", pool=1)


@pytest.mark.parametrize(
    ("address", "tls", "ssl", "port"),
    [
        ("smtp://u:p@mail.example", True, False, 587),
        ("smtps://u:p@mail.example", False, True, 465),
        ("smtp://localhost:25?tls=no", False, False, 25),
    ],
)
def test_a_mail_address_says_how_it_is_encrypted(address: str, tls: bool, ssl: bool, port: int) -> None:
    mail = urls_of.mail(address)
    assert (mail["EMAIL_USE_TLS"], mail["EMAIL_USE_SSL"], mail["EMAIL_PORT"]) == (tls, ssl, port)


def test_no_secret_reaches_the_log() -> None:
    event = logs.hide_secrets(
        None,
        "info",
        {"event": "GET /account/confirm-email/SECRET/ done", "password": "x", "email": "a@b", "face": 7},
    )
    assert event == {"event": "GET /account/confirm-email/…/ done", "password": "…", "email": "…", "face": 7}


def test_a_prefix_of_the_front_has_one_owner() -> None:
    async def app(scope: front.Scope, receive: front.Receive, send: front.Send) -> None: ...

    front.register("/start-test/", app)
    try:
        assert front.find("/start-test/x") is app
        assert front.find("/start-tests/x") is None
        with pytest.raises(ValueError, match="prefix"):
            front.register("/start-test/", app)
        with pytest.raises(ValueError, match="prefix"):
            front.register("bare", app)
    finally:
        del front.HOT["/start-test/"]
