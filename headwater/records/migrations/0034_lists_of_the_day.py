"""What people open all day is found by what it shows: hot, converted, promised, unanswered."""

from django.db import migrations
from django.db.models import F, Index, Q

OPEN = Q(is_converted=False, is_closed=False, is_deleted=False)


class Migration(migrations.Migration):
    dependencies = [("records", "0033_clock_started")]
    operations = [
        migrations.AddIndex(
            "clock",
            Index(F("owner"), F("due_at"), name="clock_running_of", condition=Q(stopped_at=None)),
        ),
        migrations.AddIndex(
            "emailmessage",
            Index(
                fields=["created_at"], name="email_answers",
                condition=Q(is_incoming=True, is_inquiry=False, is_deleted=False),
            ),
        ),
        migrations.AddIndex(
            "lead",
            Index(
                F("owner"), F("score").desc(), F("id").desc(), name="lead_hot_of_owner",
                condition=OPEN,
            ),
        ),
        migrations.AddIndex(
            "lead",
            Index(
                F("converted_on").desc(nulls_last=True), F("id").desc(), name="lead_converted_last",
                condition=Q(is_converted=True, is_deleted=False),
            ),
        ),
    ]  # fmt: skip
