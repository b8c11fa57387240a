import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


RULES = (
    # name, kind, reasons, tries, days, way, status, words
    ("Not for us", "unqualified",
     ["Market not served", "Student or research", "Asked to stop", "Duplicate", "Spam"],
     0, 0, "stays", "", "Nothing will change that."),
    ("Not now", "unqualified", ["No budget", "No decision power", "Chose a competitor"],
     0, 180, "owner", "Nurturing", "Half a year later things may stand otherwise."),
    ("Closed for any other reason", "unqualified", [], 0, 365, "owner", "Nurturing",
     "Once a year somebody looks again."),
    ("Rejected by sales", "rejected", [], 0, 30, "owner", "", "Marketing says what comes next."),
    ("Mail stays unanswered", "mails", [], 3, 3, "call", "", "Another channel: somebody calls."),
    ("Never reached by phone", "calls", [], 4, 14, "owner", "Nurturing",
     "Another channel: warmed until they answer."),
)


def first_rules(apps, schema_editor):
    """None is in force before somebody has read it."""
    rule = apps.get_model("recycling", "RecycleRule")
    for place, (name, kind, reasons, tries, days, way, status, words) in enumerate(RULES, 1):
        rule.objects.create(
            name=name, sort_order=place, kind=kind, reasons=reasons, attempts=tries or 3,
            after_days=days, way=way, status=status, words=words, is_active=False,
        )


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('nurture', '0007_mailing'),
        ('people', '0008_lead_mode'),
        ('records', '0029_engagement'),
    ]

    operations = [
        migrations.CreateModel(
            name='RecycleRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('sort_order', models.PositiveIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True, verbose_name='In force')),
                ('kind', models.CharField(choices=[('unqualified', 'Closed as not qualified'), ('rejected', 'Rejected by sales'), ('mails', 'Does not answer mail'), ('calls', 'Is never reached by phone')], max_length=11)),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=255), blank=True, default=list, size=None)),
                ('attempts', models.PositiveSmallIntegerField(default=3)),
                ('criteria', models.TextField(blank=True)),
                ('after_days', models.PositiveSmallIntegerField(default=90)),
                ('way', models.CharField(choices=[('program', 'Into a program'), ('call', 'A call for the owner'), ('owner', 'To somebody or a queue'), ('stays', 'Stays as it is, for good')], max_length=7)),
                ('status', models.CharField(blank=True, max_length=255)),
                ('words', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.owner')),
                ('program', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='nurture.program')),
            ],
            options={
                'ordering': ['sort_order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='WayBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('unqualified', 'Closed as not qualified'), ('rejected', 'Rejected by sales'), ('mails', 'Does not answer mail'), ('calls', 'Is never reached by phone')], max_length=11)),
                ('way', models.CharField(choices=[('program', 'Into a program'), ('call', 'A call for the owner'), ('owner', 'To somebody or a queue'), ('stays', 'Stays as it is, for good')], max_length=7)),
                ('since', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('reason', models.CharField(max_length=300)),
                ('state', models.CharField(choices=[('waiting', 'Comes back'), ('back', 'Came back'), ('stays', 'Stays, by a rule'), ('dropped', 'Taken up before')], default='waiting', max_length=7)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ways_back', to='records.lead')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.owner')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ways_back', to='recycling.recyclerule')),
            ],
            options={
                'verbose_name_plural': 'ways back',
                'ordering': ['due_at', 'id'],
            },
        ),
        migrations.AddConstraint(
            model_name='recyclerule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('way', 'program'), _negated=True), ('program__isnull', False), _connector='OR'), name='way_into_a_program'),
        ),
        migrations.AddIndex(
            model_name='wayback',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='way_back_due'),
        ),
        migrations.AddIndex(
            model_name='wayback',
            index=models.Index(fields=['-ended_at'], name='way_back_ended'),
        ),
        migrations.AddConstraint(
            model_name='wayback',
            constraint=models.UniqueConstraint(fields=('lead', 'kind', 'since'), name='way_back_once'),
        ),
        migrations.AddConstraint(
            model_name='wayback',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('lead',), name='one_way_back_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='wayback',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='way_back_has_a_reason'),
        ),
        migrations.RunPython(first_rules, migrations.RunPython.noop),
    ]
