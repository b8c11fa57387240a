"""A mailbox whose inquiries become leads: read over IMAP, or delivered to the mail door."""

import os
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from headwater.capture.mail import sealing

# Only such variables may be named, or Setup could send any secret of the machine to any host.
VARIABLE = RegexValidator(
    r"^HEADWATER_MAILBOX_[A-Z0-9_]+$", "Its name begins with HEADWATER_MAILBOX_, in capitals."
)
# After a failure: the next minute, then longer, so that no server takes us for an attacker.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (0, 1, 2, 5, 10, 15))
PORTS = {"tls": 993, "starttls": 143, "none": 143}


class NoPassword(Exception):
    """The password of a mailbox cannot be had; the words say why."""


class MailboxQuerySet(models.QuerySet[Any]):
    def in_use(self) -> Self:
        return self.filter(is_active=True)

    def to_poll(self) -> Self:
        """Those read over IMAP whose turn it is."""
        is_due = Q(poll_again_at=None) | Q(poll_again_at__lte=timezone.now())
        return self.in_use().filter(is_due, way=Mailbox.Way.IMAP).order_by("pk")


class Mailbox(models.Model):
    """One address. `uid_validity` and `last_uid` say how far its folder has been read."""

    class Way(models.TextChoices):
        IMAP = "imap", "Read it over IMAP"
        DOOR = "door", "Our mail server delivers it here (LMTP or SMTP)"

    class SignIn(models.TextChoices):
        PASSWORD = "password", "Password"
        GOOGLE = "google", "Google (OAuth)"
        MICROSOFT = "microsoft", "Microsoft 365 (OAuth)"

    class Security(models.TextChoices):
        TLS = "tls", "TLS (port 993)"
        STARTTLS = "starttls", "STARTTLS (port 143)"
        NONE = "none", "None: only inside your own network"

    class Afterwards(models.TextChoices):
        SEEN = "seen", "Mark as read"
        MOVE = "move", "Move to another folder"
        NOTHING = "nothing", "Leave as it is"

    address = models.EmailField("Address", max_length=254, unique=True)
    way = models.CharField("How mail gets here", max_length=4, choices=Way, default=Way.IMAP)
    host = models.CharField("IMAP server", max_length=253, blank=True)
    port = models.PositiveIntegerField(
        "Port", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(65535)]
    )
    security = models.CharField("Security", max_length=8, choices=Security, default=Security.TLS)
    username = models.CharField("User name", max_length=254, blank=True)
    password_sealed = models.TextField(blank=True)
    password_variable = models.CharField(
        "Or its environment variable", max_length=80, blank=True, validators=[VARIABLE]
    )
    sign_in = models.CharField("Sign in by", max_length=9, choices=SignIn, default=SignIn.PASSWORD)
    oauth_client = models.CharField("Client ID", max_length=254, blank=True)
    oauth_secret_sealed = models.TextField(blank=True, editable=False)
    oauth_tenant = models.CharField(
        "Tenant", max_length=100, blank=True,
        validators=[RegexValidator(r"^[A-Za-z0-9.-]+$", "A domain or the tenant’s own ID.")],
    )  # fmt: skip
    refresh_sealed = models.TextField(blank=True, editable=False)
    access_sealed = models.TextField(blank=True, editable=False)
    access_until = models.DateTimeField(null=True, editable=False)
    folder = models.CharField("Folder", max_length=200, default="INBOX")
    afterwards = models.CharField(
        "Once it is in", max_length=7, choices=Afterwards, default=Afterwards.SEEN
    )
    moved_to = models.CharField("Folder to move to", max_length=200, blank=True)
    takes_old = models.BooleanField("Also bring in what is there already", default=False)
    lead_source = models.CharField("Lead source", max_length=255, blank=True, default="E-mail")
    campaign = models.ForeignKey(
        "records.Campaign", models.SET_NULL, null=True, blank=True, related_name="mailboxes"
    )
    answers = models.BooleanField("Answer at once by e-mail", default=True)
    auto_response = models.CharField("With the template", max_length=80, blank=True)
    is_active = models.BooleanField("In use", default=True)
    uid_validity = models.BigIntegerField(null=True, editable=False)
    last_uid = models.BigIntegerField(default=0, editable=False)
    polled_at = models.DateTimeField(null=True, editable=False)
    problem = models.CharField(max_length=500, blank=True, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    failure_count = models.PositiveIntegerField(default=0, editable=False)
    poll_again_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(MailboxQuerySet)()

    class Meta:
        ordering = ["address"]
        verbose_name_plural = "mailboxes"

    def __str__(self) -> str:
        return self.address

    @property
    def is_imap(self) -> bool:
        return self.way == Mailbox.Way.IMAP

    @property
    def has_oauth(self) -> bool:
        """Whether it signs in with a token that somebody allowed, not by password."""
        return self.sign_in != Mailbox.SignIn.PASSWORD

    def disconnect(self) -> None:
        """Forget every token, unsaved: they were given for another app, user or server."""
        self.refresh_sealed = self.access_sealed = ""
        self.access_until = None

    @property
    def actual_port(self) -> int:
        return self.port or PORTS[self.security]

    @property
    def password(self) -> str:
        """In the clear, from the environment or unsealed; raises NoPassword with the reason."""
        if self.password_variable:
            found = os.environ.get(self.password_variable, "")
            if not found:
                raise NoPassword(f"The environment variable {self.password_variable} is not set.")
            return found
        if not self.password_sealed:
            raise NoPassword("There is no password.")
        try:
            return sealing.unseal(self.password_sealed)
        except sealing.Unreadable:
            raise NoPassword(
                "The password cannot be read any more, because SECRET_KEY has changed. Enter it "
                "again."
            ) from None
