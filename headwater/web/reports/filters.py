"""The filter bar: what an address asks for, and what it may ask for; a link to it can be shared."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from headwater.catalog import picklists
from headwater.measure.figure import Period
from headwater.measure.filters import NO_SOURCE, Filters
from headwater.people.models import Team, User
from headwater.people.sharing import visible_owner_ids
from headwater.records.models import Campaign
from headwater.records.submission import Door
from headwater.web.records.kinds import person

PERIODS = {
    "7": ("7 days", 7), "30": ("30 days", 30), "90": ("90 days", 90), "365": ("12 months", 365),
    "all": ("All time", None),
}  # fmt: skip
USUAL = "90"
CAMPAIGNS = 200  # as many may be chosen from, the newest ones
ALL = ("source", "owner", "team", "campaign", "channel")
Choice = tuple[str, str, bool]


def filters_of(request: HttpRequest) -> Filters:
    """From `?period=30&source=Web&owner=3&team=1&campaign=7&channel=form`; nonsense is all."""
    asked = {name: request.GET.get(name, "").replace("\x00", "") for name in ALL}
    return Filters(
        period=Period(PERIODS[period_of(request)][1], timezone.now()),
        source=asked["source"],
        owner=_key(asked["owner"]),
        team=_key(asked["team"]),
        campaign=_key(asked["campaign"]),
        channel=asked["channel"] if asked["channel"] in Door.values else "",
    )


def period_of(request: HttpRequest) -> str:
    """Its name in addresses."""
    asked = request.GET.get("period", USUAL)
    return asked if asked in PERIODS else USUAL


def bar(
    request: HttpRequest, filters: Filters, shown: tuple[str, ...], *, of_period: bool
) -> dict[str, Any]:
    """What the filter bar shows: periods to choose from, and a list for each filter of `shown`.

    What this page does not obey is kept for the next one.
    """
    chosen, user = period_of(request), person(request)
    periods = [(key, word, key == chosen) for key, (word, _) in PERIODS.items()]
    hidden = [name for name in ALL if name not in shown and getattr(filters, name)]
    return {
        "periods": periods if of_period else [],
        "period": chosen,
        "selects": [(name, _NAMES[name], _choices(name, filters, user)) for name in shown],
        "hidden": [(name, getattr(filters, name)) for name in hidden]
        + ([] if of_period else [("period", chosen)]),
        "is_filtered": any(getattr(filters, name) for name in shown),
    }


_NAMES = {
    "source": "All sources", "owner": "Everybody", "team": "All teams",
    "campaign": "All campaigns", "channel": "All channels",
}  # fmt: skip


def _choices(name: str, filters: Filters, user: User) -> list[Choice]:
    return [
        (str(value), str(word), str(value) == str(getattr(filters, name) or ""))
        for value, word in _OFFERED[name](user)
    ]


def _sources(user: User) -> list[tuple[Any, str]]:
    return [*((name, name) for name in picklists.values("LeadSource")), (NO_SOURCE, "No source")]


def _owners(user: User) -> list[tuple[Any, str]]:
    people, seen = User.objects.filter(is_active=True), visible_owner_ids(user)
    people = people if seen is None else people.filter(pk__in=seen)
    return list(people.order_by("name").values_list("pk", "name"))


def _teams(user: User) -> list[tuple[Any, str]]:
    return list(Team.objects.values_list("pk", "name"))


def _campaigns(user: User) -> list[tuple[Any, str]]:
    newest = Campaign.objects.alive().visible_to(user).order_by("-created_at", "-pk")
    return list(newest.values_list("pk", "name")[:CAMPAIGNS])


def _channels(user: User) -> list[tuple[Any, str]]:
    return list(Door.choices)


_OFFERED = {
    "source": _sources, "owner": _owners, "team": _teams, "campaign": _campaigns,
    "channel": _channels,
}  # fmt: skip


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
