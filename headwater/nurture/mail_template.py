"""A mail written once for many people: subject, text and HTML with merge fields."""

from django.db import models


class MailTemplate(models.Model):
    """`key` is the name that doors and programs know it by; `html` may be empty.

    `topic` is what it is about: who does not want the topic does not get it. Without one it is
    an answer or a personal mail.
    """

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80)
    subject = models.CharField(max_length=255)
    text = models.TextField(max_length=32_000)
    html = models.TextField(max_length=100_000, blank=True)
    topic = models.ForeignKey(
        "records.Topic", models.PROTECT, null=True, blank=True, related_name="templates"
    )
    is_tracked = models.BooleanField("Notes opens and clicks", default=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
