"""From a job's name back to its task."""

from functools import lru_cache
from typing import Any

from django.utils.module_loading import import_string
from django_tasks.base import Task


@lru_cache(maxsize=1000)
def find(name: str) -> Task[..., Any]:
    """The task a dotted path names. Raises ImportError for one that is gone, and for what is no task."""
    found = import_string(name)
    if not isinstance(found, Task):
        raise ImportError(f"{name} is not a task")
    return found
