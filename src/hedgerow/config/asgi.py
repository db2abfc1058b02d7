"""What granian serves: the front, with Django behind the bridge.

Never `django.core.asgi.get_asgi_application()`: it costs 2.5 to 3.4 ms a request where the bridge costs half.
"""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hedgerow.config.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from hedgerow.config import ending, front, parent, wiring
from hedgerow.config.bridge import Bridge
from hedgerow.config.front import Message, Receive, Scope, Send
from hedgerow.config.headers import always
from hedgerow.config.pool import Full, Pool

# Requests that may wait for a thread before the front says that it is busy.
WAITING = 512

_django = get_wsgi_application()
_pool = Pool(settings.THREADS, WAITING)
_bridge = Bridge(
    _django,
    _pool,
    settings.MAX_BODY,
    str(settings.FILE_UPLOAD_TEMP_DIR),
    settings.TRUSTED_PROXIES,
    dict.fromkeys(settings.WHERE_FILMS_COME, settings.MAX_FILM_BODY),
)


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Every request, stream and start of the server."""
    if scope["type"] == "lifespan":
        return await _lifespan(receive, send)
    own = front.find_own(scope["path"])
    if own is not None:
        return await own(scope, receive, send)
    client = _bridge.client(scope)
    quick = front.quick(scope)
    if quick is not None and (answer := await quick(scope, client)) is not None:
        status, headers, body = answer
        return await front.reply(send, status, headers + always(), body)
    hot = front.find(scope["path"])
    if hot is not None:
        return await _hot(hot, {**scope, "client": (client, 0)}, receive, send)
    if scope["type"] == "http":
        return await _bridge(scope, receive, send)
    return await send({"type": "websocket.close", "code": 1008})


async def _hot(door: front.App, scope: Scope, receive: Receive, send: Send) -> None:
    """A hot door, for whom it answers at all; `client` is the address that a trusted proxy tells."""
    try:
        kept_out = not await _pool.submit(_may_come_in, scope["client"][0])
    except Full:
        return await front.refuse(send, scope, 503, front.BUSY, (b"retry-after", b"5"))
    if kept_out:
        return await front.refuse(send, scope, 403, "Nothing is answered to where you are.")
    return await door(scope, ending.or_over(scope, receive), send)


def _may_come_in(address: str) -> bool:
    # A room can be imported once Django is ready, which the lines above see to.
    from hedgerow.people.barring import reads as barring

    close_old_connections()
    return barring.may_come_in(address)


def _spare_the_collector() -> None:
    """What is loaded by now stays; and bodies are remembered by the ten thousand: looked through at every
    few hundred new objects, they would cost a tenth of each request.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


async def _lifespan(receive: Receive, send: Send) -> None:
    """Background work begins before the first request and ends after the last."""
    message: Message = await receive()
    while message["type"] != "lifespan.shutdown":
        ending.listen()
        wiring.start()
        _spare_the_collector()
        parent.announce()
        await send({"type": "lifespan.startup.complete"})
        message = await receive()
    wiring.stop()
    _pool.close(seconds=5)
    await send({"type": "lifespan.shutdown.complete"})
