"""The list behind a number of the leak report: `/leads?view=leak-overdue`."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from headwater.measure import leaks
from headwater.measure.leak_classes import BY_KEY
from headwater.people.models import User
from headwater.web.lists.kind import View

PREFIX = "leak-"


def url_of(key: str) -> str:
    """Where the leads of a class are listed."""
    return f"{reverse('leads')}?view={PREFIX}{key}"


def view(key: str, user: User) -> View | None:
    """The view that the key names: exactly the leads that the report counts, of those seen."""
    kind = BY_KEY.get(key.removeprefix(PREFIX)) if key.startswith(PREFIX) else None
    if kind is None:
        return None

    def among(rows: Any) -> Any:
        return leaks.among(kind.key, rows, user, timezone.now())

    return View(key, kind.name, among=among, sort="CreatedDate")
