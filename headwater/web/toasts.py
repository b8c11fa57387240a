"""Toasts: what has just been done, with Undo, shown by whatever answer reaches the person next."""

import json
from collections.abc import Iterator
from typing import Any, TypedDict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

KEY = "headwater.toasts"
KEPT_AT_MOST = 5  # a session is a row, not a mailbox


class Toast(TypedDict):
    """One message: `kind` is good or bad; `seconds` on screen, 0 stays until closed."""

    text: str
    kind: str
    undo_url: str
    lasts: str
    seconds: int


def say(
    request: HttpRequest,
    text: str,
    *,
    undo_url: str = "",
    lasts: str = "",
    kind: str = "good",
    seconds: int = 0,
) -> None:
    """Show `text` with the next answer; Undo posts to `undo_url`, which works as long as `lasts`
    says, e.g. "30 days to undo"."""
    seconds = seconds or (20 if undo_url else 8)
    toast = Toast(text=text, kind=kind, undo_url=undo_url, lasts=lasts, seconds=seconds)
    request.META.setdefault(KEY, []).append(toast)


def done(request: HttpRequest, url: str) -> HttpResponse:
    """Answer a POST that is finished: go to `url`, also when htmx asked (a whole new page)."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)


def changed(request: HttpRequest) -> HttpResponse:
    """Answer a htmx POST that stays on the page: fragments that listen reload, a dialog closes."""
    return stays({"headwater:changed": {}})


def stays(events: dict[str, dict[str, Any]]) -> HttpResponse:
    """Answer a htmx POST that stays on the page with `events` ({name: detail}) for its elements."""
    return HttpResponse(status=204, headers={"HX-Trigger": _for_body(events)})


def _for_body(events: dict[str, dict[str, Any]]) -> str:
    """The header that fires `events` on body: the element that asked may be swapped away by now,
    and what is fired on an element outside the page is heard by nobody."""
    return json.dumps({name: {**detail, "target": "body"} for name, detail in events.items()})


def waiting(request: HttpRequest) -> Iterator[Toast]:
    """Hand out, once, what this or an earlier request of the same person has said."""
    earlier = request.session.pop(KEY, []) if KEY in request.session else []
    yield from earlier
    yield from request.META.pop(KEY, [])
    for message in messages.get_messages(request):
        kind = "bad" if message.level >= messages.WARNING else "good"
        yield Toast(text=str(message), kind=kind, undo_url="", lasts="", seconds=8)


def deliver(request: HttpRequest, response: HttpResponseBase) -> None:
    """Put toasts that no page has shown into a htmx answer's header, or keep them for the next."""
    unsaid: list[Toast] = request.META.get(KEY, [])
    if not unsaid:
        return
    leaves = {"HX-Redirect", "HX-Refresh", "HX-Location"} & set(response.headers)
    if request.headers.get("HX-Request") and not leaves and response.status_code < 300:
        events = json.loads(response.headers.get("HX-Trigger", "{}"))
        events["headwater:toast"] = {"value": unsaid}
        response.headers["HX-Trigger"] = _for_body(events)
    else:
        kept = [*request.session.get(KEY, []), *unsaid]
        request.session[KEY] = kept[-KEPT_AT_MOST:]
