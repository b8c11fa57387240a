"""Where programs call: every address with or without a slash at its end."""

from django.urls import include, re_path

from headwater.api import (
    actions,
    changed,
    conversion,
    describe,
    identity,
    intake,
    merges,
    oauth,
    openapi,
    programs,
    query,
    resources,
    search,
    soap,
    sobjects,
)
from headwater.api.bulk import classic, ingest, queries
from headwater.api.composite import collections, requests, trees

RESULTS = r"(?i:successfulResults|failedResults|unprocessedRecords)"
SOBJECT = r"sobjects/(?P<name>\w+)"

of_a_version = [
    re_path(r"^/?$", resources.resources_view),
    re_path(r"^/limits/?$", resources.limits_view),
    re_path(r"^/limits/recordCount/?$", resources.counts_view),
    re_path(r"^/recent/?$", resources.recent_view),
    re_path(r"^/search/?$", search.view),
    re_path(r"^/parameterizedSearch/?$", search.parameterized_view),
    re_path(r"^/tooling/query(?:All)?/?$", resources.tooling_view),
    re_path(r"^/query/?$", query.view),
    re_path(r"^/queryAll/?$", query.all_view),
    re_path(r"^/(?:query|queryAll)/(?P<locator>[^/]+)/?$", query.more_view),
    re_path(r"^/actions/?$", actions.kinds_view),
    re_path(r"^/actions/standard/?$", actions.standard_view),
    re_path(r"^/actions/custom/?$", actions.custom_view),
    re_path(r"^/actions/custom/apex/?$", actions.apex_view),
    re_path(r"^/actions/standard/(?P<action>convertLead)/?$", actions.convert_view),
    re_path(r"^/actions/custom/apex/(?P<action>ConvertLeadAction)/?$", actions.convert_view),
    re_path(r"^/composite/?$", requests.composite_view),
    re_path(r"^/composite/batch/?$", requests.batch_view),
    re_path(r"^/composite/graph/?$", requests.graph_view),
    re_path(r"^/composite/tree/(?P<name>\w+)/?$", trees.view),
    re_path(r"^/composite/sobjects/?$", collections.view),
    re_path(r"^/composite/sobjects/(?P<name>\w+)/?$", collections.of_kind_view),
    re_path(r"^/composite/sobjects/(?P<name>\w+)/(?P<field>\w+)/?$", collections.by_external_view),
    re_path(r"^/jobs/ingest/?$", ingest.collection),
    re_path(r"^/jobs/ingest/(?P<job>\w+)/?$", ingest.one),
    re_path(r"^/jobs/ingest/(?P<job>\w+)/batches/?$", ingest.batches),
    re_path(rf"^/jobs/ingest/(?P<job>\w+)/(?P<which>{RESULTS})/?$", ingest.results_view),
    re_path(r"^/jobs/query/?$", queries.collection),
    re_path(r"^/jobs/query/(?P<job>\w+)/?$", queries.one),
    re_path(r"^/jobs/query/(?P<job>\w+)/results/?$", queries.results_view),
    re_path(r"^/sobjects/?$", describe.global_view),
    re_path(rf"^/{SOBJECT}/?$", sobjects.collection),
    re_path(rf"^/{SOBJECT}/describe/?$", describe.view),
    re_path(rf"^/{SOBJECT}/updated/?$", changed.updated_view),
    re_path(rf"^/{SOBJECT}/deleted/?$", changed.deleted_view),
    re_path(rf"^/{SOBJECT}/(?P<record_id>\w+)/?$", sobjects.row),
    re_path(rf"^/{SOBJECT}/(?P<field>\w+)/(?P<value>.+?)/?$", sobjects.row_by),
]
CLASSIC = r"^services/async/(?P<version>\d{2,3}\.0)/job"
OF_A_BATCH = r"/(?P<job>\w+)/batch/(?P<batch>\w+)"
urlpatterns = [
    re_path(rf"{CLASSIC}/?$", classic.jobs),
    re_path(rf"{CLASSIC}/(?P<job>\w+)/?$", classic.job),
    re_path(rf"{CLASSIC}/(?P<job>\w+)/batch/?$", classic.batches),
    re_path(rf"{CLASSIC}{OF_A_BATCH}/?$", classic.batch),
    re_path(rf"{CLASSIC}{OF_A_BATCH}/request/?$", classic.batch_request),
    re_path(rf"{CLASSIC}{OF_A_BATCH}/result/?$", classic.batch_result),
    re_path(rf"{CLASSIC}{OF_A_BATCH}/result/(?P<result>\w+)/?$", classic.batch_rows),
    re_path(r"^api/leads/?$", intake.collection),
    re_path(r"^api/leads/(?P<lead>\w+)/conversion/?$", conversion.view),
    re_path(r"^api/submissions/(?P<name>[\w:,-]+)/?$", intake.submission),
    re_path(r"^api/merges/?$", merges.collection),
    re_path(r"^api/merges/(?P<number>\d+)/?$", merges.one),
    re_path(r"^api/openapi\.json$", openapi.view),
    re_path(r"^api(?:/.*)?$", programs.nothing),
    re_path(r"^services/data/?$", resources.versions_view),
    re_path(r"^services/data/v(?P<version>\d{2,3}\.0)", include(of_a_version)),
    re_path(r"^services/oauth2/token/?$", oauth.token),
    re_path(r"^services/oauth2/revoke/?$", oauth.revoke),
    re_path(r"^services/oauth2/userinfo/?$", identity.userinfo_view),
    re_path(r"^services/Soap/(?P<wsdl>[uc])/(?P<version>\d{2,3}(?:\.0)?)(?:/\w*)?/?$", soap.view),
    re_path(r"^id/(?P<organization>\w+)/(?P<user>\w+)/?$", identity.identity_view),
    re_path(r"^(?:services|id)(?:/.*)?$", resources.nothing_view),
]
