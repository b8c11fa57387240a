
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('merge', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='merge',
            name='made',
            field=models.JSONField(default=dict),
        ),
    ]
