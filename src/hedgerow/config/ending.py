"""When the server is asked to end, open streams end with it instead of holding it until it is killed.

granian stops listening, then waits for every answer to be complete, and a stream never is. So the hot doors
are told that their reader left.
"""

import asyncio
import signal
import threading

from hedgerow.config.front import Message, Receive, Scope

GOING = 1001
"""What a closing socket says of a server that goes."""

_over: list[asyncio.Event] = []
"""Set once the end was asked for; nothing stands here where no server listens for it."""


def listen() -> None:
    """Hear the wish to end, too: asyncio hears signals by a descriptor, whatever handler Python has. Only a
    main thread hears signals.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    loop, over = asyncio.get_running_loop(), asyncio.Event()

    def heard(_number: int, _frame: object) -> None:
        loop.call_soon_threadsafe(over.set)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, heard)
    _over[:] = [over]


def or_over(scope: Scope, receive: Receive) -> Receive:
    """What a hot door hears: what its reader says, and that it left, once the server ends."""
    if not _over:
        return receive
    over = _over[0]

    async def either() -> Message:
        asked, ended = asyncio.ensure_future(_message(receive)), asyncio.ensure_future(over.wait())
        try:
            await asyncio.wait((asked, ended), return_when=asyncio.FIRST_COMPLETED)
            if asked.done():
                return asked.result()
            return {"type": f"{scope['type']}.disconnect", "code": GOING}
        finally:
            asked.cancel()
            ended.cancel()

    return either


async def _message(receive: Receive) -> Message:
    return await receive()
