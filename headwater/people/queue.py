"""A queue owns leads until one of its members takes the next one."""

from django.db import models

from headwater.people.owner import Owner
from headwater.people.user import User


class Queue(Owner):
    """A group of people who share the work of its records (Salesforce: Group of type Queue)."""

    email = models.EmailField(max_length=255, blank=True)
    members = models.ManyToManyField(User, through="people.QueueMember", related_name="queues")

    class Meta:
        db_table = "people_queue"
        ordering = ["name"]


class QueueMember(models.Model):
    queue = models.ForeignKey(Queue, on_delete=models.CASCADE)
    user = models.ForeignKey(User, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["queue", "user"], name="once_in_a_queue")]
