"""The leads behind the steps of the funnel: `/leads?view=reached-mql.campaign-7&where=…`."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from headwater.measure.figure import both
from headwater.measure.filters import Filters
from headwater.measure.funnel import REACHED
from headwater.measure.outcome import END
from headwater.people.models import User
from headwater.records.submission import Door
from headwater.web.lists.kind import View

PREFIX = "reached-"
WORDS = {
    "inquiry": "Inquiries", "mql": "Offered as MQL", "sal": "Accepted (SAL)",
    "deal": "With an opportunity", "won": "Won", "end_won": "Won", "end_lost": "Lost",
    "end_pipeline": "In the pipeline", "end_early": "In an early stage",
    "end_none": "Converted without a deal",
}  # fmt: skip
CONDITIONS = REACHED | {
    f"end_{end}": Q(is_converted=True) & condition for end, condition in END.items()
}
# What criteria cannot say stands in the name of the view.
NAMED = ("team", "campaign", "channel")


def url(step: str, filters: Filters, *criteria: str, **also: Any) -> str:
    """Where the leads of a step are listed; `also` narrows them (owner, campaign, channel)."""
    plain = replace(
        filters, **{name: also.pop(name) for name in ("source", "owner") if name in also}
    )
    parts = [
        f"{name}-{value}"
        for name in NAMED
        for value in dict.fromkeys((getattr(filters, name), also.get(name)))
        if value
    ]
    view = ".".join([PREFIX + step, *parts])
    query = {"view": view, "where": both(plain.where, *criteria)}
    return f"{reverse('leads')}?{urlencode({key: value for key, value in query.items() if value})}"


def view(key: str, user: User) -> View | None:
    """The view that the key names; None for another one."""
    step, *parts = key.removeprefix(PREFIX).split(".")
    if not key.startswith(PREFIX) or step not in CONDITIONS or len(parts) > 2 * len(NAMED):
        return None
    conditions = [_condition(part) for part in parts]
    if None in conditions:
        return None
    whole = CONDITIONS[step]
    for condition in conditions:
        whole = whole & condition if condition is not None else whole
    return View(key, WORDS[step], among=lambda rows: rows.filter(whole))


def _condition(part: str) -> Q | None:
    name, _, value = part.partition("-")
    if name == "channel" and value in Door.values:
        return Filters(channel=value).condition()
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        return None
    if name == "team":
        return Filters(team=int(value)).condition()
    return Filters(campaign=int(value)).condition() if name == "campaign" else None
