"""The public pages of forms while the database is away: as they were last drawn, with a new token.

A copy of each page, drawn for nobody in particular, stands in memory and in a file, so that a
process that begins meanwhile has it, too. Nothing of a visitor's own (address, referrer) is in it.
"""

import json
import logging
from collections.abc import Callable
from functools import wraps
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIRequest
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from headwater.capture import form_post, forms_at_hand
from headwater.capture.reaching import reaching
from headwater.capture.spool import write_whole

log = logging.getLogger("headwater.doors")
View = Callable[[HttpRequest, str], HttpResponse]

# What a page's address may ask for; everything else in it is about the visit.
VARIANTS = {"theme": ("light", "dark"), "plain": ("", "1")}
# What the web server says of an address; the rest of a request is its visitor's.
OURS = ("wsgi.", "SERVER_", "HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "PATH_INFO", "SCRIPT_NAME")
# What a view hangs on its answer for the middleware that protects pages.
RULES = ("_csp_update", "_csp_replace", "xframe_options_exempt")

_copies: dict[Path, tuple[object, dict[str, Any]]] = {}  # file → the forms it was drawn of, copy


def shown_always(view: View, *, also: View | None = None) -> View:
    """A page of a form that is also there while the database is away, if it was drawn before.

    With it `also` is drawn, the page to which it leads.
    """

    @wraps(view)
    def shown(request: HttpRequest, slug: str) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return view(request, slug)
        try:
            answer = reaching(lambda: view(request, slug))
            if answer.status_code == 200:
                for page in (view, also) if also else (view,):
                    _keep(page, request, slug)
        except Error as error:
            log.warning("A form is shown from memory: the database is away (%s)", error)
            return _from_memory(request, _path(view, request, slug))
        return answer

    return shown


def _keep(view: View, request: HttpRequest, slug: str) -> None:
    """Draw it for nobody, once after each change of any form, rule or person."""
    path, drawn_of = _path(view, request, slug), forms_at_hand.known()
    if path in _copies and _copies[path][0] is drawn_of:
        return
    with form_post.a_token_to_come():
        answer = view(_nobody(request), slug)
    copy = {
        "content": answer.content.decode(),
        "headers": dict(answer.items()),
        "rules": {name: getattr(answer, name) for name in RULES if hasattr(answer, name)},
    }
    is_new = path not in _copies or _copies[path][1]["content"] != copy["content"]
    _copies[path] = (drawn_of, copy)
    if is_new:
        try:
            write_whole(path, json.dumps(copy))
        except OSError:  # a full disk must not keep a visitor from the form
            log.exception("A form could not be kept for when the database is away")


def _path(view: View, request: HttpRequest, slug: str) -> Path:
    variant = "".join(f".{name}-{value}" for name, value in _asked(request).items())
    return forms_at_hand.folder() / f"{view.__name__}.{slug[:80]}{variant}.json"


def _asked(request: HttpRequest) -> dict[str, str]:
    said = {name: request.GET[name] for name in VARIANTS if name in request.GET}
    return {name: value for name, value in said.items() if value in VARIANTS[name]}


def _nobody(request: HttpRequest) -> HttpRequest:
    """The same page asked for by nobody who came from nowhere."""
    environ = {name: value for name, value in request.META.items() if name.startswith(OURS)}
    query = urlencode(_asked(request))
    environ |= {"REQUEST_METHOD": "GET", "QUERY_STRING": query, "wsgi.input": BytesIO()}
    return WSGIRequest(environ)


def _from_memory(request: HttpRequest, path: Path) -> HttpResponse:
    copy = _copies[path][1] if path in _copies else _read(path)
    if copy is None:
        return render(request, "forms/away.html", status=503)
    content = copy["content"].replace(form_post.TO_COME, form_post.new_token())
    answer = HttpResponse(content, headers=copy["headers"])
    for name, rule in copy["rules"].items():
        setattr(answer, name, rule)
    return answer


def _read(path: Path) -> dict[str, Any] | None:
    try:
        copy: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return copy
