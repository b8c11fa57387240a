"""By what a machine is told from a person: rules that each organisation switches and adds to."""

from typing import Any, ClassVar

from django.db import models


class Sign(models.TextChoices):
    """What a rule looks at. The first two read a value, the others say when or that it happened."""

    AGENT = "agent", "The browser's name contains"
    NETWORK = "network", "It comes from the network"
    NAMELESS = "nameless", "The browser gives no name"
    PREFETCH = "prefetch", "Fetched in advance"
    HIDDEN = "hidden", "Followed a link that people do not see"
    DRIVEN = "driven", "The browser is driven by a program"
    SPEED = "speed", "Clicked so many seconds after sending"
    BURST = "burst", "So many links of one mail within ten seconds"


class BotRule(models.Model):
    """One thing that tells a machine, or (`is_person`) a network or browser that is people's.

    `value` is what the sign reads: words apart by commas, an address range, a number.
    `reason` is what stands on whatever it finds.
    """

    sign = models.CharField(max_length=8, choices=Sign.choices)
    value = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=120, blank=True)
    is_person = models.BooleanField("Counts as a person", default=False)
    is_active = models.BooleanField("In use", default=True)
    is_standard = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_sign_display()} {self.value}".strip()
