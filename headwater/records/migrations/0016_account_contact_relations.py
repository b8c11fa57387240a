import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0015_conversions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountContactRelation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='Created Date')),
                ('modified_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='Last Modified Date')),
                ('is_deleted', models.BooleanField(default=False, verbose_name='Deleted')),
                ('roles', models.CharField(blank=True, max_length=1000, verbose_name='Roles')),
                ('is_primary', models.BooleanField(default=False, verbose_name='Primary')),
                ('is_active', models.BooleanField(default=True, verbose_name='Active')),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='Start Date')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='End Date')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contact_relations', to='records.account', verbose_name='Account ID')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='account_relations', to='records.contact', verbose_name='Contact ID')),
                ('created_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Created By ID')),
                ('modified_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Last Modified By ID')),
            ],
            options={
                'ordering': ['-is_active', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('account', 'contact'), name='one_relation_each'), models.UniqueConstraint(condition=models.Q(('is_deleted', False), ('is_primary', True)), fields=('account',), name='one_primary_of_account')],
            },
        ),
    ]
