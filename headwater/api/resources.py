"""What there is: versions, the resources of one, limits, the newest records."""

from django.http import HttpResponse

from headwater.api import addresses, answers, rows
from headwater.api.gate import DAILY_REQUESTS, VERSIONS, Call, resource
from headwater.api.problems import not_found
from headwater.catalog import objects

RECENT_OBJECTS = ("Lead", "Account", "Contact", "Opportunity", "Campaign")
MOST_RECENT = 200
RESOURCES = ("actions", "limits", "query", "queryAll", "recent", "sobjects")


def versions(call: Call) -> HttpResponse:
    """GET /services/data, for everybody: every version that is understood, the newest last."""
    return answers.json([
        {"label": f"Version {version}", "url": addresses.data(version), "version": version}
        for version in VERSIONS
    ])  # fmt: skip


def resources(call: Call) -> HttpResponse:
    """GET /services/data/vXX.0: name → path; `identity` is a whole address."""
    here = addresses.data(call.version)
    found = {name: f"{here}/{name}" for name in RESOURCES}
    return answers.json(found | {"identity": addresses.identity(call.request, call.by)})


def limits(call: Call) -> HttpResponse:
    """GET limits: nothing is rationed, so as much remains as there is."""
    names = ("DailyApiRequests", "DailyBulkApiBatches", "DailyBulkV2QueryJobs")
    whole = {"Max": DAILY_REQUESTS, "Remaining": DAILY_REQUESTS}
    return answers.json(dict.fromkeys(names, whole))


def recent(call: Call) -> HttpResponse:
    """GET recent[?limit=N]: the newest records that the caller sees, object by object."""
    asked = call.asked("limit")
    count = min(int(asked), MOST_RECENT) if asked.isascii() and asked.isdigit() else MOST_RECENT
    found = [
        record
        for name in RECENT_OBJECTS
        for record in rows.newest(
            objects.get(name), call.by, call.version, ("Id", "Name"), max(count, 1)
        )
    ]
    return answers.json(found[:count])


def nothing(call: Call, **_: str) -> HttpResponse:
    """Any other address."""
    raise not_found()


versions_view = resource(is_open=True, GET=versions)
resources_view = resource(GET=resources)
limits_view = resource(GET=limits)
recent_view = resource(GET=recent)
nothing_view = resource(
    is_open=True, GET=nothing, POST=nothing, PUT=nothing, PATCH=nothing, DELETE=nothing,
    OPTIONS=nothing,
)  # fmt: skip
