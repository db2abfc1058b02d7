"""Work for later, on Django's task interface: `@task`, `.enqueue(...)`, and a worker of our own.

    @task(max_attempts=5)
    def send_digest(face_id: int) -> None: ...

    with write():
        ...
        send_digest.using(run_after=tomorrow, unique_key=f"digest:{face_id}").enqueue(face_id)

Promises: a job is enqueued with the act or not at all; it runs at least once (so a job is idempotent), also
after `kill -9`; what fails is tried again later and later; what keeps failing is put aside and never in the
way of others. A unique key holds until its job is first taken up, so news that comes while it runs is not
lost.

Arguments are ids and plain values that JSON holds. They never appear in a log.
"""

from hedgerow.kernel.jobs.periodic import every
from hedgerow.kernel.jobs.tasks import JobTask, task
from hedgerow.kernel.jobs.worker import run_due, run_worker

__all__ = ["JobTask", "every", "run_due", "run_worker", "task"]
