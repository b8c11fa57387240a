"""The forms of Setup's mailboxes. A password goes in and never comes out again."""

from typing import Any

from django import forms

from headwater.capture.mail import sealing
from headwater.capture.models import Mailbox
from headwater.nurture.models import MailTemplate
from headwater.people.models import Organization
from headwater.records.models import Campaign

KEPT = "One is kept; leave this empty to keep it."
NEEDED = "It is needed to read the mailbox over IMAP."
# Whoever changes one of these says the password again, or it could be sent to a server of theirs.
GUARDED = ("host", "port", "security", "username")
# Another one of these, and what somebody allowed no longer holds.
ALLOWED = (*GUARDED, "sign_in", "oauth_client", "oauth_tenant")


LOCAL = ("127.0.0.1", "::1", "localhost")


class MailboxForm(forms.ModelForm):  # type: ignore[type-arg]
    """How to read a mailbox, and what its leads are given."""

    password = forms.CharField(
        label="Password", required=False, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    oauth_secret = forms.CharField(
        label="Client secret", required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    auto_response = forms.ChoiceField(label="With the template", required=False)

    class Meta:
        model = Mailbox
        fields = (
            "address", "way", "host", "port", "security", "username", "sign_in", "password",
            "password_variable", "oauth_client", "oauth_secret", "oauth_tenant", "folder",
            "afterwards", "moved_to", "takes_old", "lead_source", "campaign", "answers",
            "auto_response", "is_active",
        )  # fmt: skip
        help_texts = {
            "address": "People write to it, for example sales@example.com.",
            "port": "Empty: the usual one.",
            "password_variable": "Instead of a password here: HEADWATER_MAILBOX_…",
            "moved_to": "It must be there already.",
            "oauth_client": "Of the app that you have registered there.",
            "oauth_tenant": "Your domain there, for example example.com.",
        }

    # A hidden field that a browser insists on would stop the form without a word.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("host", "username"):
            self.fields[name].required = self.data.get("way") != Mailbox.Way.DOOR
            self.fields[name].error_messages["required"] = NEEDED
        self.fields["sign_in"].required = False
        templates = MailTemplate.objects.filter(is_active=True).values_list("key", "name")
        answers: Any = self.fields["auto_response"]
        answers.choices = [("", "The usual one"), *templates]
        campaigns: Any = self.fields["campaign"]
        campaigns.queryset = Campaign.objects.alive().filter(is_active=True).order_by("name")
        if self.instance.password_sealed:
            self.fields["password"].help_text = KEPT
        if self.instance.oauth_secret_sealed:
            self.fields["oauth_secret"].help_text = KEPT

    @property
    def imap(self) -> list[forms.BoundField]:
        """The fields that only a mailbox read over IMAP needs."""
        return [self[name] for name in ("host", "port", "security", "username", "sign_in")]

    @property
    def by_password(self) -> list[forms.BoundField]:
        return [self[name] for name in ("password", "password_variable")]

    @property
    def by_oauth(self) -> list[forms.BoundField]:
        return [self[name] for name in ("oauth_client", "oauth_secret", "oauth_tenant")]

    @property
    def reading(self) -> list[forms.BoundField]:
        """What is read there, and what happens to it afterwards."""
        return [self[name] for name in ("folder", "afterwards", "moved_to", "takes_old")]

    @property
    def leads(self) -> list[forms.BoundField]:
        return [self[name] for name in ("lead_source", "campaign", "answers", "auto_response",
                                        "is_active")]  # fmt: skip

    def clean_address(self) -> str:
        return str(self.cleaned_data["address"]).strip().lower()

    def clean_sign_in(self) -> str:
        return self.cleaned_data["sign_in"] or str(Mailbox.SignIn.PASSWORD)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("way") == Mailbox.Way.IMAP:
            if said.get("sign_in") != Mailbox.SignIn.PASSWORD:
                self._check_app(said)
            elif not said.get("password_variable"):
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

    def _check_app(self, said: dict[str, Any]) -> None:
        if not said.get("oauth_client"):
            self.add_error("oauth_client", "Register an app there, and give its client ID.")
        if said.get("security") == Mailbox.Security.NONE and said.get("host") not in LOCAL:
            self.add_error("security", "A token goes only over TLS or STARTTLS.")

    def _check_move(self, said: dict[str, Any]) -> None:
        if not said.get("moved_to"):
            self.add_error("moved_to", "Say to which folder.")
        elif said["moved_to"] == said.get("folder"):
            self.add_error("moved_to", "Messages are in this folder already.")

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.cleaned_data.get("password"):
            self.instance.password_sealed = sealing.seal(self.cleaned_data["password"])
        if self.cleaned_data.get("oauth_secret"):
            self.instance.oauth_secret_sealed = sealing.seal(self.cleaned_data["oauth_secret"])
        if set(ALLOWED) & set(self.changed_data):
            self.instance.disconnect()

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
