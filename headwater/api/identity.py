"""Who the caller is: `/services/oauth2/userinfo` and the identity address of every token."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse

from headwater.api import addresses, answers
from headwater.api.gate import NEWEST, Call, resource
from headwater.api.problems import problem
from headwater.api.tokens import ORGANIZATION
from headwater.people.models import Organization, User


def userinfo(call: Call) -> HttpResponse:
    """GET or POST /services/oauth2/userinfo"""
    user = call.by
    return answers.json(_common(call, user) | {
        "sub": addresses.identity(call.request, user), "preferred_username": user.email,
        "nickname": user.email.partition("@")[0], "name": user.name,
        "given_name": user.first_name, "family_name": user.last_name,
        "zoneinfo": user.time_zone, "urls": _urls(call, NEWEST),
    })  # fmt: skip


def identity(call: Call, organization: str, user: str) -> HttpResponse:
    """GET /id/ORG/USER: only of the caller themselves."""
    me = call.by
    if organization[:15] != ORGANIZATION[:15] or user[:15] != addresses.user_id(me)[:15]:
        raise problem(403, "FORBIDDEN", "A token tells only who its own user is.")
    return answers.json(_common(call, me) | {
        "id": addresses.identity(call.request, me), "asserted_user": True, "username": me.email,
        "nick_name": me.email.partition("@")[0], "display_name": me.name,
        "first_name": me.first_name, "last_name": me.last_name, "timezone": me.time_zone,
        "status": {"created_date": None, "body": None}, "urls": _urls(call, "{version}"),
    })  # fmt: skip


def _common(call: Call, user: User) -> dict[str, Any]:
    locale = Organization.current().locale.replace("-", "_")
    offset = datetime.now(UTC).astimezone(user.zone).utcoffset()
    return {
        "user_id": addresses.user_id(user), "organization_id": ORGANIZATION, "email": user.email,
        "email_verified": True, "active": True, "user_type": "STANDARD",
        "language": locale, "locale": locale, "is_app_installed": True,
        "utcOffset": int(offset.total_seconds() * 1000) if offset else 0,
    }  # fmt: skip


def _urls(call: Call, version: str) -> dict[str, str]:
    base, number = addresses.base(call.request), version.removesuffix(".0")
    rest = f"{base}/services/data/v{version}/"
    return {
        "rest": rest, "sobjects": f"{rest}sobjects/", "query": f"{rest}query/",
        "recent": f"{rest}recent/", "partner": f"{base}/services/Soap/u/{number}",
        "custom_domain": base,
    }  # fmt: skip


userinfo_view = resource(of_oneself=True, GET=userinfo, POST=userinfo)
identity_view = resource(of_oneself=True, GET=identity)
