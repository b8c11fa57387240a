"""The form of a question of the call sheet, and how questions say themselves in a table."""

from typing import Any

from django import forms
from django.db.models import Max

from headwater.catalog import objects
from headwater.criteria.english import english
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.records.discovery import Kind
from headwater.records.models import Question

TAKES_ANSWERS = ("string", "textarea", "picklist", "int", "double", "currency", "percent", "date")
NEVER = frozenset({"first_name", "last_name", "status", "closed_reason", "company", "lead_source"})
MOST_CHOICES, LONGEST_CHOICE = 20, 120


class QuestionForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is asked, of whom, how it is answered, and whether a conversion waits for it."""

    attribute = forms.ChoiceField(
        required=False, label="Answer is kept in",
        help_text="A field of the lead: lists, rules and the conversion then know it, too",
    )  # fmt: skip
    choices = forms.CharField(
        required=False, label="Quick answers", help_text="One a line; each is one press",
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    criteria = forms.CharField(
        required=False, label="Asked when",
        widget=forms.Textarea(attrs={"rows": 2, "class": "code"}),
        help_text="For example: Interest__c = 'Battery'. Empty: asked of every lead",
    )  # fmt: skip

    class Meta:
        model = Question
        fields = ("text", "topic", "kind", "choices", "hint", "criteria", "attribute",
                  "sort_order", "is_required", "is_active")  # fmt: skip
        labels = {
            "text": "Question", "topic": "Heading", "kind": "Answered by", "sort_order": "Place",
            "is_required": "Needed before converting", "is_active": "In use",
        }  # fmt: skip
        help_texts = {
            "topic": "A product, for example; empty: at the top",
            "hint": "Stands under the question",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = [
            (field.attribute, field.label)
            for field in objects.get("Lead").fields.values()
            if field.is_updateable and field.type in TAKES_ANSWERS
            and not (field.is_unique or field.is_external_id) and field.attribute not in NEVER
        ]  # fmt: skip
        self.fields["attribute"].choices = [("", "The call sheet alone"), *fields]  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["choices"] = "\n".join(self.instance.choices)
            if self.instance.answers.exists():  # what was answered would no longer be found
                self.fields["attribute"].disabled = True
        else:
            last = Question.objects.aggregate(last=Max("sort_order"))["last"]
            self.initial["sort_order"] = 0 if last is None else last + 1

    def clean_choices(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["choices"].splitlines()]
        choices = list(dict.fromkeys(filter(None, lines)))
        if len(choices) > MOST_CHOICES:
            raise forms.ValidationError(f"At most {MOST_CHOICES} answers.")
        if any(len(choice) > LONGEST_CHOICE for choice in choices):
            raise forms.ValidationError(f"An answer has at most {LONGEST_CHOICE} characters.")
        return choices

    def clean_criteria(self) -> str:
        try:
            parse(self.cleaned_data["criteria"], "Lead")
        except CriteriaError as error:
            raise forms.ValidationError(str(error)) from None
        return str(self.cleaned_data["criteria"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == Kind.CHOICE and len(cleaned.get("choices") or ()) < 2:
            self.add_error("choices", "Give at least two answers to choose from.")
        if cleaned.get("kind") not in (Kind.TEXT, Kind.CHOICE):
            cleaned["choices"] = []
        return cleaned

    def save(self, commit: bool = True) -> Any:
        self.instance.choices = self.cleaned_data["choices"]
        return super().save(commit)


# --- how rows say themselves -------------------------------------------------------------------
def asked_when(row: Question) -> str:
    """Of which leads it is asked, as a sentence."""
    return english(row.criteria, "Lead") if row.criteria else "Every lead"


def answered_by(row: Question) -> str:
    """Its kind and quick answers."""
    choices = ", ".join(row.quick_answers)
    return choices if choices else row.get_kind_display().removesuffix(", with quick answers")


def needed(row: Question) -> str:
    return "before converting" if row.is_required else ""
