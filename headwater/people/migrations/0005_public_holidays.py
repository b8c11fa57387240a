
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_queue_alarms'),
    ]

    operations = [
        migrations.AddField(
            model_name='businesshours',
            name='country',
            field=models.CharField(blank=True, max_length=2),
        ),
        migrations.AddField(
            model_name='businesshours',
            name='subdivision',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name='businesshours',
            name='worked_holidays',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='holiday',
            name='is_public',
            field=models.BooleanField(default=False),
        ),
    ]
