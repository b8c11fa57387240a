"""The forms of auto-response rules: one rule, and how often a person is answered."""

from typing import Any

from django import forms

from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.nurture.enrol import PUBLIC_DOORS
from headwater.nurture.models import AutoResponseRule, MailTemplate
from headwater.people.models import Organization

HINT = "For example: LeadSource = 'Web' AND Country = 'AT'. Empty: every inquiry."


class AnswerForm(forms.ModelForm):  # type: ignore[type-arg]
    """For which inquiries, and what goes out in whose name."""

    criteria = forms.CharField(
        label="If", required=False, help_text=HINT,
        widget=forms.Textarea(attrs={"rows": 3, "class": "code", "spellcheck": "false"}),
    )  # fmt: skip
    doors = forms.MultipleChoiceField(
        label="Came by", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(door.value, door.label) for door in PUBLIC_DOORS], help_text="None: all of them.",
    )  # fmt: skip
    template = forms.ModelChoiceField(
        MailTemplate.objects.filter(is_active=True), required=False, label="Then answer with",
        empty_label="Nothing: no answer goes out",
    )  # fmt: skip

    class Meta:
        model = AutoResponseRule
        fields = ("name", "criteria", "doors", "template", "sender_name", "reply_to", "is_active")
        help_texts = {
            "sender_name": "Empty: the organisation's name.",
            "reply_to": "Empty: the owner's address, or the mailbox for replies.",
        }  # fmt: skip

    def clean_criteria(self) -> str:
        text: str = self.cleaned_data["criteria"]
        try:
            parse(text, "Lead")
        except CriteriaError as error:
            raise forms.ValidationError(str(error)) from None
        return text


class HowOftenForm(forms.ModelForm):  # type: ignore[type-arg]
    """Somebody who asks again within this time is not answered a second time by itself."""

    hours_between_answers = forms.IntegerField(
        label="Hours between two answers to one person", min_value=0, max_value=24 * 90
    )

    class Meta:
        model = Organization
        fields = ("hours_between_answers",)


class TrialForm(forms.Form):
    """A lead, as if it had just come by a door."""

    door = forms.ChoiceField(choices=[(door.value, door.label) for door in PUBLIC_DOORS])

    def __init__(self, *args: Any, widget: forms.Widget, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"] = forms.CharField(widget=widget, label="With the lead")
