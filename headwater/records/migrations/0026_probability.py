"""What a lead is likely to become, learned from what became of the leads before it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0025_account_takes_what_leads_say'),
    ]

    operations = [
        migrations.AddField(
            model_name='lead',
            name='probability',
            field=models.FloatField(blank=True, null=True, verbose_name='Probability (%)'),
        ),
        migrations.AddField(
            model_name='lead',
            name='probability_because',
            field=models.JSONField(blank=True, default=list),
        ),
    ]
