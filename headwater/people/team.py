"""A team is who works together; assignment rules share leads out among its members."""

from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
