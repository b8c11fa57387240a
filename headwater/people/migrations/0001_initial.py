
import django.db.models.deletion
import django.utils.timezone
import headwater.people.business_hours
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Owner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('User', 'User'), ('Group', 'Queue')], max_length=5)),
                ('name', models.CharField(max_length=121)),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'db_table': 'people_owner',
            },
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stamp', models.UUIDField(default=uuid.uuid4)),
            ],
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Queue',
            fields=[
                ('owner_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='people.owner')),
                ('email', models.EmailField(blank=True, max_length=255)),
            ],
            options={
                'db_table': 'people_queue',
                'ordering': ['name'],
            },
            bases=('people.owner',),
        ),
        migrations.CreateModel(
            name='BusinessHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('time_zone', models.CharField(default='UTC', max_length=40)),
                ('week', models.JSONField(default=headwater.people.business_hours.office_week)),
                ('is_default', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name_plural': 'business hours',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('is_default',), name='one_default_business_hours')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('owner_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='people.owner')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=128, unique=True)),
                ('first_name', models.CharField(blank=True, max_length=40)),
                ('last_name', models.CharField(max_length=80)),
                ('title', models.CharField(blank=True, max_length=80)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('role', models.CharField(choices=[('admin', 'Admin'), ('marketing', 'Marketing'), ('manager', 'Sales manager'), ('rep', 'Sales rep'), ('read_only', 'Read only')], default='rep', max_length=10)),
                ('time_zone', models.CharField(default='UTC', max_length=40)),
                ('is_taking_leads', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('business_hours', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='people.businesshours')),
                ('manager', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='members', to='people.team')),
            ],
            options={
                'db_table': 'people_user',
                'ordering': ['name'],
            },
            bases=('people.owner', models.Model),
        ),
        migrations.CreateModel(
            name='QueueMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                ('queue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='people.queue')),
            ],
        ),
        migrations.AddField(
            model_name='queue',
            name='members',
            field=models.ManyToManyField(related_name='queues', through='people.QueueMember', to=settings.AUTH_USER_MODEL),
        ),
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('name', models.CharField(max_length=80)),
                ('business_hours', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holidays', to='people.businesshours')),
            ],
            options={
                'ordering': ['on'],
                'constraints': [models.UniqueConstraint(fields=('business_hours', 'on'), name='one_holiday_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='My company', max_length=80)),
                ('country', models.CharField(default='US', max_length=2)),
                ('locale', models.CharField(default='en-US', max_length=10)),
                ('currency', models.CharField(default='USD', max_length=3)),
                ('time_zone', models.CharField(default='UTC', max_length=40)),
                ('lead_access', models.CharField(choices=[('private', 'Private'), ('read', 'Everybody reads')], default='private', max_length=7)),
                ('account_access', models.CharField(choices=[('private', 'Private'), ('read', 'Everybody reads')], default='read', max_length=7)),
                ('opportunity_access', models.CharField(choices=[('private', 'Private'), ('read', 'Everybody reads')], default='private', max_length=7)),
                ('has_person_accounts', models.BooleanField(default=True)),
                ('reply_address', models.EmailField(blank=True, max_length=254)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('default_lead_owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.owner')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_organization')],
            },
        ),
        migrations.AddConstraint(
            model_name='queuemember',
            constraint=models.UniqueConstraint(fields=('queue', 'user'), name='once_in_a_queue'),
        ),
    ]
