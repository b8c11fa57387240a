"""Which answer an inquiry gets at once (Salesforce: Auto-Response Rules)."""

from django.db import models

from headwater.criteria.english import english
from headwater.criteria.errors import CriteriaError


class AutoResponseRule(models.Model):
    """In order, the first that is true of the lead chooses the template; none (NULL) sends nothing.

    `doors` are values of Door; empty: every public one. `sender_name` and `reply_to` replace the
    organisation's name and the owner's address.
    """

    name = models.CharField(max_length=80)
    sort_order = models.PositiveIntegerField(default=0)
    doors = models.JSONField(default=list, blank=True)
    criteria = models.TextField(blank=True)
    template = models.ForeignKey(
        "nurture.MailTemplate", models.PROTECT, null=True, blank=True, related_name="answered_by"
    )
    sender_name = models.CharField(max_length=80, blank=True)
    reply_to = models.EmailField("Replies go to", max_length=254, blank=True)
    is_active = models.BooleanField("In force", default=True)

    class Meta:
        ordering = ["sort_order", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def sentence(self) -> str:
        """The criteria in plain English; their text when a field of theirs is gone."""
        if not self.criteria.strip():
            return "every inquiry"
        try:
            return english(self.criteria, "Lead")
        except CriteriaError:
            return self.criteria
