"""A rule may be removed, also one by which leads wait; its name is free again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recycling", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="recyclerule",
            name="removed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="recyclerule",
            name="name",
            field=models.CharField(max_length=120),
        ),
        migrations.AddConstraint(
            model_name="recyclerule",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None)),
                fields=("name",),
                name="name_of_a_recycling_rule",
                violation_error_message="There is a rule of this name.",
            ),
        ),
    ]
