
import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import headwater.nurture.programs.program
from django.conf import settings
from django.db import migrations, models

from headwater.people.standing import watch


class Migration(migrations.Migration):

    dependencies = [
        ('nurture', '0004_auto_response_rules'),
        ('records', '0025_account_takes_what_leads_say'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Program',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('description', models.CharField(blank=True, max_length=255)),
                ('criteria', models.TextField(blank=True)),
                ('is_active', models.BooleanField(default=False, verbose_name='Running')),
                ('version', models.PositiveIntegerField(default=1)),
                ('topic', models.CharField(blank=True, max_length=80)),
                ('exits', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), blank=True, default=headwater.nurture.programs.program.every_exit, size=None)),
                ('again_after_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sender', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='SendingLimits',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_mails', models.PositiveSmallIntegerField(default=3)),
                ('person_days', models.PositiveSmallIntegerField(default=7)),
                ('mailbox_mails', models.PositiveIntegerField(default=400)),
                ('quiet_from', models.TimeField(default=datetime.time(20, 0))),
                ('quiet_until', models.TimeField(default=datetime.time(8, 0))),
                ('is_quiet_on_weekends', models.BooleanField(default=True)),
            ],
            options={
                'verbose_name_plural': 'sending limits',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_row_of_sending_limits')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('key', models.CharField(max_length=12)),
                ('answer', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No')], max_length=3)),
                ('place', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('wait', 'Wait'), ('email', 'Send an e-mail'), ('task', 'Give the owner a task'), ('field', 'Change a field'), ('branch', 'Branch'), ('handoff', 'Hand off to sales'), ('leave', 'Leave the program')], max_length=8)),
                ('amount', models.PositiveSmallIntegerField(default=0)),
                ('unit', models.CharField(choices=[('hours', 'hours'), ('days', 'days')], default='days', max_length=5)),
                ('is_until_working', models.BooleanField(default=False)),
                ('criteria', models.TextField(blank=True)),
                ('field', models.CharField(blank=True, max_length=80)),
                ('text', models.CharField(blank=True, max_length=255)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='nurture.step')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='nurture.program')),
                ('template', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='program_steps', to='nurture.mailtemplate')),
            ],
            options={
                'ordering': ['program', 'version', 'place'],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('waits_for', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(choices=[('running', 'In the program'), ('finished', 'Went through'), ('left', 'Left')], default='running', max_length=8)),
                ('enrolled_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('because', models.CharField(blank=True, max_length=255)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('exit', models.CharField(blank=True, max_length=12)),
                ('left_because', models.CharField(blank=True, max_length=255)),
                ('problem', models.CharField(blank=True, max_length=500)),
                ('enrolled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enrolments', to='records.lead')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='nurture.program')),
                ('step', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='standing', to='nurture.step')),
            ],
            options={
                'ordering': ['-enrolled_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='StepPass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step_key', models.CharField(max_length=12)),
                ('kind', models.CharField(choices=[('wait', 'Wait'), ('email', 'Send an e-mail'), ('task', 'Give the owner a task'), ('field', 'Change a field'), ('branch', 'Branch'), ('handoff', 'Hand off to sales'), ('leave', 'Leave the program')], max_length=8)),
                ('at', models.DateTimeField()),
                ('outcome', models.CharField(default='done', max_length=8)),
                ('variant', models.CharField(blank=True, max_length=1)),
                ('message_key', models.CharField(blank=True, db_index=True, max_length=120)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passes', to='nurture.enrolment')),
            ],
            options={
                'verbose_name_plural': 'step passes',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.UniqueConstraint(fields=('program', 'version', 'key'), name='step_key_of_version'),
        ),
        migrations.AddIndex(
            model_name='enrolment',
            index=models.Index(condition=models.Q(('state', 'running')), fields=['due_at'], name='enrolment_due'),
        ),
        migrations.AddIndex(
            model_name='enrolment',
            index=models.Index(fields=['program', 'lead', '-ended_at'], name='enrolment_of_lead'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('program', 'lead'), name='enrolled_once'),
        ),
        migrations.AddConstraint(
            model_name='steppass',
            constraint=models.UniqueConstraint(fields=('enrolment', 'step_key'), name='step_done_once'),
        ),
        watch("nurture_sendinglimits"),
    ]
