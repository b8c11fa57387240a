"""Signed assertions, codes that a person allows, introspection; scopes, rotation, limits."""

import base64
import hashlib
import time
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import orjson
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client, override_settings
from django.utils import timezone
from oauth2_provider.models import Grant

from headwater.api import client_terms, tokens, usage
from headwater.api.signing_key import SigningKey
from tests.api.conftest import Program

BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
BACK = "http://localhost:1717/OauthRedirect"
VERIFIER = "v" * 43
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
)
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PUBLIC = KEY.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)


def _ask(place: str, given: dict[str, Any]) -> tuple[int, Any]:
    form = "application/x-www-form-urlencoded"
    answer = Client().post(f"/services/oauth2/{place}", urlencode(given), content_type=form)
    return answer.status_code, orjson.loads(answer.content)


@pytest.fixture
def app(cast: SimpleNamespace) -> SimpleNamespace:
    """A client of Ada's with a key and an address."""
    client, secret = client_terms.added(
        "Loader", cast.ada, redirects=f"{BACK} myapp://back", certificate=PUBLIC.decode()
    )
    return SimpleNamespace(client=client, id=client.client_id, secret=secret)


def _signed(app: Any, key: Any = KEY, algorithm: str = "RS256", **claims: Any) -> dict[str, str]:
    said = {"iss": app.id, "sub": "ada@juniper.example", "aud": "https://login.salesforce.com",
            "exp": str(int(time.time()) + 180)} | claims  # fmt: skip
    return {"grant_type": BEARER, "assertion": jwt.encode(said, key, algorithm=algorithm)}


def test_who_signs_needs_no_password(app: Any, cast: SimpleNamespace) -> None:
    for audience in ("https://login.salesforce.com/", "https://test.salesforce.com",
                     "http://testserver", ["http://testserver/services/oauth2/token"]):  # fmt: skip
        status, got = _ask("token", _signed(app, aud=audience))
        assert status == 200, got
    assert tokens.user_of(got["access_token"]) == cast.ada
    assert got["id"].endswith(Program(cast.ada)("GET", "")["identity"].rpartition("/")[2])
    assert "refresh_token" not in got
    assert _ask("token", _signed(app, sub="mara@juniper.example"))[1] == {
        "error": "invalid_grant", "error_description": "user hasn't approved this consumer",
    }  # fmt: skip
    tokens.issue_refresh(cast.mara, app.client)
    _, got = _ask("token", _signed(app, sub="mara@juniper.example"))
    assert tokens.user_of(got["access_token"]) == cast.mara, "she has allowed it"


def test_salesforce_s_own_cli_counts_milliseconds(app: Any, cast: SimpleNamespace) -> None:
    status, got = _ask("token", _signed(app, exp=int(time.time() * 1000) + 300))
    assert status == 200, got
    assert tokens.user_of(got["access_token"]) == cast.ada


@pytest.mark.parametrize(
    ("key", "claims", "said"),
    [
        (OTHER, {}, "invalid assertion"),
        (KEY, {"exp": int(time.time()) - 65}, "expired assertion"),
        (KEY, {"exp": int(time.time() - 65) * 1000}, "expired assertion"),
        (KEY, {"exp": int(time.time()) + 9999}, "assertion expires too late"),
        (KEY, {"exp": "soon"}, "invalid assertion: exp is missing"),
        (KEY, {"exp": None}, "invalid assertion: exp is missing"),
        (KEY, {"aud": "https://evil.example"}, "audience is invalid"),
        (KEY, {"sub": "nobody@juniper.example"}, "user hasn't approved this consumer"),
        (KEY, {"iss": "nobody"}, "client identifier invalid"),
    ],
)
def test_a_wrong_assertion_opens_nothing(app: Any, key: Any, claims: Any, said: str) -> None:
    status, got = _ask("token", _signed(app, key, **claims))
    assert (status, got["error_description"]) == (400, said)


def test_an_assertion_is_signed_by_rsa_only(app: Any) -> None:
    by_secret = _signed(app, "x" * 40, "HS256")
    unsigned = _signed(app, None, "none")
    for wrong in (by_secret, unsigned, {"grant_type": BEARER, "assertion": "a.b"},
                  {"grant_type": BEARER}):  # fmt: skip
        assert _ask("token", wrong)[1]["error"] == "invalid_grant"


def _asking(app: Any, **more: str) -> dict[str, str]:
    return {"response_type": "code", "client_id": app.id, "redirect_uri": BACK, "state": "s&1",
            "code_challenge": CHALLENGE} | more  # fmt: skip


def _allowed(app: Any, user: Any, **more: str) -> dict[str, list[str]]:
    """What the client gets back when the person says yes."""
    browser = Client()
    browser.force_login(user)
    answer = browser.post("/services/oauth2/authorize", _asking(app, **more) | {"answer": "allow"})
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"{BACK}?")
    return parse_qs(urlsplit(answer["Location"]).query)


def _redeeming(app: Any, code: str, **more: str) -> dict[str, str]:
    return {
        "grant_type": "authorization_code", "code": code, "redirect_uri": BACK,
        "client_id": app.id, "client_secret": app.secret, "code_verifier": VERIFIER,
    } | more  # fmt: skip


def test_a_person_lets_a_program_in(app: Any, cast: SimpleNamespace) -> None:
    browser = Client()
    where = f"/services/oauth2/authorize?{urlencode(_asking(app))}"
    to_sign_in = browser.get(where)
    assert to_sign_in["Location"].startswith("/sign-in?next=/services/oauth2/authorize")
    browser.force_login(cast.mara)
    page = browser.get(where)
    assert "Let “Loader” in?" in page.content.decode()
    assert "form-action 'self' http://localhost:1717" in page["Content-Security-Policy"]
    back = _allowed(app, cast.mara)
    assert back["state"] == ["s&1"]
    status, got = _ask("token", _redeeming(app, back["code"][0]))
    assert (status, got["scope"]) == (200, "api refresh_token")
    assert tokens.user_of(got["access_token"]) == cast.mara
    assert tokens.refreshing(got["refresh_token"], app.client) == cast.mara
    status, got = _ask("token", _redeeming(app, back["code"][0]))
    assert (status, got["error"]) == (400, "invalid_grant"), "a code works once"


def test_jsforce_s_verifier_is_longer_than_the_standard_s(app: Any, cast: SimpleNamespace) -> None:
    verifier = base64.urlsafe_b64encode(bytes(range(128))).decode().rstrip("=")
    digest = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    code = _allowed(app, cast.mara, code_challenge=challenge)["code"][0]
    status, got = _ask("token", _redeeming(app, code, code_verifier=verifier))
    assert (len(verifier), status) == (171, 200), got


def test_a_code_is_of_who_asked_and_of_ten_minutes(app: Any, cast: SimpleNamespace) -> None:
    for wrong in ({"code_verifier": "w" * 43}, {"code_verifier": ""}, {"redirect_uri": "x://y"}):
        code = _allowed(app, cast.mara)["code"][0]
        assert _ask("token", _redeeming(app, code, **wrong))[0] == 400
        assert _ask("token", _redeeming(app, code))[0] == 400, "it is gone after a wrong try"
    code = _allowed(app, cast.mara)["code"][0]
    Grant.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert _ask("token", _redeeming(app, code))[1]["error_description"].startswith("expired")


def test_who_signed_in_can_be_checked_by_the_client_itself(app: Any, cast: SimpleNamespace) -> None:
    found = Client().get("/.well-known/openid-configuration").json()
    code = _allowed(app, cast.mara, scope="openid api", nonce="n-1")["code"][0]
    _, got = _ask("token", _redeeming(app, code))
    [public] = Client().get(urlsplit(found["jwks_uri"]).path).json()["keys"]
    assert not {"d", "p", "q"} & set(public), "only the public half"
    assert jwt.get_unverified_header(got["id_token"])["kid"] == public["kid"]
    key = jwt.PyJWK(public).key
    told = jwt.decode(got["id_token"], key, ["RS256"], audience=app.id, issuer=found["issuer"])
    assert (told["sub"], told["nonce"], told["email"]) == (
        got["id"], "n-1", "mara@juniper.example",
    )  # fmt: skip
    half = hashlib.sha256(got["access_token"].encode()).digest()[:16]
    assert told["at_hash"] == base64.urlsafe_b64encode(half).decode().rstrip("=")
    code = _allowed(app, cast.mara, scope="api")["code"][0]
    assert "id_token" not in _ask("token", _redeeming(app, code))[1]
    SigningKey.objects.update(sealed="of another SECRET_KEY")
    [other] = Client().get("/id/keys").json()["keys"]
    assert other["kid"] != public["kid"]


def test_only_registered_addresses_are_told_anything(app: Any, cast: SimpleNamespace) -> None:
    browser = Client()
    browser.force_login(cast.mara)
    place = "/services/oauth2/authorize"
    for wrong in ({"redirect_uri": f"{BACK}/x"}, {"redirect_uri": ""}, {"client_id": "nobody"}):
        assert browser.get(place, _asking(app, **wrong)).status_code == 400
    no = browser.post(place, _asking(app, redirect_uri="myapp://back"))
    assert no["Location"].startswith("myapp://back?error=access_denied")
    odd = browser.get(place, _asking(app, response_type="token"))
    assert "error=unsupported_response_type" in odd["Location"]
    app.client.client_type = "public"
    app.client.save()
    bare = browser.get(place, _asking(app, code_challenge=""))
    assert "error=invalid_request" in bare["Location"], "without a secret it has to prove itself"
    code = _allowed(app, cast.mara)["code"][0]
    assert _ask("token", _redeeming(app, code, client_secret=""))[0] == 200


def test_a_client_asks_what_its_tokens_still_are(app: Any, cast: SimpleNamespace) -> None:
    client = {"client_id": app.id, "client_secret": app.secret}
    token = tokens.issue(cast.ada, app.client)
    _, told = _ask("introspect", client | {"token": token})
    assert (told["active"], told["username"]) == (True, "ada@juniper.example")
    _, told = _ask("introspect", client | {"token": tokens.issue_refresh(cast.ada, app.client)})
    assert (told["active"], told["token_type"]) == (True, "refresh_token")
    assert _ask("introspect", client | {"token": tokens.issue(cast.ada)})[1] == {"active": False}
    assert Client().get("/services/oauth2/revoke", {"token": token}).status_code == 200
    assert _ask("introspect", client | {"token": token})[1] == {"active": False}
    found = Client().get("/.well-known/openid-configuration").json()
    assert found["token_endpoint"] == "http://testserver/services/oauth2/token"


def test_a_reading_token_writes_nothing(app: Any, cast: SimpleNamespace) -> None:
    program = Program(None)
    program.token = tokens.issue(cast.ada, app.client, "read")
    program("GET", "sobjects")
    program("POST", "sobjects/Lead", {"LastName": "X", "Company": "Y"}, expect=403)
    program.token = tokens.issue(cast.ada, app.client, "id")
    program("GET", "sobjects", expect=403)
    program("GET", "/services/oauth2/userinfo")


def test_secrets_change_and_clients_end(app: Any, cast: SimpleNamespace) -> None:
    def status(secret: str) -> int:
        given = {"grant_type": "client_credentials", "client_id": app.id, "client_secret": secret}
        return _ask("token", given)[0]

    new = client_terms.rotate(app.client, old_holds=timedelta(days=7))
    assert (status(new), status(app.secret)) == (200, 200)
    client_terms.ClientTerms.objects.update(old_secret_until=timezone.now())
    assert (status(new), status(app.secret)) == (200, 400)
    token = tokens.issue(cast.ada, app.client)
    refresh = tokens.issue_refresh(cast.ada, app.client)
    app.client.refresh_from_db()
    since = client_terms.revoke(app.client)
    assert (status(new), tokens.user_of(token)) == (400, None)
    client_terms.restore(app.client, since)
    assert tokens.refreshing(refresh, app.client) == cast.ada
    client_terms.ClientTerms.objects.update(ends_at=timezone.now())
    assert status(new) == 400


@override_settings(API_COUNT_SECONDS=3600.0)
def test_a_day_has_so_many_calls(app: Any, cast: SimpleNamespace) -> None:
    usage.forget()
    client_terms.ClientTerms.objects.update(per_day=2)
    program = Program(None)
    program.token = tokens.issue(cast.ada, app.client)
    for count in (1, 2):
        answer = program.raw("GET", "limits")
        assert answer["Sforce-Limit-Info"] == f"api-usage={count}/2"
    answer = program.raw("GET", "limits")
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (403, "REQUEST_LIMIT_EXCEEDED")
    assert 0 < int(answer["Retry-After"]) <= 86_400
    usage.forget()
    client_terms.ClientTerms.objects.update(per_day=1_000_000)
    for _ in range(3):
        program.raw("GET", "limits")
    assert client_terms.ApiUse.objects.get().calls == 4, "the rest is still in memory"
    usage.forget()
