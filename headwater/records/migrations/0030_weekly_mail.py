import datetime

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0029_engagement'),
    ]

    operations = [
        migrations.AddField(
            model_name='notificationsettings',
            name='weekly',
            field=models.CharField(blank=True, choices=[('', 'If I do marketing'), ('yes', 'Yes'), ('no', 'No')], max_length=3),
        ),
        migrations.AddField(
            model_name='notificationsettings',
            name='weekly_at',
            field=models.TimeField(default=datetime.time(8, 0)),
        ),
        migrations.AddField(
            model_name='notificationsettings',
            name='weekly_on',
            field=models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], default=0),
        ),
        migrations.AlterField(
            model_name='notificationmail',
            name='kind',
            field=models.CharField(choices=[('news', 'News'), ('digest', 'Digest'), ('weekly', 'The week of marketing'), ('queue', 'To a queue\'s address')], max_length=6),
        ),
    ]
