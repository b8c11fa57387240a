"""What there is: versions, the resources of one, limits, the newest records."""

import re

from django.db import connection
from django.http import HttpResponse

from headwater.api import addresses, answers, rows
from headwater.api.gate import DAILY_REQUESTS, LIMIT_INFO, VERSIONS, Call, resource
from headwater.api.problems import not_found, of_criteria, problem
from headwater.catalog import objects
from headwater.catalog.objects import UnknownName
from headwater.criteria.errors import CriteriaError
from headwater.criteria.select import parse_query
from headwater.records import soql

RECENT_OBJECTS = ("Lead", "Account", "Contact", "Opportunity", "Campaign")
MOST_RECENT = 200
RESOURCES = (
    "actions", "composite", "jobs", "limits", "parameterizedSearch", "process", "query", "queryAll",
    "quickActions", "recent", "search", "sobjects", "tabs", "theme", "tooling",
)  # fmt: skip
LIMITS = (
    "ConcurrentAsyncGetReportInstances", "DailyApiRequests", "DailyAsyncApexExecutions",
    "DailyBulkApiBatches", "DailyBulkApiRequests", "DailyBulkV2QueryFileStorageMB",
    "DailyBulkV2QueryJobs", "DailyGenericStreamingApiEvents", "DailyStreamingApiEvents",
    "DailyWorkflowEmails", "DataStorageMB", "FileStorageMB", "HourlyAsyncReportRuns",
    "HourlyDashboardRefreshes", "HourlySyncReportRuns", "MassEmail", "SingleEmail",
)  # fmt: skip
FROM = re.compile(r"\bFROM\s+(\w+)", re.IGNORECASE)


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
    """GET limits: of the calls of a day what is left to this program; else nothing is rationed."""
    whole = {"Max": DAILY_REQUESTS, "Remaining": DAILY_REQUESTS}
    used, most = getattr(call.request, "api_usage", LIMIT_INFO).rpartition("=")[2].split("/")
    calls = {"Max": int(most), "Remaining": int(most) - int(used)}
    return answers.json(dict.fromkeys(LIMITS, whole) | {"DailyApiRequests": calls})


def counts(call: Call) -> HttpResponse:
    """GET limits/recordCount?sObjects=Lead,Contact: how many of each the caller sees, if any."""
    asked = [name.strip() for name in call.asked("sObjects").split(",") if name.strip()]
    found = []
    for name in asked or RECENT_OBJECTS:
        try:
            kind = rows.kind_of(name)
        except UnknownName:
            continue
        query = soql.compiled(parse_query(f"SELECT COUNT() FROM {kind.name}"), call.by)  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(query.sql, query.params)
            count = cursor.fetchone()[0]
        found += [{"count": count, "name": kind.name}] if count else []
    return answers.json({"sObjects": found})


def tooling(call: Call) -> HttpResponse:
    """GET tooling/query: the objects of a platform's own tools are none of ours."""
    text = call.asked("q")
    named = FROM.search(text)
    if named is None:
        raise problem(400, "MALFORMED_QUERY", "unexpected token: <EOF>")
    message = f"sObject type '{named[1]}' is not supported."
    raise of_criteria(CriteriaError(message, named.start(1), "", "object", message), text)


def tools(call: Call) -> HttpResponse:
    """GET tooling: what of a platform's own tools is answered"""
    here = f"{addresses.data(call.version)}/tooling"
    return answers.json({name: f"{here}/{name}" for name in ("query", "sobjects")})


def tool_objects(call: Call) -> HttpResponse:
    """GET tooling/sobjects: none"""
    return answers.json({"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": []})


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
counts_view = resource(GET=counts)
tooling_view = resource(GET=tooling)
tools_view = resource(GET=tools)
tool_objects_view = resource(GET=tool_objects)
recent_view = resource(GET=recent)
nothing_view = resource(
    is_open=True, GET=nothing, POST=nothing, PUT=nothing, PATCH=nothing, DELETE=nothing,
    OPTIONS=nothing,
)  # fmt: skip
