
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0004_consent'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DuplicatePair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('one_object', models.CharField(max_length=40)),
                ('one_id', models.BigIntegerField()),
                ('other_object', models.CharField(max_length=40)),
                ('other_id', models.BigIntegerField()),
                ('probability', models.FloatField(default=0.0)),
                ('tier', models.CharField(choices=[('certain', 'Certain'), ('likely', 'Likely'), ('possible', 'Possible'), ('none', 'None')], default='possible', max_length=8)),
                ('evidence', models.JSONField(default=list)),
                ('found_by', models.CharField(choices=[('journey', 'when it came in'), ('base', 'looking through everything'), ('rule', 'a duplicate rule'), ('hand', 'a colleague')], default='journey', max_length=8)),
                ('found_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('rule', models.CharField(blank=True, default='', max_length=80)),
                ('group', models.BigIntegerField(blank=True, null=True)),
                ('state', models.CharField(choices=[('open', 'To review'), ('merged', 'Merged'), ('different', 'Not a duplicate'), ('skipped', 'Skipped'), ('gone', 'No longer alike')], default='open', max_length=9)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['other_object', 'other_id'], name='pair_of_other'), models.Index(condition=models.Q(('state', 'open')), fields=['-probability', 'id'], name='pair_to_review'), models.Index(condition=models.Q(('group__isnull', False), ('state', 'open')), fields=['group'], name='pair_group')],
                'constraints': [models.UniqueConstraint(fields=('one_object', 'one_id', 'other_object', 'other_id'), name='pair_once')],
            },
        ),
    ]
