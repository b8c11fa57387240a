"""A program's name, criteria and ways out; and the limits that hold for all programs."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from headwater.nurture.models import Program, SendingLimits
from headwater.nurture.programs import keeping
from headwater.nurture.programs.program import Exit
from headwater.people.models import User
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.nurture.access import marketer, program_of
from headwater.web.routing import criteria

TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ProgramForm(forms.ModelForm):  # type: ignore[type-arg]
    exits = forms.MultipleChoiceField(
        label="They leave when", choices=Exit.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta:
        model = Program
        fields = ("name", "description", "sender", "again_after_days", "exits")
        labels = {
            "description": "What it is for", "sender": "Who writes",
            "again_after_days": "Days until somebody may come in again",
        }  # fmt: skip
        help_texts = {
            "sender": "Empty: each lead's owner.",
            "again_after_days": "Empty: nobody comes in twice by themselves.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        senders = User.objects.filter(is_active=True).order_by("name")
        self.fields["sender"].queryset = senders  # type: ignore[attr-defined]
        self.fields["sender"].empty_label = "The lead's owner"  # type: ignore[attr-defined]


class LimitsForm(forms.ModelForm):  # type: ignore[type-arg]
    quiet_from = forms.TimeField(label="Quiet from", widget=TIME)
    quiet_until = forms.TimeField(label="until", widget=TIME)

    class Meta:
        model = SendingLimits
        fields = ("person_mails", "person_days", "mailbox_mails", "quiet_from", "quiet_until",
                  "is_quiet_on_weekends")  # fmt: skip
        labels = {
            "person_mails": "Mails to one person at most", "person_days": "in so many days",
            "mailbox_mails": "Mails a day from one sender at most",
            "is_quiet_on_weekends": "Nobody is written to on weekends",
        }  # fmt: skip
        help_texts = {"person_mails": "0: no limit.", "mailbox_mails": "0: no limit."}
        widgets = {
            "is_quiet_on_weekends": forms.CheckboxInput(attrs={"role": "switch", "class": "switch"})
        }

    def clean_person_days(self) -> int:
        days: int = self.cleaned_data["person_days"]
        if not 1 <= days <= 365:
            raise forms.ValidationError("Between 1 and 365 days.")
        return days


def new_program(request: HttpRequest) -> HttpResponse:
    """GET and POST /nurture/new; what comes next are its steps."""
    return _edit(request, Program(), marketer(request))


def edit_program(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /nurture/<pk>/settings."""
    return _edit(request, program_of(pk), marketer(request))


def sending_limits(request: HttpRequest) -> HttpResponse:
    """GET and POST /nurture/limits."""
    user = marketer(request)
    row = SendingLimits.objects.filter(pk=1).first() or SendingLimits(pk=1)
    form = LimitsForm(request.POST or None, instance=row, auto_id="dialog_%s")
    if request.method == "POST" and form.is_valid():
        keeping.save_limits(form.save(commit=False), by=user)
        toasts.say(request, "The limits hold for every mail from now on.")
        return toasts.done(request, reverse("nurture"))
    status = 422 if form.is_bound else 200
    return render(request, "nurture/limits.html", {"form": form}, status=status)


def _edit(request: HttpRequest, row: Program, user: User) -> HttpResponse:
    is_new = row.pk is None
    before = row.criteria
    form = ProgramForm(request.POST or None, instance=row, auto_id="dialog_%s")
    builder = criteria.read(request.POST) if request.method == "POST" else None
    if builder is not None and form.is_valid():
        changed = form.save(commit=False)
        changed.criteria = builder["where"]
        try:
            keeping.save(changed, by=user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toasts.say(request, f"“{row}” is kept.")
            name = "nurture_steps" if is_new else "nurture_program"
            return toasts.done(request, reverse(name, args=[changed.pk]))
    context = {"form": form, "program": row, "is_new": is_new,
               "builder": builder or criteria.shown(before)}  # fmt: skip
    return render(request, "nurture/settings.html", context, status=422 if form.is_bound else 200)
