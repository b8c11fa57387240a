
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='MatchKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_name', models.CharField(max_length=40)),
                ('record_id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('email', 'E-mail address'), ('phone', 'Phone number'), ('person', 'Name and company'), ('domain', 'Work domain'), ('company', 'Company name')], max_length=8)),
                ('value', models.CharField(max_length=500)),
            ],
            options={
                'indexes': [models.Index(fields=['object_name', 'record_id'], name='match_key_of_record')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'value', 'object_name', 'record_id'), name='match_key_once')],
            },
        ),
    ]
