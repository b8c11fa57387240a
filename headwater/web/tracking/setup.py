"""/setup/tracking: the snippet, the key pages, how machines are told, and what the days brought."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from headwater.records.bot_rule import BotRule
from headwater.records.problem import Refused
from headwater.tracking import figures, verdicts
from headwater.tracking.models import KeyPage, TrackingSettings
from headwater.web import toasts
from headwater.web.setup.access import asker, for_admins, note

TEXT = "What people do on your site: the script, key pages, and who counts as a machine."
SCRIPT = "web/embed/track.js"
ADDED = (("network", "Network"), ("agent", "Browser’s name contains"))
if TYPE_CHECKING:
    SettingsBase = forms.ModelForm[TrackingSettings]
    PageBase = forms.ModelForm[KeyPage]
else:
    SettingsBase = PageBase = forms.ModelForm


class SettingsForm(SettingsBase):
    """Whether, from where, how long."""

    class Meta:
        model = TrackingSettings
        fields = ("is_on", "sites", "keep_days")

    def clean_sites(self) -> str:
        """Host names apart by spaces, also where somebody pasted addresses."""
        told = self.cleaned_data["sites"].lower().replace(",", " ").split()
        hosts = [each.partition("://")[2] or each for each in told]
        hosts = [host.partition("/")[0].partition(":")[0].removeprefix("www.") for host in hosts]
        if any("." not in host and host != "localhost" for host in hosts):
            raise ValidationError("Give host names like example.com, apart by spaces.")
        return " ".join(hosts)

    def clean_keep_days(self) -> int:
        """At least a day, at most some ten years."""
        days = int(self.cleaned_data["keep_days"])
        if not 1 <= days <= 3650:
            raise ValidationError("Give a number of days from 1 to 3650.")
        return days


class KeyPageForm(PageBase):
    """Name, path, interest."""

    class Meta:
        model = KeyPage
        fields = ("name", "path", "interest")

    def clean_path(self) -> str:
        path = str(self.cleaned_data["path"]).strip()
        if not path.startswith("/"):
            raise ValidationError("A path begins with /, such as /prices or /products/*.")
        return path


@require_safe
def tracking(request: HttpRequest) -> HttpResponse:
    """Everything about website tracking, on one page."""
    return _page(request)


@require_POST
@for_admins
def keep_tracking(request: HttpRequest) -> HttpResponse:
    """Keep the settings."""
    form = SettingsForm(request.POST, instance=TrackingSettings.current())
    if not form.is_valid():
        return _page(request, form=form, status=422)
    with transaction.atomic():
        changed = {name: ["", form.cleaned_data[name]] for name in form.changed_data}
        note("tracking.changed", form.save(), by=asker(request), changes=changed)
    toasts.say(request, "Saved.")
    return toasts.done(request, reverse("tracking"))


@require_POST
@for_admins
def add_key_page(request: HttpRequest) -> HttpResponse:
    """One more page that means something; it holds for visits from now on."""
    form = KeyPageForm(request.POST)
    if not form.is_valid():
        return _page(request, page_form=form, status=422)
    with transaction.atomic():
        page = form.save()
        note("key_page.added", page, by=asker(request), changes={"path": ["", page.path]})
    toasts.say(request, f"{page.name} is a key page from now on.")
    return toasts.done(request, reverse("tracking") + "#key-pages")


@require_POST
@for_admins
def remove_key_page(request: HttpRequest, pk: int) -> HttpResponse:
    """It is a page like others from now on; what was noted stays."""
    page = get_object_or_404(KeyPage, pk=pk)
    with transaction.atomic():
        note("key_page.removed", page, by=asker(request), changes={"path": [page.path, ""]})
        page.delete()
    toasts.say(request, f"{page.name} is a page like others from now on.")
    return toasts.done(request, reverse("tracking") + "#key-pages")


@require_POST
@for_admins
def add_bot_rule(request: HttpRequest) -> HttpResponse:
    """A network or a browser's name that is a machine's, or people's after all."""
    said = request.POST
    sign = said.get("sign", "")
    try:
        if sign not in dict(ADDED):
            raise Refused([])
        rule = verdicts.add(
            sign, said.get("value", "")[:500], by=asker(request),
            reason=said.get("reason", ""), is_person=said.get("says") == "person",
        )  # fmt: skip
    except Refused as refused:
        words = " ".join(problem.message for problem in refused.problems)
        toasts.say(request, words or "Choose a network or a browser’s name.", kind="bad")
    else:
        toasts.say(request, f"{rule.value}: everything is judged again in the background.")
    return toasts.done(request, reverse("tracking") + "#machines")


@require_POST
@for_admins
def change_bot_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch a rule on or off, or give it another number or other words."""
    rule, said = get_object_or_404(BotRule, pk=pk), request.POST
    try:
        if "remove" in said:
            verdicts.remove(rule, by=asker(request))
        else:
            is_active = None if "switch" not in said else said["switch"] == "on"
            verdicts.change(rule, by=asker(request), value=said.get("value"), is_active=is_active)
    except Refused as refused:
        words = " ".join(problem.message for problem in refused.problems)
        toasts.say(request, words, kind="bad")
    else:
        toasts.say(request, "Everything is judged again in the background; scores follow.")
    return toasts.done(request, reverse("tracking") + "#machines")


def snippet_of(request: HttpRequest) -> str:
    """The tag to paste. Its address stays the same from version to version."""
    address = request.build_absolute_uri(urljoin(settings.STATIC_URL, SCRIPT))
    return f'<script src="{address}" async></script>'


def state() -> str:
    """How it stands, in Setup's own list."""
    if not TrackingSettings.current().is_on:
        return "off"
    count = KeyPage.objects.filter(is_active=True).count()
    return f"{count} key page{'' if count == 1 else 's'}"


def _page(
    request: HttpRequest,
    *,
    form: SettingsForm | None = None,
    page_form: KeyPageForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form or SettingsForm(instance=TrackingSettings.current()),
        "page_form": page_form or KeyPageForm(auto_id="page_%s"),
        "key_pages": KeyPage.objects.all(),
        "rules": BotRule.objects.all(),
        "signs": ADDED,
        # They count what was done by people that not everybody may see.
        "figures": figures.last_days() if asker(request).can_market else None,
        "days": figures.DAYS,
        "snippet": snippet_of(request),
        "may": asker(request).can_configure,
    }
    return render(request, "tracking/setup.html", context, status=status)
