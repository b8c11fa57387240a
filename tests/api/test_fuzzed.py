"""Whatever is sent to the main doors is answered, and never by “our fault”."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import orjson
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import Program, V

ODD = ["\x00", "é\u0301", "\u202e", "\ud7ff", "😀" * 300, "''", "%", "\\", "{{", "a" * 40_000]
NUMBERS = [0, -1, 2**31, 2**63 - 1, -(2**63), 1e308, -1e-308, 0.1 + 0.2]
SCALARS = st.one_of(
    st.none(), st.booleans(), st.sampled_from(NUMBERS), st.sampled_from(ODD), st.text(max_size=12)
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)
NAMES = st.sampled_from([
    "LastName", "Company", "Email", "NumberOfEmployees", "AnnualRevenue", "IsUnreadByOwner",
    "CreatedDate", "OwnerId", "Id", "Status", "attributes", "Custom__c", "\x00", "HasOptedOutOfEmail",  # noqa: E501
    "Website", "Latitude", "LeadSource", "LastActivityDate",
])  # fmt: skip
RECORD = st.dictionaries(NAMES, ANYTHING, max_size=5)
TYPED = RECORD.map(lambda each: {"attributes": {"type": "Lead", "referenceId": "a"}} | each)
REQUEST = st.fixed_dictionaries({
    "method": st.sampled_from(["GET", "POST", "PATCH", "", "x"]) | ANYTHING,
    "url": st.sampled_from([f"{V}/sobjects/Lead", f"{V}/query?q=SELECT", "x", "//", "%00", "@{a.id}"])  # noqa: E501
    | ANYTHING,
    "referenceId": st.sampled_from(["a", "b", ""]) | ANYTHING,
    "body": RECORD | ANYTHING,
    "httpHeaders": ANYTHING,
})  # fmt: skip
BROKEN = st.sampled_from([
    b"", b"{", b"[" * 5_000, b'{"a":' * 3_000, b"\xff\xfe", b"null", b"1e999", b'{"LastName":"\\ud800"}',  # noqa: E501
    b'{"AnnualRevenue":1e400}', b'{"NumberOfEmployees":99999999999999999999999}', b'"\x00"',
])  # fmt: skip
WORDS = ["SELECT", "Id", "FROM", "Lead", "WHERE", "Name", "=", "'x'", "(", ")", "COUNT()", "LIMIT",
         "99999999999999999999", "GROUP BY", "ORDER BY", "LIKE", "'%\\'", "CreatedDate", ">", "NULLS",  # noqa: E501
         "LAST_N_DAYS:99999999999", "9999-99-99", "1e400", "\x00", "IN", "AnnualRevenue", ",",
         "FIND",
         "{x}", "RETURNING", "OFFSET", "TYPEOF", "Owner.Name", "9999-12-31T23:59:59Z", "OR", "NOT",
         "NEXT_N_YEARS:99999", "2147483648", "HAVING", "SUM(AnnualRevenue)",
         "0001-01-01"]  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=8).map(
        lambda words: "SELECT Id FROM Lead WHERE " + " ".join(words)
    ),
    st.sampled_from(["(" * 3_000, "SELECT Id FROM Lead WHERE " + "NOT " * 3_000 + "Id = ''"]),
)
QUICK = settings(
    max_examples=12, derandomize=True, database=None, deadline=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture
def send(api: Program) -> Callable[..., int]:
    """Sends one request whose effects are taken back; it must not break anything here."""

    def sent(method: str, path: str, body: bytes, content: str = "application/json") -> int:
        with transaction.atomic():
            answer = api.client.generic(
                method, path, body, content_type=content,
                headers={"Authorization": f"Bearer {api.token}", "SOAPAction": '""'},
            )  # fmt: skip
            if answer.streaming:
                list(answer)
            transaction.set_rollback(True)
        told = b"" if answer.streaming else answer.content[:300]
        if content != "text/xml" or answer.status_code != 500:  # SOAP's faults are 500s
            assert answer.status_code < 500, (method, path, body[:300], told)
        else:
            assert b"Something broke" not in answer.content, (body[:300], answer.content)
        return int(answer.status_code)

    return sent


DOORS = {
    "sobjects": ("POST", "sobjects/Lead", RECORD | ANYTHING),
    "task": ("POST", "sobjects/Task", st.dictionaries(
        st.sampled_from(["Subject", "WhoId", "WhatId", "ActivityDate", "OwnerId", "Status",
                         "CallDurationInSeconds", "ReminderDateTime"]), ANYTHING, max_size=4)),
    "external": ("PATCH", "sobjects/Lead/External_Id__c/%F0%9F%98%80x", RECORD),
    "collections": ("POST", "composite/sobjects", st.fixed_dictionaries(
        {"records": st.lists(TYPED, max_size=2) | ANYTHING, "allOrNone": ANYTHING})),
    "changes": ("PATCH", "composite/sobjects", st.fixed_dictionaries(
        {"records": st.lists(TYPED, max_size=2) | ANYTHING, "allOrNone": ANYTHING})),
    "several": ("POST", "composite/sobjects/Lead", st.fixed_dictionaries(
        {"ids": st.lists(SCALARS, max_size=3) | ANYTHING, "fields": st.lists(NAMES, max_size=3) | ANYTHING})),  # noqa: E501
    "composite": ("POST", "composite", st.fixed_dictionaries(
        {"compositeRequest": st.lists(REQUEST, max_size=3) | ANYTHING, "allOrNone": ANYTHING})),
    "batch": ("POST", "composite/batch", st.fixed_dictionaries({"batchRequests": st.lists(
        REQUEST.map(lambda each: each | {"richInput": each["body"]}), max_size=3) | ANYTHING})),
    "graph": ("POST", "composite/graph", st.fixed_dictionaries({"graphs": st.lists(
        st.fixed_dictionaries({"graphId": ANYTHING, "compositeRequest": st.lists(REQUEST, max_size=2)}),  # noqa: E501
        max_size=2) | ANYTHING})),
    "tree": ("POST", "composite/tree/Lead", st.fixed_dictionaries(
        {"records": st.lists(TYPED, max_size=2) | ANYTHING})),
    "ingest": ("POST", "jobs/ingest", st.dictionaries(st.sampled_from(
        ["object", "operation", "externalIdFieldName", "lineEnding", "columnDelimiter",
         "contentType", "assignmentRuleId"]),
        st.sampled_from(["Lead", "insert", "upsert", "CSV", "LF"]) | ANYTHING, max_size=5)),
    "jobs": ("POST", "jobs/query", st.fixed_dictionaries(
        {"operation": st.just("query") | ANYTHING, "query": TEXTS | ANYTHING})),
    "words": ("POST", "parameterizedSearch", st.fixed_dictionaries(
        {"q": st.just("Ada") | ANYTHING, "sobjects": st.just([{"name": "Lead"}]) | ANYTHING,
         "fields": ANYTHING, "overallLimit": ANYTHING})),
    "action": ("POST", "actions/standard/convertLead", st.fixed_dictionaries(
        {"inputs": st.lists(st.dictionaries(st.sampled_from(
            ["leadId", "convertedStatus", "accountId", "createOpportunity"]), ANYTHING), max_size=2)
         | ANYTHING})),
}  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_json_of_any_shape(door: str, send: Any) -> None:
    method, path, bodies = DOORS[door]

    @QUICK
    @given(bodies.map(orjson.dumps) | BROKEN)
    def each(body: bytes) -> None:
        send(method, f"{V}/{path}", body)

    each()


@pytest.mark.parametrize("path", ["/api/leads?wait=1", "/api/merges"])
def test_our_own_doors(path: str, send: Any, cast: SimpleNamespace) -> None:
    @QUICK
    @given((RECORD | ANYTHING).map(orjson.dumps) | BROKEN)
    def each(body: bytes) -> None:
        send("POST", path, body)

    each()


def test_queries_and_searches(send: Any) -> None:
    @settings(QUICK, max_examples=40)
    @given(
        st.sampled_from(["query", "queryAll", "search", "tooling/query", "parameterizedSearch"]),
        TEXTS,
    )
    def each(door: str, text: str) -> None:
        send("GET", f"{V}/{door}?q={quote(text)}", b"")

    each()


SOAP = b'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>%s</e:Body></e:Envelope>'
PARTS = st.lists(st.sampled_from([
    b"<login>", b"</login>", b"<username>\xc3\xa9</username>", b"<password/>", b"<convertLead/>",
    b"<convertLead><leadConverts><leadId>x</leadId></leadConverts></convertLead>", b"<merge/>",
    b"<getUserInfo/>", b"<getServerTimestamp/>", b"&x;", b"<!DOCTYPE a [<!ENTITY x 'y'>]>", b"<a>" * 2_000,  # noqa: E501
    b"<merge><request><masterRecord/></request></merge>", b"\x00", b"\xff",
]), max_size=3).map(b"".join)  # fmt: skip


def test_xml_of_any_shape(send: Any) -> None:
    @QUICK
    @given(PARTS.map(lambda inner: SOAP % inner) | PARTS | BROKEN)
    def each(body: bytes) -> None:
        send("POST", "/services/Soap/u/60.0", body, "text/xml")
        send("POST", "/services/async/60.0/job", body, "application/xml")

    each()


FORM = st.lists(st.sampled_from([
    b"grant_type=password", b"grant_type=refresh_token", b"grant_type=client_credentials", b"oid=x",
    b"grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer", b"assertion=a.b.c", b"assertion=%00",
    b"grant_type=authorization_code", b"code=%00", b"client_id=%00", b"username=%FF", b"last_name=%00x",  # noqa: E501
    b"client_secret=x", b"token=%00", b"refresh_token=x", b"retURL=%00", b"%ZZ=%", b"email=a%00@b.c",  # noqa: E501
    b"=", b"&&", b"last_name=Ada", b"a" * 5_000, b"password=x", b"code_verifier=x", b"employees=1e400",  # noqa: E501
]), max_size=5).map(b"&".join)  # fmt: skip
FORMS = ("/services/oauth2/token", "/services/oauth2/revoke", "/services/oauth2/introspect",
         "/servlet/servlet.WebToLead?encoding=UTF-8")  # fmt: skip


@pytest.mark.parametrize("path", FORMS)
def test_forms_of_any_shape(path: str, send: Any) -> None:
    @QUICK
    @given(FORM)
    def each(body: bytes) -> None:
        send("POST", path, body, "application/x-www-form-urlencoded")

    each()


def test_csv_of_any_shape(api: Program, send: Any) -> None:
    cells = st.sampled_from(
        [b'"', b"LastName", b"\x00", b"\xff", b",", b"\n", b"\r", b"x", b'""', b"Company"]
    )

    @QUICK
    @given(st.lists(cells, max_size=20).map(b"".join))
    def each(content: bytes) -> None:
        with transaction.atomic():
            said = {"object": "Lead", "operation": "insert"}
            job = api("POST", "jobs/ingest", said, expect=200)["id"]
            send("PUT", f"{V}/jobs/ingest/{job}/batches", content, "text/csv")
            transaction.set_rollback(True)

    each()
