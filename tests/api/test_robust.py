"""How requests may come and answers go: gzipped, by another method, under names in any case."""

import gzip
import io
from typing import Any

import orjson
import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from headwater.api import body
from headwater.api.problems import Problems
from headwater.catalog import custom
from tests.api.conftest import Program, V


def test_large_answers_are_zipped_for_who_asks(api: Program) -> None:
    plain = api.raw("GET", "sobjects/Lead/describe")
    zipped = api.raw("GET", "sobjects/lead/describe/", Accept_Encoding="deflate, gzip;q=0.8")
    assert gzip.decompress(zipped.content) == plain.content
    assert (zipped["Content-Encoding"], zipped["Vary"]) == ("gzip", "Accept-Encoding")
    for said in ("identity", "gzip;q=0", ""):
        answer = api.raw("GET", "sobjects/Lead/describe", Accept_Encoding=said)
        assert "Content-Encoding" not in answer
    assert "Content-Encoding" not in api.raw("GET", "recent", Accept_Encoding="gzip")
    url = "/services/data/v60.0/sobjects/Lead/describe"
    inner = {"compositeRequest": [{"method": "GET", "referenceId": "a", "url": url}]}
    answer = api.raw("POST", "composite", inner, Accept_Encoding="gzip")
    told = orjson.loads(gzip.decompress(answer.content))
    assert told["compositeResponse"][0]["body"]["name"] == "Lead"


def test_who_cannot_patch_posts(api: Program) -> None:
    record: dict[str, Any] = {"LastName": "One", "Company": "Harbor"}
    made = api("POST", "sobjects/LEAD/", record)["id"]
    place = f"sobjects/lead/{made[:15]}"
    api("POST", place, {"Title": "Boss"}, expect=204, X_HTTP_Method_Override="PATCH")
    api("POST", f"{place}?_HttpMethod=PATCH", {"City": "Kiel"}, expect=204)
    found = api("GET", f"{place}/?fields=Title,City")
    assert (found["Title"], found["City"]) == ("Boss", "Kiel")
    api("POST", place, expect=204, X_HTTP_Method_Override="delete")
    api("GET", place, expect=404)


def test_half_a_body_is_refused(rf: RequestFactory) -> None:
    whole = rf.post("/", b"{}", content_type="application/json")
    assert body.read(whole) == b"{}"
    half = HttpRequest()
    half.META["CONTENT_LENGTH"] = "12"
    half._stream = io.BytesIO(b"{}")
    with pytest.raises(Problems) as refused:
        body.read(half)
    assert refused.value.body[0]["message"] == "The body ended too early."
    half._stream = io.BytesIO(b"Id\n")
    with pytest.raises(Problems):
        list(body.parts(half, 1_000))


def test_a_body_of_several_parts_needs_to_say_where_they_end(api: Program) -> None:
    answer = api.client.generic(
        "POST", f"{V}/jobs/ingest", b"x", content_type="multipart/form-data",
        headers={"Authorization": f"Bearer {api.token}"},
    )  # fmt: skip
    assert answer.status_code == 400


def test_a_list_of_choices_holds_texts(api: Program) -> None:
    custom.define("Lead", "Roofs", "multipicklist", name="Roofs__c", choices=["Flat", "Steep"])
    for odd in ([None], [1], [["Flat"]]):
        told = api("POST", "sobjects/Lead", {"LastName": "A", "Company": "B", "Roofs__c": odd},
                   expect=400)  # fmt: skip
        assert told[0]["errorCode"] == "INVALID_TYPE_ON_FIELD_IN_RECORD"
