"""What suspicion remembers: its settings, the senders that people know, proofs already used."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from headwater.capture.suspicion.signals import THRESHOLD


class SpamSettings(models.Model):
    """One row. `threshold` in points; the key pair of reCAPTCHA is '' where nobody wants it."""

    threshold = models.PositiveSmallIntegerField(
        "Set aside from", default=THRESHOLD,
        validators=[MinValueValidator(3), MaxValueValidator(50)],
    )  # fmt: skip
    recaptcha_site_key = models.CharField("Site key", max_length=100, blank=True)
    recaptcha_secret = models.CharField("Secret", max_length=100, blank=True)
    web_to_lead_needs_recaptcha = models.BooleanField(
        "Web-to-Lead forms must solve a reCAPTCHA", default=False
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_spam_settings")]

    def __str__(self) -> str:
        return "Spam"

    @classmethod
    def current(cls) -> "SpamSettings":
        """The one row; what nobody has changed yet is as it came."""
        return cls._default_manager.filter(id=1).first() or cls(id=1)


class KnownSender(models.Model):
    """An e-mail address, a domain or a network address that is always let in, or never.

    `value` is lower-case; a domain stands for everything below it, too.
    """

    class Verdict(models.TextChoices):
        LET_IN = "let_in", "Always let in"
        SET_ASIDE = "set_aside", "Always set aside"

    value = models.CharField("E-mail, domain or network address", max_length=254, unique=True)
    verdict = models.CharField(max_length=9, choices=Verdict.choices, default=Verdict.SET_ASIDE)
    note = models.CharField("Why", max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["verdict", "value"]

    def __str__(self) -> str:
        return self.value


class SentMessage(models.Model):
    """That a sender sent a message, known by its fingerprint only; forgotten after two days."""

    fingerprint = models.CharField(max_length=32)
    sender = models.CharField(max_length=254)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fingerprint", "sender"], name="one_message_a_sender")
        ]


class UsedProof(models.Model):
    """A proof of work that has been used, by the signature of its challenge; kept until it ends."""

    signature = models.CharField(max_length=64, primary_key=True)
    submission = models.ForeignKey("records.Submission", models.CASCADE, related_name="+")
    ends_at = models.DateTimeField()
