"""/setup/files: what lies on the disk of this machine, how long, and clearing it away now."""

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from headwater.capture import clearing
from headwater.capture.models import FileKeeping
from headwater.web import toasts
from headwater.web.setup.access import asker, for_admins, note


class FilesForm(forms.ModelForm):  # type: ignore[type-arg]
    """For how many days."""

    class Meta:
        model = FileKeeping
        fields = ("import_days",)


def state() -> str:
    """How it stands, in Setup's own list."""
    return f"{clearing.uploads().count} files of imports"


@require_safe
def files(request: HttpRequest) -> HttpResponse:
    """What lies there, and the rule by which it goes."""
    return _page(request, FilesForm(instance=FileKeeping.current()))


@require_POST
@for_admins
def keep_files(request: HttpRequest) -> HttpResponse:
    """Another number of days."""
    keeping = FileKeeping.current()
    before = keeping.import_days
    form = FilesForm(request.POST, instance=keeping)
    if not form.is_valid():
        return _page(request, form, status=422)
    with transaction.atomic():
        kept = form.save()
        changes = {"import_days": [before, kept.import_days]}
        note("files.changed", kept, by=asker(request), changes=changes)
    toasts.say(request, "Saved.")
    return toasts.done(request, reverse("files"))


@require_POST
@for_admins
def clear_files(request: HttpRequest) -> HttpResponse:
    """Now, as every night."""
    done = clearing.clear()
    words = f"{done.cleared_count} files cleared away." if done.cleared_count else ""
    toasts.say(request, words or "Nothing to clear away: all of it is still needed.")
    return toasts.done(request, reverse("files"))


def _page(request: HttpRequest, form: FilesForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "keeping": FileKeeping.current(),
        "uploads": clearing.uploads(),
        "spooled": clearing.spooled(),
        "unreadable": clearing.unreadable(),
        "may": asker(request).can_configure,
    }
    return render(request, "setup/files.html", context, status=status)
