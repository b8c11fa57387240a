"""The one seam to background work: `@job` marks a function, `enqueue` promises that it will run.

A job is a row in the same PostgreSQL, written in the caller's transaction: it exists exactly when
the change that asked for it exists. `headwater worker` runs them (procrastinate).
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from inspect import signature
from typing import Any

from procrastinate import RetryStrategy, tasks
from procrastinate.contrib.django import app

# Mail servers and webhooks come back within hours; after a day a person should look.
PATIENCE = RetryStrategy(max_attempts=12, exponential_wait=3)


def job(
    name: str, *, cron: str | None = None
) -> Callable[[Callable[..., Any]], "tasks.Task[Any, Any, Any]"]:
    """Mark a function as background work under a lasting `name`; `cron` runs it by the clock."""

    def mark(work: Callable[..., Any]) -> "tasks.Task[Any, Any, Any]":
        if cron is None:
            return app.task(name=name, retry=PATIENCE, pass_context=False)(work)
        task = app.task(name=name, retry=PATIENCE, pass_context=False)(_rung(work))
        return app.periodic(cron=cron)(task)

    return mark


def _rung(work: Callable[..., Any]) -> Callable[..., Any]:
    """What the clock calls: it says when it rang, which most work does not ask."""
    if "timestamp" in signature(work).parameters:
        return work

    @wraps(work)
    def rung(timestamp: int = 0) -> Any:
        return work()

    return rung


def enqueue(
    task: "tasks.Task[Any, Any, Any]", *, at: datetime | None = None, **arguments: Any
) -> int:
    """Run `task` with JSON-able `arguments` soon, or at the time `at`; returns the job's number."""
    return int(task.configure(schedule_at=at).defer(**arguments))
