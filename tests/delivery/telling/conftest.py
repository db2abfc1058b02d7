"""Every test of telling begins with an empty mailbox."""

import pytest
from django.core import mail


@pytest.fixture(autouse=True)
def _empty_mailbox() -> None:
    mail.outbox = []
