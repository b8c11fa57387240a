"""What comes by mail: each kind at once, in the digest or never; quiet hours; the digest."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone

from headwater import digest
from headwater.people.models import User
from headwater.records.models import NotificationSettings
from headwater.records.notification_settings import KINDS, ByMail, Quiet
from headwater.web import toasts
from headwater.web.records.kinds import person

TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """A choice for each kind of news, then when it is quiet, then the digest."""

    class Meta:
        model = NotificationSettings
        fields = ("digest_at", "weekly", "weekly_on", "weekly_at", "quiet", "quiet_from",
                  "quiet_until", "is_quiet_on_weekends", "urgent_passes")  # fmt: skip
        labels = {
            "digest_at": "Send it at", "weekly": "Send it", "weekly_on": "On", "weekly_at": "At",
            "quiet_from": "From", "quiet_until": "Until",
            "is_quiet_on_weekends": "All of Saturday and Sunday, too",
            "urgent_passes": "What is urgent comes all the same",
        }  # fmt: skip
        widgets = {"digest_at": TIME, "weekly_at": TIME, "quiet_from": TIME, "quiet_until": TIME,
                   "quiet": forms.RadioSelect}  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quiet"] = forms.ChoiceField(
            choices=Quiet.choices, required=False, widget=forms.RadioSelect, label="When"
        )
        for kind in KINDS.values():
            self.fields[kind.key] = forms.ChoiceField(
                choices=ByMail.choices, widget=forms.RadioSelect, label=kind.label
            )
            self.initial[kind.key] = self.instance.by_mail(kind.key)

    def kinds(self) -> list[tuple[Any, bool]]:
        """A row for each kind, and whether it is urgent."""
        return [(self[kind.key], kind.is_urgent) for kind in KINDS.values()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        has_digest = any(cleaned.get(key) == ByMail.DIGEST for key in KINDS)
        if has_digest and not cleaned.get("digest_at") and "digest_at" not in self.errors:
            self.add_error("digest_at", "Choose when the digest comes: something is to be in it.")
        is_timed = cleaned.get("quiet") == Quiet.TIMES
        if is_timed and cleaned.get("quiet_from") == cleaned.get("quiet_until"):
            self.add_error("quiet_until", "Quiet hours that end when they begin are none.")
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Only what differs from the usual is kept: a better usual choice reaches everybody."""
        chosen = {key: self.cleaned_data[key] for key in KINDS}
        self.instance.mail = {k: how for k, how in chosen.items() if how != KINDS[k].by_mail}
        return super().save(commit)


def settings(request: HttpRequest) -> HttpResponse:
    """/me/notifications: the form, and what the digest would say now; POST saves it."""
    user = person(request)
    form = SettingsForm(request.POST or None, instance=_of(user))
    if request.method == "POST" and form.is_valid():
        form.save()
        toasts.say(request, "Saved. It counts from the next minute on.")
        return toasts.done(request, reverse("notification_settings"))
    now = timezone.now()
    context = {"form": form, "parts": digest.parts(_of(user), now), "zone": user.time_zone}
    status = 422 if form.is_bound else 200
    return render(request, "notifications/settings.html", context, status=status)


def _of(user: User) -> NotificationSettings:
    found = NotificationSettings.objects.filter(user=user).first()
    return found or NotificationSettings(user=user)


urlpatterns = [path("me/notifications", settings, name="notification_settings")]
