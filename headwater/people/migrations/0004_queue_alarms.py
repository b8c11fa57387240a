import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from headwater.people.standing import watch


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_standing"),
    ]

    operations = [
        migrations.AddField(
            model_name="queue",
            name="business_hours",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="people.businesshours",
            ),
        ),
        migrations.AddField(
            model_name="queue",
            name="is_telling_members",
            field=models.BooleanField(default=False, verbose_name="Tell members of each new lead"),
        ),
        migrations.AddField(
            model_name="queue",
            name="manager",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="managed_queues",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="queue",
            name="tell_manager_after",
            field=models.PositiveIntegerField(
                blank=True, null=True, verbose_name="Tell the manager after"
            ),
        ),
        migrations.AddField(
            model_name="queue",
            name="tell_members_after",
            field=models.PositiveIntegerField(
                blank=True, null=True, verbose_name="Tell the members after"
            ),
        ),
        migrations.AlterField(
            model_name="queue",
            name="email",
            field=models.EmailField(blank=True, max_length=255, verbose_name="E-mail address"),
        ),
        # Both are kept in memory: who is told, and after how long.
        watch("people_queue"),
        watch("people_queuemember"),
    ]
