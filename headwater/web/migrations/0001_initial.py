
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_name', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=80)),
                ('scope', models.CharField(choices=[('all', 'All'), ('mine', 'Mine'), ('queues', 'My queues’')], default='all', max_length=6)),
                ('criteria', models.TextField(blank=True)),
                ('columns', models.JSONField(blank=True, default=list)),
                ('sort', models.CharField(blank=True, max_length=60)),
                ('is_shared', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name', 'id'],
                'indexes': [models.Index(fields=['object_name', 'owner'], name='saved_view_of_owner')],
            },
        ),
    ]
