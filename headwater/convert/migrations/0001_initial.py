
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='FieldMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lead_field', models.CharField(max_length=43)),
                ('object_name', models.CharField(choices=[('Account', 'Account'), ('Contact', 'Contact'), ('Opportunity', 'Opportunity')], max_length=40)),
                ('field', models.CharField(max_length=43)),
                ('is_standard', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('object_name', 'field'), name='one_source_for_a_target')],
            },
        ),
    ]
