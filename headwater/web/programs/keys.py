"""Intake keys: made, shown once, changed, revoked; and how a program uses one."""

from typing import Any

import orjson
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from headwater.api import addresses, intake_key, openapi
from headwater.api.models import IntakeKey
from headwater.api.openapi_parts import EXAMPLE
from headwater.capture import json_post
from headwater.people.models import User
from headwater.records.models import Campaign
from headwater.web import toasts
from headwater.web.programs.access import admins_only
from headwater.web.records import undo
from headwater.web.setup.access import asker, note

SHOWN_ONCE = "headwater.new_intake_key"


class IntakeKeyForm(forms.ModelForm):  # type: ignore[type-arg]
    """What it is called, and what its leads have when they say nothing of it."""

    per_minute = forms.IntegerField(
        label="Leads a minute", min_value=1, max_value=100_000, initial=intake_key.PER_MINUTE,
        help_text="More are asked to come back a moment later",
    )  # fmt: skip

    class Meta:
        model = IntakeKey
        fields = ("name", "lead_source", "campaign", "per_minute")
        help_texts = {
            "name": "The program that holds it, for example “Shop” or “Trade fair app”",
            "lead_source": "For leads that name none",
            "campaign": "For leads that name none",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaigns = Campaign.objects.alive().filter(is_active=True)
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]


@never_cache
@admins_only
def key_list(request: HttpRequest) -> HttpResponse:
    """Every key; a new one is shown whole, this one time."""
    here = addresses.base(request)
    context = {
        "keys": IntakeKey.objects.select_related("campaign", "created_by"),
        "fresh": request.session.pop(SHOWN_ONCE, None),
        "fields": openapi.askable(),
        "extra": json_post.EXTRA,
        "here": here,
        **_examples(here),
    }
    return render(request, "programs/keys.html", context)


@admins_only
def new_key(request: HttpRequest) -> HttpResponse:
    """One more key. It travels to the next page in the session and is forgotten there."""
    form = IntakeKeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        whole, columns = intake_key.new_key()
        key = form.save(commit=False)
        for name, value in (*columns.items(), ("created_by", asker(request))):
            setattr(key, name, value)
        key.save()
        note("intake_key.created", key, by=asker(request))
        request.session[SHOWN_ONCE] = {"name": key.name, "key": whole}
        return toasts.done(request, reverse("intake_keys"))
    return _show(request, form, "New intake key")


@admins_only
def edit_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what its leads have; the key itself never changes."""
    key = get_object_or_404(IntakeKey, pk=pk)
    form = IntakeKeyForm(request.POST or None, instance=key)
    if request.method == "POST" and form.is_valid():
        form.save()
        note("intake_key.changed", key, by=asker(request))
        toasts.say(request, f"Saved “{key}”.")
        return toasts.done(request, reverse("intake_keys"))
    return _show(request, form, key.name)


@require_POST
@admins_only
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """It opens nothing any more; Undo lets it in again."""
    key = get_object_or_404(IntakeKey, pk=pk, revoked_at=None)
    key.revoked_at = timezone.now()
    key.save(update_fields=["revoked_at"])
    note("intake_key.revoked", key, by=asker(request))
    back = undo.offer(request, "revoke_intake_key", pk=key.pk)
    toasts.say(
        request, f"“{key}” is revoked. Whoever holds it is refused from now on.", undo_url=back
    )
    return toasts.done(request, reverse("intake_keys"))


@undo.undoes("revoke_intake_key")
def let_in_again(user: User, *, pk: int) -> str:
    """A revoked key holds again."""
    key = get_object_or_404(IntakeKey, pk=pk)
    key.revoked_at = None
    key.save(update_fields=["revoked_at"])
    note("intake_key.restored", key, by=user)
    return f"“{key}” holds again."


def _show(request: HttpRequest, form: IntakeKeyForm, title: str) -> HttpResponse:
    context = {"form": form, "title": title, "action": request.path}
    return render(
        request, "setup/definition_form.html", context, status=422 if form.is_bound else 200
    )


def _examples(here: str) -> dict[str, str]:
    one = orjson.dumps(EXAMPLE, option=orjson.OPT_INDENT_2).decode()
    head = '-H "Authorization: Bearer $HEADWATER_KEY" -H "Content-Type: application/json"'
    two = '[{"name": "Ada Lovelace", "email": "ada@engines.example"}, {"company": "Navy"}]'
    return {
        "one": f"curl {here}/api/leads \\\n  {head} \\\n  -d '{one}'",
        "many": f"curl {here}/api/leads?wait=1 \\\n  {head} \\\n"
        f'  -H "Idempotency-Key: $(uuidgen)" \\\n  -d \'{{"leads": {two}}}\'',
        "ask": f'curl {here}/api/submissions/1 -H "Authorization: Bearer $HEADWATER_KEY"',
    }
