import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0014_deal_history'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='conversion',
            name='campaign',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='records.campaign'),
        ),
        migrations.AddField(
            model_name='conversion',
            name='criteria',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='conversion',
            name='is_direct',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='conversion',
            name='no_deal_reason',
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddField(
            model_name='conversion',
            name='override_reason',
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddField(
            model_name='conversion',
            name='score',
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name='conversion',
            name='unmapped',
            field=models.JSONField(default=dict),
        ),
        migrations.CreateModel(
            name='ConversionRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('single', 'A lead with its siblings'), ('mass', 'Many leads of a list'), ('door', 'At a door, without a lead in between'), ('rule', 'By rule, on the way to working without leads')], default='mass', max_length=6)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('stopped', 'Stopped'), ('undoing', 'Being undone'), ('undone', 'Undone')], default='waiting', max_length=7)),
                ('name', models.CharField(blank=True, max_length=255)),
                ('criteria', models.TextField(blank=True)),
                ('how', models.JSONField(default=dict)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('wanted_count', models.PositiveIntegerField(default=0)),
                ('converted_count', models.PositiveIntegerField(default=0)),
                ('refused_count', models.PositiveIntegerField(default=0)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.AddField(
            model_name='conversion',
            name='run',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='conversions', to='records.conversionrun'),
        ),
    ]
