"""Signing in by SOAP as clients do: answers are cut out by their literal tags."""

from types import SimpleNamespace

import pytest
from django.test import Client

from headwater.api import tokens
from headwater.api.addresses import user_id
from tests.conftest import PASSWORD

BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
LOGIN = (
    '<?xml version="1.0" encoding="utf-8" ?>{}<env:Envelope '
    'xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body>'
    '<n1:login xmlns:n1="urn:partner.soap.sforce.com"><n1:username>{}</n1:username>'
    "<n1:password>{}</n1:password></n1:login></env:Body></env:Envelope>"
)
CALL = (
    '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:u="urn:x"><e:Header>'
    "<u:SessionHeader><u:sessionId>{}</u:sessionId></u:SessionHeader></e:Header>"
    "<e:Body><u:{}/></e:Body></e:Envelope>"
)


def _post(text: str | bytes, path: str = "/services/Soap/u/60.0") -> tuple[int, str]:
    response = Client().post(path, text, content_type="text/xml")
    return response.status_code, response.content.decode()


def _cut(text: str, tag: str) -> str:
    return text.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]


def test_a_person_signs_in_asks_who_they_are_and_leaves(cast: SimpleNamespace) -> None:
    status, answer = _post(LOGIN.format("", "mara@juniper.example", PASSWORD))
    assert status == 200
    token = _cut(answer, "sessionId")
    assert tokens.user_of(token) == cast.mara
    assert _cut(answer, "serverUrl").startswith("http://testserver/services/Soap/u/60.0/00D")
    assert _cut(answer, "userId") == user_id(cast.mara)
    assert _cut(answer, "organizationId") == tokens.ORGANIZATION
    server = _cut(answer, "serverUrl").removeprefix("http://testserver")
    assert "mara@juniper.example" in _post(CALL.format(token, "getUserInfo"), server)[1]
    assert _post(CALL.format(token, "logout"))[0] == 200
    status, answer = _post(CALL.format(token, "getUserInfo"))
    assert (status, _cut(answer, "sf:exceptionCode")) == (500, "INVALID_SESSION_ID")


REFUSED: list[tuple[str | bytes, str]] = [
    (LOGIN.format("", "mara@juniper.example", "wrong"), "INVALID_LOGIN"),
    (LOGIN.format("", "nobody@juniper.example", PASSWORD), "INVALID_LOGIN"),
    (LOGIN.format("", "", ""), "INVALID_LOGIN"),
    (LOGIN.format(BOMB, "&b;", "x"), "UNKNOWN_EXCEPTION"),
    ("", "UNKNOWN_EXCEPTION"),
    ("<a", "UNKNOWN_EXCEPTION"),
    (b'<?xml version="1.0" encoding="nonsense"?><a/>', "UNKNOWN_EXCEPTION"),
    (b"\x00\xff\xfe", "UNKNOWN_EXCEPTION"),
    (CALL.format("00D!x", "convertLead"), "INVALID_SESSION_ID"),
]


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_a_fault_says_why(cast: SimpleNamespace, text: str | bytes, code: str) -> None:
    status, answer = _post(text)
    assert status == 500, "the protocol sends faults so"
    assert _cut(answer, "sf:exceptionCode") == code
    assert _cut(answer, "sf:exceptionMessage").startswith(code)
