"""A view that somebody keeps: what to show of one object, and how."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from headwater.people.models import User


class Scope(models.TextChoices):
    """Whose records, before any criteria are asked."""

    ALL = "all", "All"
    MINE = "mine", "Mine"
    QUEUES = "queues", "My queues’"


class SavedViewQuerySet(models.QuerySet[Any]):
    def for_user(self, user: User, object_name: str) -> Self:
        """Own views and shared ones."""
        return self.filter(Q(owner=user) | Q(is_shared=True), object_name=object_name)


class SavedView(models.Model):
    """`criteria` is SOQL's WHERE, `columns` API names or names of computed columns, `sort` an
    attribute, with a minus for descending."""

    object_name = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    scope = models.CharField(max_length=6, choices=Scope.choices, default=Scope.ALL)
    criteria = models.TextField(blank=True)
    columns: Any = models.JSONField(default=list, blank=True)
    sort = models.CharField(max_length=60, blank=True)
    is_shared = models.BooleanField(default=False)
    owner = models.ForeignKey("people.User", models.CASCADE, related_name="saved_views")
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(SavedViewQuerySet)()

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["object_name", "owner"], name="saved_view_of_owner")]

    def __str__(self) -> str:
        return self.name
