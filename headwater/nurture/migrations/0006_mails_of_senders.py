import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("nurture", "0005_programs"),
        ("people", "0008_lead_mode"),
    ]

    operations = [
        migrations.RemoveField(model_name="program", name="topic"),
        migrations.AddField(
            model_name="steppass",
            name="sender",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.owner",
            ),
        ),
        migrations.AddIndex(
            model_name="steppass",
            index=models.Index(
                condition=models.Q(("sender__isnull", False)),
                fields=["sender", "at"],
                name="mails_of_sender",
            ),
        ),
    ]
