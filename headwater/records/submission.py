"""A submission: what somebody sent to a door, exactly as it came, and what became of it.

Received before judged: the row is committed before anything looks at it, and it ends as exactly
one of created, merged, quarantined, rejected or waiting. These always add up to what was received.
"""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

# A note of the door beside what was sent; no parameter can have this name (see capture.body).
NOTE = "headwater:door"


class Door(models.TextChoices):
    """Where things come in."""

    FORM = "form", "Web form"
    WEB_TO_LEAD = "web_to_lead", "Web-to-Lead"
    IMPORT = "import", "Import"
    API = "api", "API"
    HAND = "hand", "By hand"
    EMAIL = "email", "E-mail"
    JSON = "json", "JSON intake"


class State(models.TextChoices):
    """What became of it. Waiting is the only state that can still change by itself."""

    WAITING = "waiting", "Waiting"
    CREATED = "created", "Created"
    MERGED = "merged", "Merged"
    QUARANTINED = "quarantined", "Quarantined"
    REJECTED = "rejected", "Rejected"


class SubmissionQuerySet(models.QuerySet[Any]):
    def waiting(self) -> Self:
        return self.filter(state=State.WAITING)

    def balance(self) -> dict[str, int]:
        """How many were received and what became of them; the parts add up to `received`."""
        counts = {state.value: models.Count("id", filter=Q(state=state)) for state in State}
        found: dict[str, int] = self.aggregate(received=models.Count("id"), **counts)
        return found


class Submission(models.Model):
    """One thing that was sent.

    `payload` is what came, parameter → list of texts (form) or field → value (import, API);
    `form` is the WebForm's slug; `reason` says in plain words why it waits, was set aside or
    rejected. `lead` is the lead that it created or joined.
    """

    received_at = models.DateTimeField(default=timezone.now)
    door = models.CharField(max_length=11, choices=Door.choices)
    form = models.CharField(max_length=80, blank=True)
    payload = models.JSONField()
    source_address = models.GenericIPAddressField(null=True, blank=True)
    user_agent = models.CharField(max_length=300, blank=True)
    referrer = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    import_row = models.PositiveIntegerField(null=True, blank=True)
    import_job = models.ForeignKey(
        "records.ImportJob", models.CASCADE, null=True, blank=True, related_name="submissions",
        db_index=False,
    )  # fmt: skip
    state = models.CharField(max_length=11, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=1000, blank=True)
    attempt_count = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)
    lead = models.ForeignKey(
        "records.Lead", models.SET_NULL, null=True, blank=True, related_name="submissions"
    )
    idempotency_key = models.CharField(max_length=120, null=True, blank=True, unique=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(SubmissionQuerySet)()

    class Meta:
        indexes = [
            # Door and state stand in it so that the balance of many days reads the index alone.
            models.Index(F("received_at").desc(), "door", "state", name="submission_newest"),
            models.Index(fields=["id"], name="submission_waiting", condition=Q(state="waiting")),
            models.Index(
                "state",
                F("received_at").desc(),
                name="submission_set_aside",
                condition=Q(state__in=("quarantined", "rejected")),
            ),
        ]
        constraints = [
            # Whoever takes up an import whose runner still lives in another process repeats no row.
            models.UniqueConstraint(
                fields=["import_job", "import_row"], name="submission_row_once",
                condition=Q(import_job__isnull=False),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_door_display()} {self.pk}"

    @property
    def is_released(self) -> bool:
        """Whether a person has let it in: nothing sets it aside once more."""
        return "released_by" in (self.payload.get(NOTE) or ())
