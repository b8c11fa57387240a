"""A recycling rule goes, with Undo."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from headwater.people.models import User
from headwater.recycling import removing
from headwater.recycling.models import RecycleRule
from headwater.web import toasts
from headwater.web.records import undo
from headwater.web.setup.access import asker, for_admins
from headwater.web.templatetags.words import plural


@for_admins
@require_POST
def remove_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /setup/recycling/<pk>/removal."""
    rule = get_object_or_404(RecycleRule, pk=pk)
    waiting = removing.remove(rule, by=asker(request))
    said = f"“{rule}” is removed."
    if waiting:
        said += (
            f" {plural(waiting, 'lead')} still {'comes' if waiting == 1 else 'come'} back by it."
        )
    url = undo.offer(request, "recycling_rule", pk=rule.pk)
    toasts.say(request, said, undo_url=url)
    return toasts.done(request, reverse("definitions", args=["recycling"]))


@undo.undoes("recycling_rule")
def _restore(user: User, *, pk: int) -> str:
    return f"“{removing.restore(pk, by=user)}” is back."
