"""Website tracking: key pages, counts without identifier, settings."""

from django.db import migrations, models

from headwater.people.standing import watch


class Migration(migrations.Migration):

    initial = True

    dependencies = [('records', '0029_engagement')]

    operations = [
        migrations.CreateModel(
            name='KeyPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('path', models.CharField(max_length=200, unique=True)),
                ('interest', models.CharField(blank=True, max_length=80, verbose_name='Interest in')),
                ('is_active', models.BooleanField(default=True, verbose_name='In use')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='TrackingSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_on', models.BooleanField(default=True, verbose_name='Website tracking is on')),
                ('sites', models.CharField(blank=True, max_length=500, verbose_name='Your sites')),
                ('keep_days', models.PositiveSmallIntegerField(default=400, verbose_name='Keep visits for (days)')),
                ('gathered_until', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name_plural': 'tracking settings',
            },
        ),
        migrations.CreateModel(
            name='PageCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('kind', models.CharField(max_length=20)),
                ('page', models.CharField(max_length=200)),
                ('source', models.CharField(blank=True, max_length=100)),
                ('bot_reason', models.CharField(blank=True, max_length=120)),
                ('count', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('day', 'kind', 'page', 'source', 'bot_reason'), name='count_of_a_page')],
            },
        ),
        watch("tracking_keypage"),
        watch("tracking_trackingsettings", "is_on", "sites", "keep_days"),
    ]
