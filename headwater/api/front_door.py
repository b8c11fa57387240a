"""`/services/oauth2/singleaccess`: where a person goes on in the browser, as `sf org open` asks."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import Resolver404, resolve

from headwater.api import addresses, answers
from headwater.api.gate import Call, resource

HOME = "/"


def opened(call: Call) -> HttpResponse:
    """GET or POST …?redirect_uri=/leads: an address, and no session in it

    Who holds a program's token is asked to sign in like everybody: an address ends up in histories
    and logs.
    """
    where = _page(call.asked("redirect_uri"))
    following = f"?{urlencode({'next': where})}" if where != HOME else ""
    return answers.json({"frontdoor_uri": f"{addresses.base(call.request)}/sign-in{following}"})


def _page(asked: str) -> str:
    """The page that was asked for where it is one of ours."""
    path = asked.partition("?")[0]
    if not path.startswith("/") or path.startswith(("//", "/services")) or "\\" in asked:
        return HOME
    try:
        resolve(path)
    except Resolver404:
        return HOME
    return asked


view = resource(of_oneself=True, GET=opened, POST=opened)
