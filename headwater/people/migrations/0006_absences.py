"""Who is away and who stands in; what a team's turns ask of its members."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from headwater.people.standing import watch

COLUMNS = (
    "role", "first_name", "last_name", "title", "phone", "email", "team_id", "manager_id",
    "business_hours_id", "time_zone", "is_taking_leads",
)  # fmt: skip
MORE = ("turn_weight", "most_open_leads", "most_leads_a_day", "skills")


class Migration(migrations.Migration):
    dependencies = [("people", "0005_public_holidays")]
    operations = [
        migrations.AddField(
            "user", "turn_weight",
            models.PositiveSmallIntegerField(
                default=1, verbose_name="Weight",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(100),
                ],
            ),
        ),
        migrations.AddField(
            "user", "most_open_leads",
            models.PositiveIntegerField(blank=True, null=True, verbose_name="Most open leads"),
        ),
        migrations.AddField(
            "user", "most_leads_a_day",
            models.PositiveIntegerField(blank=True, null=True, verbose_name="Most new leads a day"),
        ),
        migrations.AddField("user", "skills", models.JSONField(blank=True, default=dict)),
        migrations.CreateModel(
            "Absence",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("delegate", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="standing_in", to=settings.AUTH_USER_MODEL)),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="absences", to=settings.AUTH_USER_MODEL)),
            ],
            options={"ordering": ["starts_at", "id"]},
        ),
        migrations.AddConstraint(
            "absence",
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="absence_lasts"),
        ),
        migrations.AddConstraint(
            "absence",
            models.CheckConstraint(
                condition=models.Q(("delegate", None), models.Q(("delegate", models.F("user")), _negated=True), _connector="OR"),
                name="absence_has_another",
            ),
        ),
        watch("people_absence"),
        migrations.RunSQL("DROP TRIGGER is_standing ON people_user", migrations.RunSQL.noop),
        watch("people_user", *COLUMNS, *MORE),
    ]  # fmt: skip
