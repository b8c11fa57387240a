from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_absences"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="hours_between_answers",
            field=models.PositiveSmallIntegerField(default=12),
        ),
    ]
