"""Leads whose behaviour has changed since they were scored; a trigger on Engagement adds them."""

from django.db import models


class Unscored(models.Model):
    """One row a time, so that two visits at once never wait for each other."""

    lead_id = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "unscored"

    def __str__(self) -> str:
        return f"Lead {self.lead_id}"
