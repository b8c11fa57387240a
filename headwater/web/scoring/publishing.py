"""The draft is published or dropped; an older version is published again."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from headwater.web.scoring.editing import desk
from headwater.web.setup.access import for_admins

SOON = " Every lead is scored by it now, in the background."
drop = for_admins(require_POST(desk.drop))


@for_admins
@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Publish the draft."""
    return desk.publish(request, SOON)


@for_admins
@require_POST
def again(request: HttpRequest, version: int) -> HttpResponse:
    """Make an older version the newest."""
    return desk.again(request, version, lambda _: SOON)
