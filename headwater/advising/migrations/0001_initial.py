"""Lead or direct: the rules of the method to begin with, and who counts as qualified."""

from django.db import migrations, models

from headwater.people.standing import watch

QUALIFIED_WHEN = (
    "Score >= 50 OR Rating = 'Hot' OR Status = 'Qualified' OR Budget != null "
    "OR (Need != null AND Timeline != null) OR Description LIKE '%quote%' "
    "OR Description LIKE '%quotation%' OR Description LIKE '%meeting%' "
    "OR Description LIKE '%appointment%' OR Description LIKE '%call me%'"
)
RULES = (
    # name, company, account, qualified, way, words
    ("Nothing is known yet", "no", "no", "no", "lead",
     "Company unknown, never any business, nothing that qualifies them: a lead, until more is known."),
    ("There is an account", "any", "yes", "any", "direct",
     "Whoever belongs to an account is a contact there, and what they ask for is a deal of its own."),
    ("The company is known", "yes", "any", "any", "direct",
     "A known company can be an account with a contact and an early deal right away."),
    ("They are qualified", "any", "any", "yes", "direct",
     "Somebody who asks for a quote or a meeting is a deal that sales should see."),
)


def first_rows(apps, schema_editor):
    apps.get_model("advising", "Definition").objects.create(id=1, qualified_when=QUALIFIED_WHEN)
    rule = apps.get_model("advising", "AdviceRule")
    for place, (name, company, account, qualified, way, words) in enumerate(RULES, 1):
        rule.objects.create(
            name=name, sort_order=place, company=company, account=account, qualified=qualified,
            way=way, words=words,
        )


class Migration(migrations.Migration):

    initial = True

    dependencies = [("people", "0003_standing")]

    operations = [
        migrations.CreateModel(
            name='AdviceRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('sort_order', models.PositiveIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('company', models.CharField(choices=[('any', 'whatever'), ('yes', 'yes'), ('no', 'no')], default='any', max_length=3)),
                ('account', models.CharField(choices=[('any', 'whatever'), ('yes', 'yes'), ('no', 'no')], default='any', max_length=3)),
                ('qualified', models.CharField(choices=[('any', 'whatever'), ('yes', 'yes'), ('no', 'no')], default='any', max_length=3)),
                ('criteria', models.TextField(blank=True)),
                ('way', models.CharField(choices=[('lead', 'Lead'), ('direct', 'Direct')], default='direct', max_length=6)),
                ('words', models.CharField(max_length=300)),
                ('is_followed', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['sort_order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Definition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('qualified_when', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_definition')],
            },
        ),
        migrations.RunPython(first_rows, migrations.RunPython.noop),
        watch("advising_advicerule"),
        watch("advising_definition"),
    ]
