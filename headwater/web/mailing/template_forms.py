"""The form behind a mail template: merge fields are checked, HTML may not hold programs."""

from typing import Any

from django import forms

from headwater.nurture import merge
from headwater.nurture.models import MailTemplate
from headwater.nurture.templates import unsafe

Form = forms.ModelForm  # the short name keeps the class below readable


class TemplateForm(Form):  # type: ignore[type-arg]
    """A template as a whole; every mistake is told with its place."""

    class Meta:
        model = MailTemplate
        fields = ("name", "key", "topic", "subject", "text", "html", "is_tracked", "is_active")
        labels = {"text": "Plain text", "html": "HTML", "is_active": "In use"}
        help_texts = {
            "key": "By this name forms and programs know it",
            "topic": "Who does not want it gets no such mail; none: an answer or personal mail",
            "text": "Goes with every mail, also beside HTML",
            "html": "Empty: the mail is plain text. Links in it are counted",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].empty_label = "None"  # type: ignore[attr-defined]
        self.fields["text"].widget.attrs["rows"] = 9
        self.fields["html"].widget.attrs["rows"] = 9

    def clean_subject(self) -> str:
        return self._checked("subject")

    def clean_text(self) -> str:
        return self._checked("text")

    def clean_html(self) -> str:
        if problem := unsafe(self.cleaned_data["html"]):
            raise forms.ValidationError(problem)
        return self._checked("html")

    def _checked(self, name: str) -> str:
        try:
            merge.check(self.cleaned_data[name])
        except merge.MergeError as error:
            raise forms.ValidationError(f"Character {error.position + 1}: {error}") from None
        return str(self.cleaned_data[name])
