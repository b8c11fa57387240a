"""A public form of our own: which fields it asks for and what happens after it is sent."""

from typing import Any

from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.utils import timezone

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef

# Words that stand in addresses beside the slugs.
RESERVED = frozenset({"new"})
USUAL_FIELDS = ("FirstName", "LastName", "Company", "Email", "Phone", "Description")


class WebForm(models.Model):
    """One form at /forms/<slug>.

    `fields` is the order of the page: [{"name": API name, "label": "", "required": bool}];
    `hidden` maps API names to values that every submission gets. `redirect_url` (absolute http or
    https) replaces the thank-you page. `auto_response` is the key of the
    e-mail template of the answer, '' for the usual one.
    """

    slug = models.SlugField(
        "Address", max_length=80, unique=True,
        validators=[RegexValidator(r"^(?!new$)", "“new” is taken; choose another address.")],
        help_text="The last part of the form's address: small letters, digits, hyphens.",
    )  # fmt: skip
    name = models.CharField("Title", max_length=120)
    intro = models.CharField("Text above the fields", max_length=500, blank=True)
    fields: Any = models.JSONField(default=list)
    hidden: Any = models.JSONField(default=dict, blank=True)
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
    answers = models.BooleanField("Answer at once by e-mail", default=True)
    auto_response = models.CharField("With the template", max_length=80, blank=True)
    is_active = models.BooleanField("Active", default=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def asked(self) -> list[tuple[FieldDef, str, bool]]:
        """Field, label and whether it is needed, in order; fields since deleted are left out."""
        known = objects.get("Lead").fields
        rows = [(known[row["name"]], row) for row in self.fields if row["name"] in known]
        return [
            (field, row.get("label") or field.label, bool(row.get("required")))
            for field, row in rows
        ]
