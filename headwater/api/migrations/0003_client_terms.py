
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('api', '0002_bulk_jobs'),
        ('oauth2_provider', '0022_refreshtoken_token_family_index'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ApiUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('who', models.CharField(max_length=40)),
                ('calls', models.PositiveIntegerField(default=0)),
                ('last_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('who', 'day'), name='api_use_once')],
            },
        ),
        migrations.CreateModel(
            name='ClientTerms',
            fields=[
                ('client', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='terms', serialize=False, to=settings.OAUTH2_PROVIDER_APPLICATION_MODEL)),
                ('scopes', models.CharField(default='api refresh_token', max_length=200)),
                ('per_day', models.PositiveIntegerField(default=1000000)),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('certificate', models.TextField(blank=True)),
                ('for_anyone', models.BooleanField(default=False)),
                ('old_secret', models.CharField(blank=True, max_length=255)),
                ('old_secret_until', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
