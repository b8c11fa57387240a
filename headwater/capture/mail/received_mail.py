"""The bytes of a message as they arrived, beside its submission."""

from django.db import models


class ReceivedMail(models.Model):
    """`raw` is the whole message unless `is_whole` is false: then it is the beginning.

    A table of its own, so that a list of submissions does not carry megabytes. `sender` is lower
    case and answers how much somebody sent lately.
    """

    submission = models.OneToOneField(
        "records.Submission", models.CASCADE, primary_key=True, related_name="mail"
    )
    raw = models.BinaryField()
    is_whole = models.BooleanField(default=True)
    sender = models.CharField(max_length=320, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "received mails"
        indexes = [models.Index(fields=["sender", "received_at"], name="received_mail_of_sender")]
