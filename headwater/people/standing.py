"""What changes rarely is kept in memory: rules, policies, hours, people.

Triggers on their tables give the organisation another stamp in the very transaction that changes
them, so whatever was kept under an older stamp is read anew, in every process. A deed that needs
many of them asks for the stamp once (`moment`). What is kept is shared: read it, never change it.
"""

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar

from django.db import migrations, models

from headwater.database import statements

T = TypeVar("T")


class Standing(models.Model):
    """One row. A random stamp, not a number: after a rollback no two states share one."""

    stamp = models.UUIDField(default=uuid.uuid4)


def kept(read: Callable[[], T]) -> Callable[[], T]:
    """Keep what `read` returns until something of the standing configuration changes."""

    @wraps(read)
    def known() -> T:
        found = _kept()
        if read not in found:
            found[read] = read()
        value: T = found[read]
        return value

    return known


@contextmanager
def moment() -> Iterator[None]:
    """For the length of this block what is kept counts as unchanged; may be nested.

    The stamp is asked for with the first of it that is needed.
    """
    outer = getattr(_here, "is_moment", False)
    _here.is_moment = True
    try:
        yield
    finally:
        _here.is_moment = outer
        if not outer:
            _here.kept = None


def watch(table: str, *columns: str) -> migrations.RunSQL:
    """The operation by which changes of a table (of these columns) give another stamp."""
    updates = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
    return migrations.RunSQL(
        f"CREATE TRIGGER is_standing AFTER INSERT OR DELETE OR {updates} OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION people_standing_changed()",
        f"DROP TRIGGER is_standing ON {table}",
    )


_here = threading.local()
_last: tuple[uuid.UUID | None, dict[Any, Any]] = (None, {})


def _kept() -> dict[Any, Any]:
    global _last  # noqa: PLW0603
    found: dict[Any, Any] | None = getattr(_here, "kept", None)
    if found is not None:
        return found
    rows = statements.run("SELECT stamp FROM people_standing")
    stamp, last = rows[0][0] if rows else uuid.uuid4(), _last
    if stamp != last[0]:
        _last = last = (stamp, {})
    if getattr(_here, "is_moment", False):
        _here.kept = last[1]
    return last[1]
