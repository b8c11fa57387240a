"""Users: invite, give a role and a manager, and let go. Nobody is ever deleted."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from headwater.people.models import User
from headwater.web import toasts
from headwater.web.setup.access import asker, for_admins, note
from headwater.web.setup.definition_forms import ZONES


class UserForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who somebody is and what they may do."""

    time_zone = forms.ChoiceField(choices=ZONES, initial="UTC")

    class Meta:
        model = User
        fields = ("first_name", "last_name", "email", "title", "phone", "role", "manager", "team",
                  "business_hours", "time_zone", "is_taking_leads", "can_set_audit_fields",
                  "is_active")  # fmt: skip
        labels = {
            "email": "E-mail", "is_taking_leads": "Takes new leads", "is_active": "May sign in",
            "can_set_audit_fields": "May say who made new records, and when (API, to move in)",
        }  # fmt: skip

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        if User.objects.filter(email=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Somebody has this address already.")
        return email

    def clean_manager(self) -> User | None:
        manager: User | None = self.cleaned_data["manager"]
        above = manager
        while above is not None:  # a circle would make everybody see everything
            if above.pk == self.instance.pk:
                raise forms.ValidationError("Nobody can be their own manager, not even by detour.")
            above = above.manager
        return manager

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        was_admin = self.instance.pk and self.initial.get("role") == "admin"
        stays = cleaned.get("role") == "admin" and cleaned.get("is_active")
        others = User.objects.filter(role="admin", is_active=True).exclude(pk=self.instance.pk)
        if was_admin and not stays and not others.exists():
            self.add_error("role", "Somebody must stay admin. Make another person admin first.")
        return cleaned


def user_list(request: HttpRequest) -> HttpResponse:
    """Everybody, active ones first."""
    people = User.objects.select_related("manager", "team").order_by("-is_active", "name")
    context = {"people": people, "may": asker(request).can_configure}
    return render(request, "setup/users.html", context)


@for_admins
def new_user(request: HttpRequest) -> HttpResponse:
    """A new person; they choose a password by “Forgot your password?”."""
    form = UserForm(request.POST or None, initial={"is_active": True, "is_taking_leads": True})
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in UserForm.Meta.fields}
        user = User.objects.create_user(fields.pop("email"), None, **fields)
        note("user.created", user, by=asker(request))
        words = (
            f"{user.name} can now set a password with “Forgot your password?” on the sign-in page."
        )
        toasts.say(request, words)
        return toasts.done(request, reverse("users"))
    return _show(request, form, "New user")


@for_admins
def edit_user(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what somebody may do, or let them go."""
    user = get_object_or_404(User, pk=pk)
    form = UserForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        changed = form.save(commit=False)
        changed.name = f"{changed.first_name} {changed.last_name}".strip()
        changed.save()
        changes = {
            name: [str(form.initial.get(name) or ""), str(form.cleaned_data[name] or "")]
            for name in form.changed_data
        }
        note("user.changed", changed, by=asker(request), changes=changes)
        toasts.say(request, f"Saved {changed.name}.")
        return toasts.done(request, reverse("users"))
    return _show(request, form, user.name)


def _show(request: HttpRequest, form: UserForm, title: str) -> HttpResponse:
    context = {"form": form, "title": title, "action": request.path}
    return render(
        request, "setup/definition_form.html", context, status=422 if form.is_bound else 200
    )
