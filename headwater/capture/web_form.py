"""A public form of our own: which fields it asks for and what happens after it is sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from django.core.validators import MinValueValidator, RegexValidator, URLValidator
from django.db import models
from django.utils import timezone

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef

# Words that stand in addresses beside the slugs.
RESERVED = frozenset({"new"})
USUAL_FIELDS = ("FirstName", "LastName", "Company", "Email", "Phone", "Description")


@dataclass(frozen=True, slots=True)
class Question:
    """A field as a form asks for it; `help_text` and `placeholder` may be ''."""

    field: FieldDef
    label: str
    required: bool = False
    help_text: str = ""
    placeholder: str = ""


class WebFormQuerySet(models.QuerySet[Any]):
    def kept(self) -> Self:
        """Those that nobody has deleted."""
        return self.filter(deleted_at=None)


class WebForm(models.Model):
    """One form at /forms/<slug>.

    `fields` is the order of the page: [{"name": API name, "label": "", "required": bool,
    "help": "", "placeholder": ""}]; `once_asked` are fields that an earlier version asked for and
    that a page drawn then may still send. `hidden` maps API names to values that every submission
    gets; `taken` maps API names to parameters of the page's address that go before those values.
    `redirect_url` (absolute http or https) replaces the thank-you page. `auto_response` is the key
    of the e-mail template of the answer, '' for the usual one. `consent_channels` are the channels
    (records.consent.Channel) that `consent` is about; `earlier_consents` are what they were until
    some moment: [{"text", "channels", "until": ISO}]. `sites` may frame the form and
    send it by script: origins such as https://www.example.com; none listed means any.
    `protection` is what the page asks a visitor's machine for; `is_strict` sets aside whatever
    comes without it, otherwise that is one doubt among others. `posts_per_minute` sets aside what
    is beyond. A deleted form keeps its address and everything that was sent by it.
    """

    class Protection(models.TextChoices):
        NONE = "none", "None"
        PROOF = "proof", "Proof of work"
        RECAPTCHA = "recaptcha", "reCAPTCHA (asks Google)"

    slug = models.SlugField(
        "Address", max_length=80, unique=True,
        validators=[RegexValidator(r"^(?!new$)", "“new” is taken; choose another address.")],
        help_text="The last part of the form's address: small letters, digits, hyphens.",
    )  # fmt: skip
    name = models.CharField("Title", max_length=120)
    intro = models.CharField("Text above the fields", max_length=500, blank=True)
    fields: Any = models.JSONField(default=list)
    once_asked: Any = models.JSONField(default=list, blank=True)
    hidden: Any = models.JSONField(default=dict, blank=True)
    taken: Any = models.JSONField(default=dict, blank=True)
    button = models.CharField("Word on the button", max_length=40, default="Send")
    lead_source = models.CharField("Lead source", max_length=255, blank=True, default="Web")
    campaign = models.ForeignKey(
        "records.Campaign", models.SET_NULL, null=True, blank=True, related_name="web_forms"
    )
    member_status = models.CharField("Member status", max_length=40, blank=True)
    thanks = models.CharField(
        "Thank-you text", max_length=500, default="Thank you. We will be in touch shortly."
    )
    redirect_url = models.CharField(
        "Or send visitors to", max_length=500, blank=True,
        validators=[URLValidator(("http", "https"), message="Give a whole address: https://…")],
    )  # fmt: skip
    consent = models.CharField(
        "Consent text", max_length=500, blank=True,
        help_text="Shown with a box to tick; without the tick nothing can be sent.",
    )  # fmt: skip
    consent_channels: Any = models.JSONField(default=list, blank=True)
    earlier_consents: Any = models.JSONField(default=list, blank=True)
    sites: Any = models.JSONField(default=list, blank=True)
    protection = models.CharField(
        "Protection from spam", max_length=9, choices=Protection.choices, default=Protection.PROOF,
        help_text="The visitor’s machine computes for a moment; nobody outside is asked.",
    )  # fmt: skip
    is_strict = models.BooleanField("Set aside whatever comes without it", default=False)
    answers = models.BooleanField("Answer at once by e-mail", default=True)
    auto_response = models.CharField("With the template", max_length=80, blank=True)
    is_active = models.BooleanField("Active", default=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    posts_per_minute = models.PositiveSmallIntegerField(
        "At most, a minute", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    deleted_at = models.DateTimeField(null=True, editable=False)
    deleted_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(WebFormQuerySet)()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether visitors may send it."""
        return self.is_active and self.deleted_at is None

    @property
    def questions(self) -> list[Question]:
        """What it asks, in order; fields since deleted are left out."""
        known = objects.get("Lead").fields
        return [
            Question(
                known[row["name"]],
                row.get("label") or known[row["name"]].label,
                bool(row.get("required")),
                row.get("help") or known[row["name"]].help_text,
                row.get("placeholder", ""),
            )
            for row in self.fields
            if row["name"] in known
        ]

    @property
    def understood(self) -> list[FieldDef]:
        """What a visitor may fill in: the fields it asks for, then those it once asked for."""
        known = objects.get("Lead").fields
        names = [row["name"] for row in self.fields] + list(self.once_asked)
        return [known[name] for name in dict.fromkeys(names) if name in known]

    def ask(self, fields: list[dict[str, Any]]) -> None:
        """Ask for these from now on; what it no longer asks for is still understood."""
        before = [row["name"] for row in self.fields] + list(self.once_asked)
        now = {row["name"] for row in fields}
        self.once_asked = [name for name in dict.fromkeys(before) if name not in now]
        self.fields = fields

    def ask_consent(self, text: str, channels: list[str], *, at: datetime) -> None:
        """Ask for this consent from now on; who agreed before has agreed to the earlier words."""
        if (text, channels) == (self.consent, self.consent_channels):
            return
        before = {"text": self.consent, "channels": self.consent_channels, "until": at.isoformat()}
        if self.pk:
            self.earlier_consents = [*self.earlier_consents, before]
        self.consent, self.consent_channels = text, channels

    def consent_at(self, at: datetime) -> tuple[str, list[str]]:
        """The words that a page drawn at that time showed beside the box, and their channels."""
        for earlier in self.earlier_consents:
            if at < datetime.fromisoformat(earlier["until"]):
                return earlier["text"], earlier["channels"]
        return self.consent, self.consent_channels

    def copied(self, *, name: str, slug: str) -> Self:
        """The same form under another name and address, unsaved and closed."""
        copy: Self = type(self).objects.all().get(pk=self.pk)
        copy.pk, copy.id = None, None
        copy._state.adding = True
        copy.name, copy.slug, copy.is_active, copy.once_asked = name, slug, False, []
        copy.deleted_at = copy.deleted_by = None
        copy.created_at, copy.earlier_consents = timezone.now(), []
        return copy
