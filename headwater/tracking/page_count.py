"""Looks at pages by whoever did not agree to be known: a day, a page, where from, how many."""

from typing import ClassVar

from django.db import models


class PageCount(models.Model):
    """How often a page was looked at on a day of the organisation's, coming from one source.

    Nothing of a visitor is in it. `bot_reason` as of an Engagement: '' are people.
    """

    day = models.DateField()
    kind = models.CharField(max_length=20)
    page = models.CharField(max_length=200)
    source = models.CharField(max_length=100, blank=True)
    bot_reason = models.CharField(max_length=120, blank=True)
    count = models.PositiveIntegerField()

    objects: ClassVar[models.Manager["PageCount"]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "kind", "page", "source", "bot_reason"], name="count_of_a_page"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.count} on {self.day}"
