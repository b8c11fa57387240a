"""Deleting a form: its address says that it is closed, what was sent stays; and back again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from headwater.capture.models import WebForm
from headwater.people.models import User
from headwater.web import toasts
from headwater.web.forms.pages import marketer
from headwater.web.records import undo
from headwater.web.setup.access import note


@require_POST
def delete_form(request: HttpRequest, slug: str) -> HttpResponse:
    """POST /forms/<slug>/deletion: gone from the list, with Undo."""
    user = marketer(request)
    form = get_object_or_404(WebForm.objects.kept(), slug=slug)
    form.deleted_at, form.deleted_by = timezone.now(), user
    form.save(update_fields=["deleted_at", "deleted_by"])
    note("form.deleted", form, by=user, changes={})
    toasts.say(
        request, f"“{form.name}” is deleted. Its address says that it is closed.",
        undo_url=undo.offer(request, "form-deletion", slug=slug),
    )  # fmt: skip
    return toasts.done(request, reverse("forms"))


@require_POST
def restore_form(request: HttpRequest, slug: str) -> HttpResponse:
    """POST /forms/<slug>/restoration: it is as it was, open or closed."""
    toasts.say(request, bring_back(marketer(request), slug=slug))
    return toasts.done(request, reverse("forms"))


@undo.undoes("form-deletion")
def bring_back(user: User, *, slug: str) -> str:
    """The form stands in the list again, with its address."""
    form = WebForm.objects.filter(slug=slug).first()
    if form is None or not user.can_market:
        return "Only marketing and administrators bring forms back."
    if form.deleted_at is None:
        return f"“{form.name}” is there already."
    form.deleted_at = form.deleted_by = None
    form.save(update_fields=["deleted_at", "deleted_by"])
    note("form.restored", form, by=user, changes={})
    return f"“{form.name}” is back{'' if form.is_active else ', and closed as it was'}."
