"""Tasks for the tests of jobs: they note what they were called with."""

from hedgerow.kernel.jobs import task

done: list[object] = []
failing: set[object] = set()


@task(max_attempts=3)
def note(what: object) -> None:
    """Note it, or fail if it stands among the failing."""
    if what in failing:
        raise ValueError(f"secret {what}")
    done.append(what)


@task(max_attempts=2, given_up=lambda what: done.append(f"gave up {what}"))
def try_twice(what: str) -> None:
    """Fail, and let somebody know in the end."""
    raise ValueError(what)


@task()
def note_and_enqueue(what: str) -> None:
    """Note it and enqueue a successor of the same unique key, as news that comes while a job runs does."""
    done.append(what)
    if len(done) < 3:
        note_and_enqueue.using(unique_key="only").enqueue(what + "!")
