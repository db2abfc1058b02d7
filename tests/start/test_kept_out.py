"""Where nothing is answered: every door that the front serves itself asks, with the address a proxy tells."""

import aiohttp
import httpx
import pytest

from hedgerow.people.barring import acts as barring
from hedgerow.people.barring.acts import Bar
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import Member
from tests.delivery.world import join
from tests.mastodon.stream_client import Events, Socket, with_socket
from tests.mastodon.tokens import token_for

pytestmark = pytest.mark.django_db(transaction=True)
KEPT_OUT, NEAR = {"X-Forwarded-For": "203.0.113.7"}, {"X-Forwarded-For": "203.0.113.8"}


@pytest.fixture
def token(live_server_url: str) -> str:
    face = join("ana", role="operator")
    barring.keep_out(
        Member.objects.get(pk=faces.face(face).member), "network", "203.0.113.7", Bar(manner="nothing")
    )
    return token_for(face)


@pytest.mark.parametrize(
    ("path", "otherwise"), [("/stream/", 204), ("/live/messages/1", 204), ("/api/v1/streaming/health", 200)]
)
def test_a_stream_is_answered_to_others_alone(
    live_server_url: str, token: str, path: str, otherwise: int
) -> None:
    shut = httpx.get(live_server_url + path, headers=KEPT_OUT)
    assert (shut.status_code, "Nothing is answered" in shut.text) == (403, True)
    assert httpx.get(live_server_url + path, headers=NEAR).status_code == otherwise
    hearsay = {"X-Forwarded-For": "203.0.113.7, 203.0.113.8"}
    assert httpx.get(live_server_url + path, headers=hearsay).status_code == otherwise


def test_an_app_streams_from_elsewhere_alone(live_server_url: str, token: str) -> None:
    asked = {**KEPT_OUT, "Authorization": f"Bearer {token}"}
    shut = httpx.get(f"{live_server_url}/api/v1/streaming/user", headers=asked)
    assert (shut.status_code, list(shut.json())) == (403, ["error"])
    with Events(live_server_url, "user", token) as stream:
        assert stream.nothing()


def test_no_socket_opens_from_there(live_server_url: str, token: str) -> None:
    async def scene(socket: Socket) -> None:
        await socket.ask(type="subscribe", stream="nonsense")
        assert "error" in await socket.next()

    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        with_socket(live_server_url, scene, f"?access_token={token}", headers=KEPT_OUT)
    assert refused.value.status == 403
    with_socket(live_server_url, scene, f"?access_token={token}", headers=NEAR)
