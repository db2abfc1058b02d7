"""Django's task interface in front of our table of jobs."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ParamSpec, TypeVar, cast

import msgspec
from django.db import IntegrityError, transaction
from django_tasks import TaskResult, TaskResultStatus
from django_tasks import task as _task
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.utils import normalize_json

from hedgerow.kernel import waking
from hedgerow.kernel.clock import from_us, now_us, to_us
from hedgerow.kernel.jobs.registry import find
from hedgerow.kernel.models import Job
from hedgerow.kernel.writing import after_commit, write

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTask(Task[P, T]):
    """A task with three things more: how often it is tried, a key that lets only one wait at a time, and what
    is called with the same arguments once it is given up: people may be waiting for it.
    """

    max_attempts: int = 8
    unique_key: str | None = None
    given_up: Callable[..., object] | None = None

    def using(self, *, unique_key: str | None = None, **changes: Any) -> "JobTask[P, T]":
        """The same task with other priority, run_after or unique_key."""
        changed = Task.using(self, **changes)
        return replace(changed, unique_key=unique_key) if unique_key else changed


def task(**options: Any) -> Callable[[Callable[P, T]], JobTask[P, T]]:
    """Make a module-level function a task: `@task()`, `@task(priority=5, max_attempts=3, given_up=tell)`."""
    return cast(Callable[[Callable[P, T]], JobTask[P, T]], _task(**options))


class DatabaseBackend(BaseTaskBackend):
    """Keeps jobs in the database of the act that wants them."""

    task_class = JobTask
    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[..., T], args: Any, kwargs: Any) -> TaskResult[T]:
        """Store the job within the running transaction; a waiting job of the same unique key is kept
        instead.
        """
        self.validate_task(task)
        encoded = msgspec.json.encode([normalize_json(args), normalize_json(kwargs)]).decode()
        with write():
            job = _store(cast("JobTask[..., T]", task), encoded)
            after_commit(waking.work.ring)
        return _result(job, task)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """What is known of a job; unknown and purged ones raise TaskResultDoesNotExist."""
        job = Job.objects.filter(id=int(result_id)).first() if result_id.isdigit() else None
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return _result(job, find(job.name))


def _store(task: JobTask[..., Any], encoded: str) -> Job:
    at = now_us()
    run_at = to_us(task.run_after) if task.run_after else at
    waiting = _waiting(task.unique_key, run_at)
    if waiting is not None:
        return waiting
    job = Job(
        name=task.module_path,
        args=encoded,
        priority=task.priority,
        created_at_us=at,
        run_at_us=run_at,
        unique_key=task.unique_key,
        max_attempts=task.max_attempts,
    )
    try:
        with transaction.atomic(savepoint=task.unique_key is not None):
            job.save(force_insert=True)
    except IntegrityError:
        # PostgreSQL only: the same key was enqueued in the same instant.
        return _waiting(task.unique_key, run_at) or _store(task, encoded)
    return job


def _waiting(key: str | None, run_at: int) -> Job | None:
    """The job already waiting under this key, moved forward if it is now wanted earlier. Until this write is
    done no worker takes it: it could not see yet what it is wanted for.
    """
    job = Job.objects.select_for_update(no_key=True).filter(unique_key=key).first() if key else None
    if job is not None and job.run_at_us > run_at:
        Job.objects.filter(id=job.id).update(run_at_us=run_at)
        job.run_at_us = run_at
    return job


def _result(job: Job, task: Task[..., Any]) -> TaskResult[Any]:
    args, kwargs = msgspec.json.decode(job.args)
    return TaskResult(
        task=task,
        id=str(job.id),
        status=_status(job),
        enqueued_at=from_us(job.created_at_us),
        started_at=None,
        finished_at=_moment(job.finished_at_us),
        last_attempted_at=None,
        args=args,
        kwargs=kwargs,
        backend=task.backend,
        errors=[TaskError(exception_class_path="builtins.Exception", traceback=job.error)]
        if job.error
        else [],
        worker_ids=[""] * job.attempts,
    )


def _errors(job: Job) -> list[TaskError]:
    """What went wrong last: type and place only, never the words of a message."""
    return [TaskError(exception_class_path="builtins.Exception", traceback=job.error)] if job.error else []


def _moment(us: int | None) -> datetime | None:
    return from_us(us) if us is not None else None


def _status(job: Job) -> TaskResultStatus:
    if job.finished_at_us is not None:
        return TaskResultStatus.FAILED if job.error else TaskResultStatus.SUCCESSFUL
    return TaskResultStatus.RUNNING if job.lease_until_us > now_us() else TaskResultStatus.READY
