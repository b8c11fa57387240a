"""Your details: what a person may change about themselves, whatever their role."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from headwater.people.models import User
from headwater.qualify.models import CalendarFeed
from headwater.web import toasts
from headwater.web.absences.pages import own
from headwater.web.records.kinds import person
from headwater.web.setup.access import note
from headwater.web.setup.definition_forms import ZONES


class DetailsForm(forms.ModelForm):  # type: ignore[type-arg]
    """E-mail, role and manager are not here: an administrator sets those."""

    time_zone = forms.ChoiceField(choices=ZONES)

    class Meta:
        model = User
        fields = ("first_name", "last_name", "title", "phone", "time_zone", "is_taking_leads")
        labels = {"is_taking_leads": "Taking new leads"}
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
            "title": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
            "is_taking_leads": forms.CheckboxInput(attrs={"role": "switch", "class": "switch"}),
        }


def me(request: HttpRequest) -> HttpResponse:
    """/me: the form, the look and the way to the password; POST saves the form."""
    # A row of its own: a refused form must not rename the person in the rail.
    user = User.objects.select_related("manager").get(pk=person(request).pk)
    form = DetailsForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        _save(form, by=person(request))
        toasts.say(request, _said(form))
        return toasts.done(request, reverse("me"))
    status = 422 if request.method == "POST" else 200
    context = {
        "form": form, "absences": own(user),
        "feed": CalendarFeed.objects.filter(user=user, revoked_at=None).first(),
    }  # fmt: skip
    return render(request, "me/me.html", context, status=status)


def _save(form: DetailsForm, *, by: User) -> None:
    """Only what was changed is written: an administrator may be changing the rest right now."""
    if not form.changed_data:
        return
    user: User = form.instance
    user.name = f"{user.first_name} {user.last_name}".strip()
    user.save(update_fields=[*form.changed_data, "name"])
    changes = {
        name: [str(form.initial[name]), str(form.cleaned_data[name])] for name in form.changed_data
    }
    note("user.changed", user, by=by, changes=changes)


def _said(form: DetailsForm) -> str:
    """What the change means, where it means something."""
    if "is_taking_leads" not in form.changed_data:
        return "Saved your details."
    if form.cleaned_data["is_taking_leads"]:
        return "Saved. New leads come to you again."
    return "Saved. No new leads come to you by turns; those you have stay yours."


urlpatterns = [path("me", me, name="me")]
