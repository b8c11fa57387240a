
import django.db.models.deletion
import headwater.qualify.clock_policy
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_public_holidays'),
        ('qualify', '0005_handoffs'),
        ('records', '0012_clocks'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='missedclock',
            options={'ordering': ['noticed_at', 'id']},
        ),
        migrations.AddField(
            model_name='clockpolicy',
            name='kind',
            field=models.CharField(choices=[('first_attempt', 'First attempt'), ('first_contact', 'First contact'), ('next_step', 'Next step'), ('accept', 'Accept')], default='first_attempt', max_length=20),
        ),
        migrations.AddField(
            model_name='clockpolicy',
            name='reminds_owner',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='clockpolicy',
            name='tells_manager',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='clockpolicy',
            name='then',
            field=models.CharField(blank=True, choices=[('', 'It stays where it is'), ('reassign', 'The next one who is free gets it'), ('queue', 'It goes back to the queue')], default='', max_length=10),
        ),
        migrations.AddField(
            model_name='clockpolicy',
            name='warn_shares',
            field=models.JSONField(blank=True, default=headwater.qualify.clock_policy.usual_warnings),
        ),
        migrations.AddField(
            model_name='missedclock',
            name='owner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.owner'),
        ),
        migrations.AlterField(
            model_name='missedclock',
            name='clock',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='misses', to='records.clock'),
        ),
        migrations.AddConstraint(
            model_name='missedclock',
            constraint=models.UniqueConstraint(fields=('clock', 'owner'), name='missed_once_each'),
        ),
    ]
