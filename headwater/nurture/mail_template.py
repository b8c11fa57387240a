"""A mail that is sent by itself: subject and text with merge fields."""

from django.db import models


class MailTemplate(models.Model):
    """`key` is the name that doors and programs know it by; `html` may be empty."""

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80)
    subject = models.CharField(max_length=255)
    text = models.TextField(max_length=32_000)
    html = models.TextField(max_length=100_000, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
