"""A branch may ask what people did with an earlier mail of the program."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("nurture", "0007_mailing")]

    operations = [
        migrations.AddField(
            model_name="step",
            name="did",
            field=models.CharField(
                blank=True,
                choices=[
                    ("opened", "They opened the e-mail"),
                    ("clicked", "They followed a link in the e-mail"),
                    ("replied", "They replied to the e-mail"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="mail_key",
            field=models.CharField(blank=True, max_length=12),
        ),
    ]
