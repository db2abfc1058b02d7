"""Open conversations of this process: which hints reach which page.

A hint says that something happened, never what: the door asks the boundary for each page anew. What was
missed (a listener too slow, a lost connection to the bus) ends the stream, and the page begins again.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from hedgerow.kernel import bus
from hedgerow.talk.conversations import live
from hedgerow.talk.conversations.live import Hint

from .events import STOPPED
from .reads import MOST, MOST_OF_A_FACE, RECHECK_SECONDS, Busy, _in_thread

Result = TypeVar("Result")

_open: Counter[int] = Counter()
_threads = ThreadPoolExecutor(3, thread_name_prefix="talks")
"""Their own, so that no message waits behind somebody's look at home."""


async def in_thread(call: Callable[[], Result]) -> Result:
    """Run something for a page that reads the database."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _in_thread, call)


async def hints(conversation: int, face: int) -> AsyncGenerator[Hint | None, None]:
    """The hints of a conversation (dense id) for a page of this face. None first, when it begins to listen,
    and whenever the page should be asked again whether it may still hear. Raises Busy.
    """
    if _open.total() >= MOST or _open[face] >= MOST_OF_A_FACE:
        raise Busy
    _open[face] += 1
    try:
        async with bus.subscribe([live.channel(conversation), STOPPED]) as listener:
            yield None
            while True:
                try:
                    message = await asyncio.wait_for(listener.aget(), RECHECK_SECONDS)
                except TimeoutError:
                    yield None
                    continue
                if message is None or message is bus.LOST:
                    return
                # What concerns everybody (somebody was suspended) carries nothing.
                yield live.read(message.body)
    finally:
        _open[face] -= 1
        if not _open[face]:
            del _open[face]
