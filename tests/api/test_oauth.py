"""Tokens: who gets one, what it tells, how it ends; and who is refused."""

import base64
import hashlib
import hmac
import logging
import re
from argparse import Namespace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import AccessToken

from headwater.api import tokens
from headwater.api.addresses import user_id
from headwater.cli import api_client_add
from tests.api.conftest import SECRET, Program
from tests.conftest import PASSWORD

TOKEN = "/services/oauth2/token"


def _ask(given: dict[str, str], headers: dict[str, str] | None = None) -> Any:
    response = _post(TOKEN, given, headers)
    return response, orjson.loads(response.content)


def _post(path: str, given: dict[str, str], headers: dict[str, str] | None = None) -> Any:
    form = "application/x-www-form-urlencoded"
    return Client().post(path, urlencode(given), content_type=form, headers=headers or {})


def _password(app: Any, **more: str) -> dict[str, str]:
    return {
        "grant_type": "password", "client_id": app.client_id, "client_secret": SECRET,
        "username": "mara@juniper.example", "password": PASSWORD,
    } | more  # fmt: skip


def test_a_password_gives_a_token_that_proves_where_it_comes_from(
    client_app: Any, cast: SimpleNamespace
) -> None:
    response, got = _ask(_password(client_app))
    assert response.status_code == 200
    assert re.fullmatch(r"00D\w{12,15}![.\w]*", got["access_token"])
    identity = f"http://testserver/id/{tokens.ORGANIZATION}/{user_id(cast.mara)}"
    assert (got["id"], got["instance_url"]) == (identity, "http://testserver")
    assert (got["token_type"], got["scope"]) == ("Bearer", "api")
    said = (got["id"] + got["issued_at"]).encode()
    proof = hmac.new(SECRET.encode(), said, hashlib.sha256).digest()
    assert base64.b64decode(got["signature"]) == proof
    program = Program(None)
    program.token = got["access_token"]
    who = program("GET", "/services/oauth2/userinfo")
    assert who["preferred_username"] == "mara@juniper.example"
    assert who["user_id"] == user_id(cast.mara)
    assert program("GET", identity.removeprefix("http://testserver"))["username"] == who["email"]
    assert program("GET", "")["identity"] == identity


def test_a_client_runs_as_its_user(client_app: Any, cast: SimpleNamespace) -> None:
    grant = {"grant_type": "client_credentials"}
    _, by_body = _ask(grant | {"client_id": client_app.client_id, "client_secret": SECRET})
    basic = base64.b64encode(f"{client_app.client_id}:{SECRET}".encode()).decode()
    _, by_header = _ask(grant, {"Authorization": f"Basic {basic}"})
    for got in (by_body, by_header):
        assert tokens.user_of(got["access_token"]) == cast.ada


def test_a_refresh_token_gives_new_access_until_it_is_revoked(
    client_app: Any, cast: SimpleNamespace
) -> None:
    refresh = tokens.issue_refresh(cast.mara, client_app)
    wanted = {
        "grant_type": "refresh_token", "client_id": client_app.client_id,
        "client_secret": SECRET, "refresh_token": refresh,
    }  # fmt: skip
    _, got = _ask(wanted)
    assert tokens.user_of(got["access_token"]) == cast.mara
    assert _post("/services/oauth2/revoke", {"token": refresh}).status_code == 200
    response, got = _ask(wanted)
    assert (response.status_code, got["error"]) == (400, "invalid_grant")
    assert _post("/services/oauth2/revoke", {"token": refresh}).status_code == 400


def test_a_client_added_by_hand_can_use_every_grant(
    cast: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    api_client_add.run(Namespace(name="Import", user=cast.mara.email, format="env"))
    said = dict(line.split("=", 1) for line in capsys.readouterr().out.splitlines())
    client = {"client_id": said["CLIENT_ID"], "client_secret": said["CLIENT_SECRET"]}
    for grant in (
        {"grant_type": "client_credentials"},
        {"grant_type": "refresh_token", "refresh_token": said["REFRESH_TOKEN"]},
        {"grant_type": "password", "username": cast.mara.email, "password": PASSWORD},
    ):
        _, got = _ask(client | grant)
        assert tokens.user_of(got["access_token"]) == cast.mara


def test_behind_a_gateway_the_addresses_are_the_gateway_s(client_app: Any) -> None:
    _, got = _ask(_password(client_app), {"X-Forwarded-Proto": "https"})
    assert got["instance_url"] == "https://testserver"


REFUSED = [
    ({"password": "wrong"}, "invalid_grant"),
    ({"username": "nobody@juniper.example"}, "invalid_grant"),
    ({"username": "a\x00b"}, "invalid_grant"),
    ({"client_id": "nobody"}, "invalid_client_id"),
    ({"client_id": ""}, "invalid_client_id"),
    ({"client_secret": "wrong"}, "invalid_client"),
    ({"client_secret": ""}, "invalid_client"),
    ({"grant_type": "magic"}, "unsupported_grant_type"),
    ({"grant_type": "refresh_token"}, "invalid_grant"),
]


@pytest.mark.parametrize(("given", "error"), REFUSED)
def test_the_wrong_key_opens_nothing(client_app: Any, given: dict[str, str], error: str) -> None:
    response, got = _ask(_password(client_app, **given))
    assert response.status_code == 400
    assert got["error"] == error
    assert got["error_description"]


def test_who_has_left_gets_in_no_more(client_app: Any, cast: SimpleNamespace) -> None:
    token = tokens.issue(cast.mara)
    cast.mara.is_active = cast.ada.is_active = False
    cast.mara.save()
    cast.ada.save()
    assert tokens.user_of(token) is None
    assert _ask(_password(client_app))[1]["error"] == "invalid_grant"
    by_client = _password(client_app, grant_type="client_credentials")
    assert _ask(by_client)[1]["error"] == "inactive_user"


def test_guessing_is_slowed_down(client_app: Any) -> None:
    for number in range(5):
        wrong = _password(client_app, password=f"guess {number}")
        assert _ask(wrong)[1]["error"] == "invalid_grant"
    assert _ask(_password(client_app))[1]["error"] == "rate_limit_exceeded"


def test_a_client_that_sends_a_wrong_password_again_by_itself_has_not_guessed(
    client_app: Any,
) -> None:
    for _ in range(8):
        wrong = _password(client_app, password="mistyped")
        assert _ask(wrong)[1]["error"] == "invalid_grant"
    assert "access_token" in _ask(_password(client_app))[1]


def test_only_hashes_are_kept_and_nothing_is_logged(
    client_app: Any, cast: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    _, got = _ask(_password(client_app))
    row = AccessToken.objects.get()
    assert got["access_token"] not in (row.token, row.token_checksum)
    assert got["access_token"] not in caplog.text
    assert PASSWORD not in caplog.text


def test_a_token_runs_out(cast: SimpleNamespace) -> None:
    token = tokens.issue(cast.mara)
    AccessToken.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert tokens.user_of(token) is None
    tokens.issue(cast.mara)
    assert AccessToken.objects.count() == 1, "what has run out is swept away"


def test_without_a_token_there_is_nothing(cast: SimpleNamespace) -> None:
    nobody = Program(None)
    for headers in ({}, {"Authorization": "Bearer 00D!x"}, {"Authorization": "Basic x"}):
        (told,) = nobody("GET", "sobjects", expect=401, **headers)
        assert told == {"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}
    nobody("GET", "/services/data")


def test_the_cookie_of_a_signed_in_person_is_no_token(cast: SimpleNamespace) -> None:
    nobody = Program(None)
    nobody.client.force_login(cast.ada)
    nobody("GET", "sobjects", expect=401)


def test_oauth_is_said_for_bearer_too(cast: SimpleNamespace) -> None:
    token = tokens.issue(cast.mara)
    Program(None)("GET", "limits", Authorization=f"OAuth {token}")


def test_nobody_is_asked_who_others_are(program: Any, cast: SimpleNamespace) -> None:
    path = f"/id/{tokens.ORGANIZATION}/{user_id(cast.ada)}"
    program(cast.mara)("GET", path, expect=403)
