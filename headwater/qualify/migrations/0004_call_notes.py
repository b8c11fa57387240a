"""Notes that are kept as they are typed, and calls that reached nobody."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("qualify", "0003_standing"),
        ("records", "0008_notifications"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="loggedcall",
            name="is_reached",
            field=models.BooleanField(default=True),
        ),
        migrations.CreateModel(
            name="CallNotes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True, max_length=32000)),
                ("changed_at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("lead", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="call_notes", to="records.lead")),
            ],
            options={"ordering": ["-changed_at", "-id"], "verbose_name_plural": "call notes"},
        ),
    ]  # fmt: skip
