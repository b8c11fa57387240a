"""/setup/spam: what sets a submission aside, whom people know, which forms ask for a proof."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from headwater.capture.models import KnownSender, SpamSettings, WebForm
from headwater.capture.suspicion.senders import put_on_list, take_off
from headwater.capture.suspicion.signals import SIGNALS
from headwater.web import toasts
from headwater.web.setup.access import asker, for_admins, note
from headwater.web.submissions.chosen import keeper


class SpamForm(forms.ModelForm):  # type: ignore[type-arg]
    """The threshold and reCAPTCHA; a secret that is kept is never shown, only replaced."""

    class Meta:
        model = SpamSettings
        fields = (
            "threshold", "recaptcha_site_key", "recaptcha_secret", "web_to_lead_needs_recaptcha",
        )  # fmt: skip
        widgets = {"recaptcha_secret": forms.PasswordInput(attrs={"autocomplete": "off"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.recaptcha_secret:
            self.fields["recaptcha_secret"].help_text = "One is kept; leave this empty to keep it."

    def clean(self) -> dict[str, Any]:
        """Half a key pair would set aside what nobody could ever check."""
        said = super().clean() or {}
        if said.get("recaptcha_site_key"):
            said["recaptcha_secret"] = said.get("recaptcha_secret") or self._kept()
            if not said["recaptcha_secret"]:
                self.add_error("recaptcha_secret", "Google gives the secret with the site key.")
        else:
            said["recaptcha_secret"] = ""
        return said

    def _kept(self) -> str:
        return str(self.initial.get("recaptcha_secret") or "")


@require_safe
def spam(request: HttpRequest) -> HttpResponse:
    """Everything that decides about spam, on one page; nothing of it is hidden or learned."""
    return _page(request, SpamForm(instance=SpamSettings.current()))


@require_POST
@for_admins
def keep_spam(request: HttpRequest) -> HttpResponse:
    """Keep the threshold and the keys."""
    form = SpamForm(request.POST, instance=SpamSettings.current())
    if not form.is_valid():
        return _page(request, form, status=422)
    with transaction.atomic():
        kept = form.save()
        # Keys are told by name only: the Trail is read by many.
        changed = {name: ["", "changed"] for name in form.changed_data}
        note("spam.changed", kept, by=asker(request), changes=changed)
    toasts.say(request, "Saved.")
    return toasts.done(request, reverse("spam"))


@require_POST
def add_sender(request: HttpRequest) -> HttpResponse:
    """Put an address on one of the two lists."""
    user, said = keeper(request), request.POST
    try:
        known = put_on_list(
            said.get("value", ""), said.get("verdict", ""), by=user, note=said.get("note", "")
        )
    except ValidationError as error:
        toasts.say(request, " ".join(error.messages), kind="bad")
    else:
        toasts.say(request, f"{known.value}: {known.get_verdict_display().lower()}, from now on.")
    return toasts.done(request, reverse("spam") + "#senders")


@require_POST
def remove_sender(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an address off its list."""
    user, known = keeper(request), get_object_or_404(KnownSender, pk=pk)
    take_off(known, by=user)
    toasts.say(request, f"{known.value} is judged like everybody else again.")
    return toasts.done(request, reverse("spam") + "#senders")


def state() -> str:
    """How it stands, in Setup's own list."""
    count = KnownSender.objects.count()
    return f"{count} known senders" if count != 1 else "1 known sender"


def _page(request: HttpRequest, form: SpamForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "signals": SIGNALS,
        "senders": KnownSender.objects.select_related("created_by"),
        "verdicts": KnownSender.Verdict.choices,
        "forms": WebForm.objects.kept().filter(is_active=True),
        "may": asker(request).can_configure,
        "may_list": asker(request).can_market,
        "from_environment": bool(settings.RECAPTCHA_SECRET),
    }
    return render(request, "setup/spam.html", context, status=status)
