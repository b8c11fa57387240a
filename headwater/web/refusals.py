"""Pages that say no: what happened and what to do next, never a bare number."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

WORDS = {
    400: ("That request did not make sense", "Go back and try once more; nothing was changed."),
    403: (
        "This is not yours to see or change",
        "Ask its owner or an administrator to share it with you.",
    ),
    404: (
        "Nothing is here",
        "It may have been deleted, merged or never shared with you. Search for it by name.",
    ),
    500: (
        "Something broke on our side",
        "Try again in a minute. If it happens again, tell an administrator: the log knows more.",
    ),
}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return refuse(request, 400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403; the exception's own words are shown when it has some."""
    return refuse(request, 403, why=str(exception or ""))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404; the same words for what does not exist and what one may not know of."""
    return refuse(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: drawn without the database, which may be what broke."""
    return refuse(request, 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open too long or came from elsewhere."""
    return refuse(
        request,
        403,
        title="This page was open too long",
        why="Reload it and send it again. Cookies must be allowed for this site.",
    )


def throttled(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429, named by django-allauth as `handler429`."""
    return refuse(
        request,
        429,
        title="Too many tries",
        why="Wait a few minutes, then try again. If you forgot your password, ask for a new one.",
    )


def refuse(request: HttpRequest, status: int, *, title: str = "", why: str = "") -> HttpResponse:
    """A page with a title and a way on; plain text for htmx, which shows it as a toast."""
    usual_title, usual_why = WORDS.get(status, WORDS[400])
    title, why = title or usual_title, why or usual_why
    if request.headers.get("HX-Request"):
        return HttpResponse(f"{title}. {why}", status=status, content_type="text/plain")
    context: dict[str, object] = {"title": title, "why": why, "status": status}
    if status < 500 and _is_signed_in(request):
        return render(request, "refusals/inside.html", context, status=status)
    # Without the request: no context processor may touch a session or a user here.
    context["theme"] = request.COOKIES.get("theme")
    return HttpResponse(render_to_string("refusals/outside.html", context), status=status)


def _is_signed_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated
