"""What is asked in a conversation with a lead, and what was answered, by whom and when."""

from typing import Any

from django.db import models


class Kind(models.TextChoices):
    """How a question is answered."""

    TEXT = "text", "Words, with quick answers"
    CHOICE = "choice", "One of the answers"
    YES_NO = "yes_no", "Yes or no"
    NUMBER = "number", "A number"
    DATE = "date", "A day"


class Question(models.Model):
    """One question of the call sheet.

    `topic` is the heading it stands under, such as a product; `criteria` says which leads are
    asked (none: all). `attribute` names a field of the lead that holds the answer, as budget,
    authority, need and timeline do; the field and the answer are then the same.
    """

    text = models.CharField(max_length=255)
    topic = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=7, choices=Kind.choices, default=Kind.TEXT)
    choices: Any = models.JSONField(default=list, blank=True)
    attribute = models.CharField(max_length=80, blank=True)
    criteria = models.TextField(max_length=4_000, blank=True)
    hint = models.CharField(max_length=255, blank=True)
    is_required = models.BooleanField(default=False)
    sort_order = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["sort_order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "text"], name="question_once_in_a_topic"),
            models.UniqueConstraint(
                fields=["attribute"], condition=~models.Q(attribute=""),
                name="one_question_for_a_field",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text

    @property
    def quick_answers(self) -> list[str]:
        """What is answered with one press."""
        return ["Yes", "No"] if self.kind == Kind.YES_NO else list(self.choices)


class Answer(models.Model):
    """One answer about one lead; the newest to a question counts, the earlier ones stay.

    `before` is what was known until then. While somebody is still talking the row changes as they
    type; `told_at` says when the Trail was told what came out of it.
    """

    lead = models.ForeignKey("records.Lead", models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    value = models.TextField(max_length=32_000, blank=True)
    before = models.TextField(max_length=32_000, blank=True)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["lead", "question", "-at"], name="answer_of_lead"),
            models.Index(fields=["at"], condition=models.Q(told_at=None), name="answer_untold"),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.value}"
