"""Who may look here: events carry what leads say, and a key lets anybody in who holds it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from headwater.web.setup.access import asker

Page = Callable[..., HttpResponse]


def admins_only(page: Page) -> Page:
    """Refuse a page to everybody but admins."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not asker(request).can_configure:
            raise PermissionDenied("Only an admin looks after keys and webhooks.")
        return page(request, *args, **kwargs)

    return guarded
