"""A queue owns leads until one of its members takes the next one."""

from collections import defaultdict
from collections.abc import Mapping

from django.db import models

from headwater.people.owner import Owner
from headwater.people.standing import kept
from headwater.people.user import User


class Queue(Owner):
    """A group of people who share the work of its records (Salesforce: Group of type Queue).

    What comes in is told to `email` and, where `is_telling_members`, to each member. A lead that
    nobody has taken after so many working minutes is told to the members, later to the manager
    (NULL: never); they are counted in `business_hours` (NULL: the organisation's).
    """

    email = models.EmailField("E-mail address", max_length=255, blank=True)
    members = models.ManyToManyField(User, through="people.QueueMember", related_name="queues")
    is_telling_members = models.BooleanField("Tell members of each new lead", default=False)
    tell_members_after = models.PositiveIntegerField(
        "Tell the members after", null=True, blank=True
    )
    tell_manager_after = models.PositiveIntegerField(
        "Tell the manager after", null=True, blank=True
    )
    manager = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="managed_queues"
    )
    business_hours = models.ForeignKey(
        "people.BusinessHours", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        db_table = "people_queue"
        ordering = ["name"]


class QueueMember(models.Model):
    queue = models.ForeignKey(Queue, on_delete=models.CASCADE)
    user = models.ForeignKey(User, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["queue", "user"], name="once_in_a_queue")]


@kept
def queues() -> Mapping[int, Queue]:
    """Every queue by key, kept in memory; to be read only."""
    return {queue.pk: queue for queue in Queue._default_manager.all()}


def owners_of(user: User) -> list[int]:
    """The keys by which records are a person's: their own, and those of their queues."""
    return [user.pk, *(key for key, people in members().items() if user.pk in people)]


@kept
def members() -> Mapping[int, tuple[int, ...]]:
    """Queue → its members, kept in memory; a queue without members is there, too."""
    found: dict[int, list[int]] = defaultdict(list, {key: [] for key in queues()})
    for queue, user in QueueMember.objects.order_by("pk").values_list("queue_id", "user_id"):
        found[queue].append(user)
    return {queue: tuple(people) for queue, people in found.items()}
