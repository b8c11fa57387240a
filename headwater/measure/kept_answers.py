"""What a figure said to somebody who sees a part, or asked for one, kept for an hour.

Where there are many leads, counting a part takes long, too. So an answer is kept when it is asked
for first, for all who see exactly the same records and ask the same; it says from when it is. While
somebody reads it, a job counts it anew each hour; a day after the last reader it goes. Whoever
comes to see more or less, or lives by another clock, has another `scope` and so another answer.
"""

import json
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone

from headwater.database import reading
from headwater.measure.plain import HERE, read, told
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.people.sharing import visible_owner_ids

LASTING = timedelta(minutes=90)  # the job comes each hour, and may be late
READ = timedelta(days=1)  # what nobody has read for so long is not counted any more
NOTED = timedelta(minutes=15)  # so exactly is it known when something was read last
PATIENCE = 600.0  # seconds of counting anew in one go; who read last comes first
Figure = Callable[..., Any]


class KeptAnswer(models.Model):
    """What the figure `name` answered those of a `scope`; `asked` is the question as JSON."""

    scope = models.CharField(max_length=64)
    question = models.CharField(max_length=64)  # its mark
    name = models.CharField(max_length=120)
    asked: Any = models.JSONField()
    value: Any = models.JSONField()
    asker = models.ForeignKey("people.User", models.CASCADE, related_name="+", db_index=False)
    counted_at = models.DateTimeField()
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "question", "name"], name="one_kept_answer")
        ]

    def __str__(self) -> str:
        return self.name


def answered(user: User, figure: Figure, *given: Any, **more: Any) -> Any:
    """What the figure says to `user`, counted now or within the last hour and a half.

    It is a function of a module, f(user, *given, **more), that says the same to all who see the
    same. `since(user)` tells from when the oldest answer is that this person object was given.
    """
    if not user.is_active or not _is_large(user):
        return figure(user, *given, **more)
    name, asked = f"{figure.__module__}:{figure.__qualname__}", _asked(given, more)
    found = _found(user, _mark(asked)).get(name)
    if found is None:
        value = figure(user, *given, **more)
        _keep(user, name, asked, value)
        return value
    note(user, found[1])
    return read(found[0])


def since(user: User) -> datetime | None:
    """From when the oldest answer is that this person object was given; None: all are of now."""
    at: datetime | None = getattr(user, "_counted_at", None)
    return at


def note(user: User, at: datetime) -> None:
    """An answer of that moment was given."""
    user._counted_at = min(at, since(user) or at)  # type: ignore[attr-defined]


def scope(user: User) -> str:
    """The mark of all that an answer depends on beside the question: whose records one sees, what
    is everybody's, and when a day begins."""
    owners, here = visible_owner_ids(user), organization()
    parts = (
        user.is_active, "all" if owners is None else sorted(owners), here.lead_access,
        here.account_access, here.opportunity_access, timezone.get_current_timezone_name(),
    )  # fmt: skip
    return _mark(parts)


def anew() -> int:
    """Count again what is being read, forget what is not; returns how many answers there are."""
    KeptAnswer.objects.filter(read_at__lt=timezone.now() - READ).delete()
    began = time.monotonic()
    for row in KeptAnswer.objects.select_related("asker").order_by("-read_at", "pk"):
        if time.monotonic() - began > PATIENCE:
            break
        _again(row)
    return KeptAnswer.objects.count()


def forget() -> None:
    """From now on everything is counted for each look."""
    KeptAnswer.objects.all().delete()


def _again(row: KeptAnswer) -> None:
    """As its last asker sees it now; where that is another scope, nobody needs the row."""
    module, _, name = row.name.partition(":")
    if not module.startswith(HERE):
        return
    figure = getattr(import_module(module), name)
    figure = getattr(figure, "__wrapped__", figure)
    user = User.objects.get(pk=row.asker_id)  # remembers nothing of another answer
    with timezone.override(ZoneInfo(row.asked["zone"])):
        if scope(user) != row.scope:
            row.delete()
            return
        now = timezone.now()
        value = told(figure(user, *read(row.asked["given"]), **read(row.asked["more"])))
    KeptAnswer.objects.filter(pk=row.pk).update(value=value, counted_at=now)


def _is_large(user: User) -> bool:
    """Whether figures are counted by the hour; asked once per user object."""
    from headwater.measure.by_the_hour import KeptFigure  # it asks this module, too

    is_large: bool | None = getattr(user, "_has_kept_figures", None)
    if is_large is None:
        is_large = user._has_kept_figures = KeptFigure.objects.exists()  # type: ignore[attr-defined]
    return is_large


def _asked(given: tuple[Any, ...], more: Mapping[str, Any]) -> dict[str, Any]:
    """A question as JSON. A period ends when it is asked for, so its end is no part of it."""
    zone = timezone.get_current_timezone_name()
    return {"given": _endless(told(list(given))), "more": _endless(told(more)), "zone": zone}


def _endless(value: Any) -> Any:
    if isinstance(value, list):
        return [_endless(each) for each in value]
    if isinstance(value, dict):
        return {key: _endless(each) for key, each in value.items() if key != "until"}
    return value


def _mark(value: Any) -> str:
    return sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


def _found(user: User, question: str) -> dict[str, tuple[Any, datetime]]:
    """What is kept for a question, asked for once per user object."""
    every: dict[str, dict[str, tuple[Any, datetime]]] = getattr(user, "_kept_answers", {})
    if question not in every:
        now = timezone.now()
        rows = KeptAnswer.objects.filter(
            scope=scope(user), question=question, counted_at__gt=now - LASTING
        )
        found = list(rows.values_list("name", "value", "counted_at", "read_at"))
        every[question] = {name: (value, at) for name, value, at, _ in found}
        user._kept_answers = every  # type: ignore[attr-defined]
        if any(read_at < now - NOTED for _, _, _, read_at in found):
            with reading.writer():
                rows.update(read_at=now)
    return every[question]


def _keep(user: User, name: str, asked: dict[str, Any], value: Any) -> None:
    """Two who ask at once both count; the later one's stays."""
    now = timezone.now()
    row = KeptAnswer(
        scope=scope(user), question=_mark(asked), name=name, asked=asked, value=told(value),
        asker=user, counted_at=now, read_at=now,
    )  # fmt: skip
    with reading.writer():
        KeptAnswer.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["scope", "question", "name"],
            update_fields=["value", "asker", "counted_at", "read_at"],
        )  # fmt: skip
