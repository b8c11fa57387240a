"""A look at a form is counted as it is shown: on its page, in a frame, drawn by the script."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from headwater.capture import form_views

View = Callable[[HttpRequest, str], HttpResponse]
PURPOSES = ("Sec-Purpose", "Purpose", "X-Moz", "X-Purpose")


def counted(view: View) -> View:
    """Count who sees this page; neither programs nor colleagues who are signed in."""

    @wraps(view)
    def shown(request: HttpRequest, slug: str) -> HttpResponse:
        answer = view(request, slug)
        if request.method == "GET" and answer.status_code == 200 and is_visitor(request):
            form_views.count(slug)
            form_views.write_if_due()
        return answer

    return shown


def is_visitor(request: HttpRequest) -> bool:
    """Told by headers alone: nothing is asked, nothing is remembered of whoever it is."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return False
    purpose = " ".join(request.headers.get(name, "") for name in PURPOSES)
    return form_views.is_person(request.headers.get("User-Agent", ""), purpose)
