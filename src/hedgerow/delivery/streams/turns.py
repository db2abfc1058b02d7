"""What one hint brings to all the pages of a conversation, read in turn.

The first page reads and draws what the others then find; all at once they would each do it, and wait for each
other besides. So the first goes alone, and all others together in one thread.
"""

import asyncio
from collections.abc import Callable
from functools import partial

from .talks import in_thread

Call = Callable[[], bytes]
_Asked = tuple[Call, "asyncio.Future[bytes]"]

_lines: dict[int, list[_Asked]] = {}
"""By conversation, who waits while its thread is at work."""

_serving: set[asyncio.Task[None]] = set()


async def in_turn(conversation: int, call: Call) -> bytes:
    """Run something for a page of a conversation (any number that names it) in a thread, in its turn."""
    done: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
    if conversation in _lines:
        _lines[conversation].append((call, done))
        return await done
    _lines[conversation] = [(call, done)]
    # A task of its own: whoever came first may leave, and the others still wait.
    task = asyncio.get_running_loop().create_task(_serve(conversation))
    _serving.add(task)
    task.add_done_callback(_serving.discard)
    return await done


async def _serve(conversation: int) -> None:
    while line := _lines[conversation]:
        _lines[conversation] = []
        answers = await in_thread(partial(_answers, line))
        for (_call, done), answer in zip(line, answers, strict=True):
            _settle(done, answer)
    del _lines[conversation]


def _answers(line: list[_Asked]) -> list[bytes | Exception]:
    return [_answer(call) for call, _done in line]


def _answer(call: Call) -> bytes | Exception:
    try:
        return call()
    except Exception as error:
        return error


def _settle(done: "asyncio.Future[bytes]", answer: bytes | Exception) -> None:
    if done.done():
        return
    if isinstance(answer, Exception):
        done.set_exception(answer)
    else:
        done.set_result(answer)
