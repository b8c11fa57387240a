"""Signing in to an org: with what a connected app gives, or with a user's password by SOAP."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit
from xml.sax.saxutils import escape

from defusedxml import ElementTree  # type: ignore[import-untyped]

from headwater.moving.org import VERSION, Line, Org, Reply, Session, unreachable
from headwater.moving.trouble import Trouble

LOGIN = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:u="urn:partner.soap.sforce.com"><env:Body><u:login>'
    "<u:username>{username}</u:username><u:password>{password}</u:password>"
    "</u:login></env:Body></env:Envelope>"
)


@dataclass(frozen=True, slots=True)
class Keys:
    """What was given to sign in with; none of it is shown where the object is printed."""

    client_id: str = ""
    username: str = ""
    client_secret: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    access_token: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    security_token: str = field(default="", repr=False)


def sign_in(url: str, keys: Keys) -> Org:
    """An org that answers; raises Trouble."""
    url = url.rstrip("/")
    url = url if "://" in url else f"https://{url}"
    if keys.access_token:
        return Org(Session(keys.access_token, url))

    def session() -> Session:
        if keys.refresh_token or keys.client_secret:
            return _by_oauth(url, keys)
        return _by_soap(url, keys)

    return Org(session(), renew=session)


def _by_oauth(url: str, keys: Keys) -> Session:
    asked = {"client_id": keys.client_id, "client_secret": keys.client_secret}
    if keys.refresh_token:
        asked |= {"grant_type": "refresh_token", "refresh_token": keys.refresh_token}
    else:
        asked |= {"grant_type": "client_credentials"}
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    reply = _call(url, "/services/oauth2/token", urlencode({k: v for k, v in asked.items() if v}),
                  kind)  # fmt: skip
    said = reply.json
    if not isinstance(said, dict):
        raise Trouble(f"{url} answers with a page (status {reply.status}), not as an API: is --url "
                      "the address of your org?")  # fmt: skip
    if reply.status != 200 or not said.get("access_token"):
        why = said.get("error_description") or said.get("error") or f"status {reply.status}"
        raise Trouble(f"the org does not let this client in: {str(why)[:300]}")
    return Session(str(said["access_token"]), str(said.get("instance_url") or url).rstrip("/"))


def _by_soap(url: str, keys: Keys) -> Session:
    text = LOGIN.format(
        username=escape(keys.username), password=escape(keys.password + keys.security_token)
    )
    kind = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": "login"}
    reply = _call(url, f"/services/Soap/u/{VERSION}", text, kind)
    try:
        said = {each.tag.rpartition("}")[2]: each.text or ""
                for each in ElementTree.fromstring(reply.data).iter()}  # fmt: skip
    except ElementTree.ParseError:
        raise Trouble(f"{url} answers with a page (status {reply.status}), not as an API: is --url "
                      "the address of your org?") from None  # fmt: skip
    if not said.get("sessionId"):
        why = said.get("exceptionMessage") or said.get("faultstring") or "no session came back"
        raise Trouble(f"the org does not let {keys.username} in: {why[:300]}")
    server = urlsplit(said.get("serverUrl", ""))
    instance = f"{server.scheme}://{server.netloc}" if server.netloc else url
    return Session(said["sessionId"], instance)


def _call(url: str, path: str, body: str, headers: Mapping[str, str]) -> Reply:
    line = Line(url)
    try:
        return line.call("POST", path, headers, body)
    except (OSError, http.client.HTTPException) as error:
        raise Trouble(unreachable(url, error)) from None
    finally:
        line.close()
