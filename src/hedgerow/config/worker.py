"""A process for background work alone: `./hedgerow worker`, beside the web processes of large mode."""

import os
import signal
import threading

import django


def main() -> None:
    """Works until it is asked to end."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hedgerow.config.settings")
    django.setup()
    from hedgerow.kernel import jobs

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    print("The worker is ready. Ctrl+C ends it.", flush=True)
    jobs.run_worker(stop)


if __name__ == "__main__":
    main()
