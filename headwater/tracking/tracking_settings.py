"""Whether visits are taken, from which sites, and how long they are kept."""

from urllib.parse import urlsplit

from django.db import models

from headwater.people.standing import kept


class TrackingSettings(models.Model):
    """One row. `sites` are host names apart by spaces; '' takes visits of any page.

    Until `gathered_until` replies, meetings and responses have become engagement.
    """

    is_on = models.BooleanField("Website tracking is on", default=True)
    sites = models.CharField("Your sites", max_length=500, blank=True)
    keep_days = models.PositiveSmallIntegerField("Keep visits for (days)", default=400)
    gathered_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name_plural = "tracking settings"

    def __str__(self) -> str:
        return "Tracking settings"

    @classmethod
    def current(cls) -> "TrackingSettings":
        return cls._default_manager.order_by("pk").first() or cls()

    def takes(self, origin: str) -> bool:
        """Whether visits of a page of this origin are taken; a subdomain belongs to its site."""
        if not self.is_on:
            return False
        sites = self.sites.lower().split()
        if not sites:
            return True
        try:
            host = urlsplit(origin).hostname or ""
        except ValueError:
            return False
        return any(host == site or host.endswith(f".{site}") for site in sites)


@kept
def tracking() -> TrackingSettings:
    """The settings; kept in memory."""
    return TrackingSettings.current()
