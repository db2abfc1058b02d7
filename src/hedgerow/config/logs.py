"""One log for the program and its libraries: events with fields, and never a secret or a person's address.

There is no access log: who read what is nobody's business, the operator's included.
"""

import logging
import logging.config
import re
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

SECRET_NAMES = re.compile(r"pass|secret|token|cookie|authoriz|session|e_?mail|otp|key$", re.IGNORECASE)
# What a link in a mail carries, should a library ever log a path.
SECRET_TEXT = re.compile(r"(/(?:confirm-email|key|invitation|media)/)[^/\s\"']+")

LOUDNESS = {
    # A refused host, a missing page: a visitor's doing, not the operator's concern.
    "django.security.DisallowedHost": "CRITICAL",
    "django.request": "ERROR",
    "httpx": "WARNING",
    "pyvips": "WARNING",
}


def hide_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Blanks the fields whose names promise a secret, and the keys inside logged paths."""
    for name, value in event.items():
        if SECRET_NAMES.search(name):
            event[name] = "…"
        elif isinstance(value, str):
            event[name] = SECRET_TEXT.sub(r"\1…", value)
    return event


def configure(level: str) -> None:
    """Sends structlog's and the standard library's events through the same steps to standard error."""
    steps: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        hide_secrets,
    ]
    _our_own(steps)
    logging.config.dictConfig(_of_everybody(level, steps))


def _our_own(steps: list[Any]) -> None:
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *steps,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _of_everybody(level: str, steps: list[Any]) -> dict[str, Any]:
    """What the standard library is told: one handler, and how loud each library may be."""
    terminal = sys.stderr.isatty()
    show = structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "events": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": steps,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, show],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "events"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {name: {"level": own} for name, own in LOUDNESS.items()},
    }
