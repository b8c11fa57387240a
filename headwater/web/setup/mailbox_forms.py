"""The forms of Setup's mailboxes. A password goes in and never comes out again."""

from typing import Any

from django import forms

from headwater.capture.mail import sealing
from headwater.capture.models import Mailbox
from headwater.nurture.models import MailTemplate
from headwater.people.models import Organization
from headwater.records.models import Campaign

NEEDED = "It is needed to read the mailbox over IMAP."
# Whoever changes one of these says the password again, or it could be sent to a server of theirs.
GUARDED = ("host", "port", "security", "username")


class MailboxForm(forms.ModelForm):  # type: ignore[type-arg]
    """How to read a mailbox, and what its leads are given."""

    password = forms.CharField(
        label="Password", required=False, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    auto_response = forms.ChoiceField(label="With the template", required=False)

    class Meta:
        model = Mailbox
        fields = (
            "address", "way", "host", "port", "security", "username", "password",
            "password_variable", "folder", "afterwards", "moved_to", "takes_old", "lead_source",
            "campaign", "answers", "auto_response", "is_active",
        )  # fmt: skip
        help_texts = {
            "address": "People write to it, for example sales@example.com.",
            "port": "Empty: the usual one.",
            "password_variable": "Instead of a password here: HEADWATER_MAILBOX_…",
            "moved_to": "It must be there already.",
        }

    # A hidden field that a browser insists on would stop the form without a word.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("host", "username"):
            self.fields[name].required = self.data.get("way") != Mailbox.Way.DOOR
            self.fields[name].error_messages["required"] = NEEDED
        templates = MailTemplate.objects.filter(is_active=True).values_list("key", "name")
        answers: Any = self.fields["auto_response"]
        answers.choices = [("", "The usual one"), *templates]
        campaigns: Any = self.fields["campaign"]
        campaigns.queryset = Campaign.objects.alive().filter(is_active=True).order_by("name")
        if self.instance.password_sealed:
            self.fields["password"].help_text = "One is kept; leave this empty to keep it."

    @property
    def imap(self) -> list[forms.BoundField]:
        """The fields that only a mailbox read over IMAP needs."""
        names = ("host", "port", "security", "username", "password", "password_variable",
                 "folder", "afterwards", "moved_to", "takes_old")  # fmt: skip
        return [self[name] for name in names]

    @property
    def leads(self) -> list[forms.BoundField]:
        return [self[name] for name in ("lead_source", "campaign", "answers", "auto_response",
                                        "is_active")]  # fmt: skip

    def clean_address(self) -> str:
        return str(self.cleaned_data["address"]).strip().lower()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("way") == Mailbox.Way.IMAP:
            if not said.get("password_variable"):
                self._check_password(said)
            if said.get("afterwards") == Mailbox.Afterwards.MOVE:
                self._check_move(said)
        return said

    def _check_password(self, said: dict[str, Any]) -> None:
        if said.get("password"):
            return
        if not self.instance.password_sealed:
            self.add_error("password", "Give a password, or the name of its variable.")
        elif any(name in self.changed_data for name in GUARDED):
            words = "Enter the password again: it is not sent to another server unasked."
            self.add_error("password", words)

    def _check_move(self, said: dict[str, Any]) -> None:
        if not said.get("moved_to"):
            self.add_error("moved_to", "Say to which folder.")
        elif said["moved_to"] == said.get("folder"):
            self.add_error("moved_to", "Messages are in this folder already.")

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.cleaned_data.get("password"):
            self.instance.password_sealed = sealing.seal(self.cleaned_data["password"])

    def save(self, commit: bool = True) -> Any:
        if {"folder", "host", "username"} & set(self.changed_data):
            self.instance.uid_validity, self.instance.last_uid = None, 0
        self.instance.poll_again_at, self.instance.failure_count = None, 0
        return super().save(commit)


class RepliesForm(forms.ModelForm):  # type: ignore[type-arg]
    """Where replies to our automatic mail come in."""

    class Meta:
        model = Organization
        fields = ("reply_address",)
        labels = {"reply_address": "Replies go to"}

    def clean_reply_address(self) -> str:
        address = str(self.cleaned_data["reply_address"]).strip().lower()
        if "+" in address:
            raise forms.ValidationError("Headwater puts its own +… behind the name.")
        if len(address.partition("@")[0]) > 30:
            raise forms.ValidationError("The part before the @ may have 30 characters.")
        return address
