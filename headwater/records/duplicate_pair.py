"""Two records that may be one: how likely, on what evidence, and what people made of it."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from headwater.people.models import User
from headwater.records.sharing import EVERYTHING, visible

OBJECTS = ("Account", "Contact", "Lead")  # in this order a pair names its two


class Tier(models.TextChoices):
    """What is done about a match: certain ones act alone, the others wait for people."""

    CERTAIN = "certain", "Certain"
    LIKELY = "likely", "Likely"
    POSSIBLE = "possible", "Possible"
    NONE = "none", "None"


class DuplicatePairQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        """Those that nobody has decided yet."""
        return self.filter(state=DuplicatePair.State.OPEN)

    def of(self, record: Any) -> Self:
        """Every pair in which a record stands."""
        return self.about(type(record).__name__, [record.pk])

    def about(self, object_name: str, record_ids: Iterable[int]) -> Self:
        """Every pair in which one of these records stands."""
        ids = list(record_ids)
        return self.filter(
            Q(one_object=object_name, one_id__in=ids)
            | Q(other_object=object_name, other_id__in=ids)
        )

    def put_away(self) -> int:
        """Nobody is asked any more about a record that is deleted or converted; how many."""
        return self.open().update(state=DuplicatePair.State.GONE)

    def bring_back(self) -> int:
        """The record is there again, and so is the question."""
        return self.filter(state=DuplicatePair.State.GONE).update(state=DuplicatePair.State.OPEN)

    def visible_to(self, user: User) -> Self:
        """Those of which `user` may see both records."""
        return self.filter(_side("one", user), _side("other", user))


class DuplicatePair(models.Model):
    """One pair, written once: the object whose name comes first, then the lower key, is `one`.

    `evidence` lists what spoke for and against, strongest first: {"field", "words", "bits"}.
    `group` is the least pair of the cluster in which the two stand, for several at once.
    A decided pair stays as it was decided until one of the two says something new.
    """

    class State(models.TextChoices):
        OPEN = "open", "To review"
        MERGED = "merged", "Merged"
        DIFFERENT = "different", "Not a duplicate"
        SKIPPED = "skipped", "Skipped"
        GONE = "gone", "No longer alike"

    class FoundBy(models.TextChoices):
        JOURNEY = "journey", "when it came in"
        BASE = "base", "looking through everything"
        RULE = "rule", "a duplicate rule"
        HAND = "hand", "a colleague"

    one_object = models.CharField(max_length=40)
    one_id = models.BigIntegerField()
    other_object = models.CharField(max_length=40)
    other_id = models.BigIntegerField()
    probability = models.FloatField(default=0.0)
    tier = models.CharField(max_length=8, choices=Tier, default=Tier.POSSIBLE)
    evidence: Any = models.JSONField(default=list)
    found_by = models.CharField(max_length=8, choices=FoundBy, default=FoundBy.JOURNEY)
    found_at = models.DateTimeField(default=timezone.now)
    rule = models.CharField(max_length=80, blank=True, default="")
    group = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        "people.User", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = DuplicatePairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["one_object", "one_id", "other_object", "other_id"], name="pair_once"
            )
        ]
        indexes = [
            models.Index(fields=["other_object", "other_id"], name="pair_of_other"),
            models.Index(
                fields=["-probability", "id"], name="pair_to_review", condition=Q(state="open")
            ),
            # The queue of one kind of records, and how many of each kind wait.
            models.Index(
                fields=["one_object", "other_object", "-probability", "id"],
                name="pair_of_kind",
                condition=Q(state="open"),
            ),
            models.Index(
                fields=["group"], name="pair_group", condition=Q(state="open", group__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_object} {self.one_id} and {self.other_object} {self.other_id}"

    @property
    def is_mergeable(self) -> bool:
        """Only records of one object become one; a lead becomes a contact by conversion."""
        return self.one_object == self.other_object


def in_order(one: tuple[str, int], other: tuple[str, int]) -> tuple[tuple[str, int], ...]:
    """Two records (object, key) as a pair names them."""
    return (one, other) if one <= other else (other, one)


def _side(side: str, user: User) -> Q:
    conditions = {name: visible(apps.get_model("records", name), user) for name in OBJECTS}
    if all(condition == EVERYTHING for condition in conditions.values()):
        return EVERYTHING
    seen = Q(pk__in=[])
    for name, condition in conditions.items():
        rows = apps.get_model("records", name)._default_manager
        found = Exists(rows.filter(condition, pk=OuterRef(f"{side}_id")).order_by())
        seen |= Q(found, **{f"{side}_object": name})
    return seen
