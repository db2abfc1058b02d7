"""Running things in threads of their own, each with its own database connection."""

import threading
from collections.abc import Callable, Sequence

from django.db import connections


def in_threads(jobs: Sequence[Callable[[], object]]) -> None:
    """Run all at once, wait for all, raise the first error."""
    errors: list[BaseException] = []

    def run(job: Callable[[], object]) -> None:
        try:
            job()
        except BaseException as error:
            errors.append(error)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=run, args=[job], daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "a thread hangs"
    if errors:
        raise errors[0]
