"""What leaves the site by itself, compared with the reference: the mails and messages of everybody."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail

from hedgerow.boundary.plain import world
from hedgerow.boundary.reference import sees
from hedgerow.delivery.notifications.rules import SETTABLE
from hedgerow.delivery.telling import acts, jobs
from hedgerow.delivery.telling.rules import Ways
from hedgerow.kernel.clock import now_us
from hedgerow.kernel.jobs import run_due
from hedgerow.talk.audit.reads import facts
from tests.cast import Cast, assemble, mark
from tests.push_service import PushService

pytestmark = pytest.mark.django_db

EVERYTHING = {kind: Ways(True, True, True) for kind in SETTABLE}


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    settings.ALLOW_LOOPBACK = True
    with PushService() as running:
        yield running


@pytest.fixture
def cast() -> Cast:
    """Everybody wants everything, words that are not public too; the news is heard once all has settled."""
    return assemble()


def allowed(cast: Cast, name: str) -> set[str]:
    everything, things = world(), {fact.public_id: fact.entry for fact in facts().values()}
    return {
        mark(post)
        for post, number in cast.posts.items()
        if sees(everything, cast.faces[name], things[number])
    }


def marks(text: str) -> set[str]:
    return set(re.findall(r"zqq[a-z]+qqz", text))


def test_no_mail_and_no_push_holds_what_its_face_may_not_see(cast: Cast, service: PushService) -> None:
    for name, face in cast.faces.items():
        if name == "ivan":
            continue
        acts.choose(face, excerpts=True, answers="all", rhythm="daily")
        acts.choose_ways(face, EVERYTHING)
        session = SessionStore()
        session.create()
        keys = service.device(name).subscription
        acts.listen(face, session.session_key, keys["endpoint"], **keys["keys"])
    for name in ("alice", "bob", "carol", "dan", "erin", "grace", "heidi", "alice_too"):
        # So that a note has something to tell of everybody.
        acts.choose(cast.faces[name], rhythm="daily")
    mail.outbox = []
    run_due()
    for face in cast.faces.values():
        jobs.note.call(face, now_us())
    _assert_mails(cast)
    for path, device in service.devices.items():
        name = path.removeprefix("/push/")
        assert marks(str(device.told)) <= allowed(cast, name), name
        if name != "alice":
            assert "Garden" not in str(device.told)
    assert any(device.told for device in service.devices.values())
    assert service.wrong == []


def _assert_mails(cast: Cast) -> None:
    handles = {"quiet_garden": "alice_too"}
    read = set()
    for sent in mail.outbox:
        text = f"{sent.subject}\n{sent.body}\n{getattr(sent, 'alternatives', '')}\n{sent.extra_headers}"
        whom = re.search(r"as @(\w+?)(?:,|\.| )", str(sent.body))
        if whom is None:
            assert not marks(text)
            continue
        name = handles.get(whom.group(1), whom.group(1))
        assert sent.to == [cast.members[name].email]
        assert marks(text) <= allowed(cast, name), (name, marks(text) - allowed(cast, name))
        if name not in ("alice", "keeper"):
            assert "Garden" not in text
        if name in ("alice", "alice_too"):
            other = "@quiet_garden" if name == "alice" else "@alice"
            assert not re.search(rf"as {other}\b", text)
        read |= marks(text)
    assert read, "nothing was told: nothing was tested"
    assert not [sent for sent in mail.outbox if "judy@" in str(sent.to) and marks(str(sent.body))]
