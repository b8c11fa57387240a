"""What Salesforce's own command line and tools like it send, byte for byte."""

from io import BytesIO
from types import SimpleNamespace
from typing import Any

from django.test import Client

from headwater.records.models import Lead
from tests.api.conftest import Program, V


def test_an_address_that_ended_with_a_slash(cast: SimpleNamespace) -> None:
    """An instance URL such as `https://host/` makes `//services`."""
    ada = Program(cast.ada)
    got = ada(
        "GET", "http://testserver//services/data/v50.0/query?q=SELECT+Id+FROM+Lead&columns=true"
    )
    assert got["columnMetadata"][0]["columnName"] == "Id"
    assert (
        Program(None).raw("GET", "http://testserver//services/data/v50.0/limits").status_code == 401
    )
    assert Program(None).raw("POST", "http://testserver//services/oauth2/token").json()["error"]
    assert (
        ada.raw("GET", "http://testserver//services/nowhere").json()[0]["errorCode"] == "NOT_FOUND"
    )


def test_a_person_goes_on_in_the_browser_and_signs_in(cast: SimpleNamespace) -> None:
    """`sf org open` asks for an address; a token is never a way into the pages."""
    ada = Program(cast.ada)
    for asked, following in (
        ("", ""), ("?redirect_uri=/leads", "?next=%2Fleads"), ("?redirect_uri=//evil.example", ""),
        ("?redirect_uri=lightning/setup", ""), ("?redirect_uri=/no/such/page", ""),
        ("?redirect_uri=https://evil.example/", ""), ("?redirect_uri=/%5Cevil.example", ""),
    ):  # fmt: skip
        got = ada("GET", f"/services/oauth2/singleaccess{asked}")
        assert got == {"frontdoor_uri": f"http://testserver/sign-in{following}"}
    assert Program(None).raw("GET", "/services/oauth2/singleaccess").status_code == 401


def test_the_platform_s_own_services_are_refused_in_their_words(cast: SimpleNamespace) -> None:
    """A redirect to a page that asks for a password lets a streaming client wait for ever."""
    ada = Program(cast.ada)
    hello = [{"channel": "/meta/handshake", "version": "1.0"}]
    told = ada.raw("POST", "http://testserver/cometd/60.0", hello)
    assert (told.status_code, told.json()[0]["errorCode"]) == (404, "NOT_FOUND")
    told = ada.raw("POST", "/services/Soap/m/60.0", b"<e/>")
    assert told.status_code == 500
    assert b"<sf:exceptionCode>INVALID_OPERATION</sf:exceptionCode>" in told.content
    assert ada.raw("GET", "/services/apexrest/x").json()[0]["errorCode"] == "NOT_FOUND"


def test_a_body_over_http_2_may_say_no_length(cast: SimpleNamespace) -> None:
    """There it is ended by its stream; a Go client that zips as it sends has no length to say."""
    data = b'{"LastName": "Streamed", "Company": "Harbor"}'
    sent: Any = {"CONTENT_LENGTH": "", "SERVER_PROTOCOL": "HTTP/2", "wsgi.input": BytesIO(data)}
    signed = {"Authorization": f"Bearer {Program(cast.ada).token}"}
    to = f"{V}/sobjects/Lead"
    told = Client().post(to, content_type="application/json", headers=signed, **sent)
    assert told.status_code == 201, told.content
    assert Lead.objects.get().last_name == "Streamed"
