"""/setup/mail: by which server mail goes, what is counted, whether others believe it."""

import re
from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from headwater.nurture.mailing import domain_check, domain_hints
from headwater.nurture.models import MailSettings
from headwater.people.user import users
from headwater.web import toasts
from headwater.web.setup.access import asker, for_admins, note

SELECTOR = re.compile(r"[A-Za-z0-9._-]{0,63}")
Form = forms.ModelForm  # the short name keeps the class below readable


class MailSettingsForm(Form):  # type: ignore[type-arg]
    """What is counted, how long Undo works, what stands below."""

    class Meta:
        model = MailSettings
        fields = ("notes_opens", "notes_clicks", "undo_seconds", "footer")
        help_texts = {
            "notes_opens": "Only of people who agreed to e-mail",
            "notes_clicks": "Only of people who agreed to e-mail",
            "footer": "Name and postal address; many laws ask for them. Empty: the name alone",
        }

    def clean_undo_seconds(self) -> int:
        seconds = int(self.cleaned_data["undo_seconds"])
        if seconds > 600:
            raise forms.ValidationError("At most 600 seconds.")
        return seconds


@require_http_methods(["GET", "POST"])
def sending_mail(request: HttpRequest) -> HttpResponse:
    """GET: the page. POST `headers`: what a mail that arrived says of us; kept nowhere."""
    headers = request.POST.get("headers", "")[:100_000]
    form = MailSettingsForm(instance=MailSettings.current())
    return _show(request, form, domain_hints.results(headers) if headers.strip() else [], headers)


@for_admins
@require_http_methods(["POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """POST /setup/mail/settings."""
    form = MailSettingsForm(request.POST, instance=MailSettings.current())
    if not form.is_valid():
        return _show(request, form, [], "")
    changes = {name: [form.initial.get(name), form.cleaned_data[name]]
               for name in form.changed_data}  # fmt: skip
    note("mail_settings.changed", form.save(), by=asker(request), changes=changes)
    toasts.say(request, "Saved.")
    return toasts.done(request, reverse("sending_mail"))


@for_admins
@require_http_methods(["POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """POST /setup/mail/records: ask the name servers about one of our domains, now."""
    domain, selector = request.POST.get("domain", ""), request.POST.get("selector", "").strip()
    if domain not in _domains():
        raise Http404
    form = MailSettingsForm(instance=MailSettings.current())
    if not SELECTOR.fullmatch(selector):
        toasts.say(request, "A selector is a word such as s1 or google.", kind="bad")
        return _show(request, form, [], "")
    include = domain_hints.include_of(provider=settings.EMAIL_PROVIDER, host=_host())
    found = domain_check.look_up(domain, include=include, selector=selector)
    return _show(request, form, [], "", checked={domain: found}, selector=selector)


def _sender() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _domains() -> list[str]:
    people = [user.email for user in users().values() if user.is_active]
    return domain_hints.domains_of([_sender(), *people])[:4]


def _host() -> str:
    return "" if settings.EMAIL_PROVIDER else settings.EMAIL_HOST


def _show(
    request: HttpRequest,
    form: Any,
    results: list[Any],
    headers: str,
    *,
    checked: Mapping[str, list[domain_check.Finding]] | None = None,
    selector: str = "",
) -> HttpResponse:
    provider = settings.EMAIL_PROVIDER
    known = checked or {}
    context = {
        "form": form, "results": results, "headers": headers, "provider": provider,
        "host": settings.EMAIL_HOST, "port": settings.EMAIL_PORT, "sender": _sender(),
        "domains": [(each, domain_hints.records(each, provider=provider, host=_host()),
                     known.get(each, [])) for each in _domains()],
        "selector": selector,
        "has_url": bool(settings.PUBLIC_URL), "may": asker(request).can_configure,
        "webhook": f"{settings.PUBLIC_URL}{reverse('mail_events', args=[provider])}"
                   if provider else "",
    }  # fmt: skip
    is_wrong = form.is_bound and not form.is_valid()
    return render(request, "mailing/sending_mail.html", context, status=422 if is_wrong else 200)
