"""What is posted to a public door goes straight to it, before sessions, people and messages.

A visitor has none of these, and a post is what this house takes most of. What a page needs (the
content security policy and its like) is put on the answer where there is a page to protect.
"""

import re
from collections.abc import Callable
from typing import cast

from csp.middleware import CSPMiddleware
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware

from headwater.capture import form_views
from headwater.web.forms import public, web_to_lead
from headwater.web.tracking import door as visits

Answer = Callable[[HttpRequest], HttpResponseBase]

DOOR = re.compile(
    r"/forms/(?P<slug>(?!new$)[\w-]+)(?P<framed>/frame)?|/servlet/servlet\.WebToLead|/visits"
)


class PublicPostMiddleware:
    """Stands first: answers posts to the public doors itself and lets everything else through."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.doors = cast(Answer, convert_exception_to_response(_answer))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "POST" or not DOOR.fullmatch(request.path_info):
            form_views.write_if_due()
            return self.get_response(request)
        answer = self.doors(request)
        if not isinstance(answer, HttpResponse) or not answer.content:
            return answer
        return _protected(answer)(request)


def _answer(request: HttpRequest) -> HttpResponseBase:
    if request.path_info == "/visits":
        return visits.receive(request)
    found = DOOR.fullmatch(request.path_info)
    if found is None or not found["slug"]:
        return web_to_lead.receive(request)
    door = public.frame if found["framed"] else public.form_page
    return door(request, found["slug"])


def _protected(answer: HttpResponse) -> Answer:
    """The middleware that guards pages, around an answer that is there already."""
    frames = XFrameOptionsMiddleware(lambda request: answer)
    return SecurityMiddleware(CSPMiddleware(frames))  # type: ignore[return-value]
