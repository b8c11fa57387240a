import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('api', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BulkJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('interface', models.CharField(max_length=10)),
                ('operation', models.CharField(max_length=20)),
                ('object_name', models.CharField(max_length=80)),
                ('external_field', models.CharField(blank=True, max_length=80)),
                ('content_type', models.CharField(default='CSV', max_length=12)),
                ('line_ending', models.CharField(default='LF', max_length=4)),
                ('delimiter', models.CharField(default='COMMA', max_length=12)),
                ('query', models.TextField(blank=True)),
                ('version', models.CharField(max_length=8)),
                ('concurrency', models.CharField(default='Parallel', max_length=10)),
                ('wishes', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('Open', 'Open'), ('UploadComplete', 'Upload Complete'), ('InProgress', 'In Progress'), ('JobComplete', 'Job Complete'), ('Closed', 'Closed'), ('Aborted', 'Aborted'), ('Failed', 'Failed')], default='Open', max_length=20)),
                ('error', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('modified_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='BulkBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('Queued', 'Queued'), ('InProgress', 'In Progress'), ('Completed', 'Completed'), ('Failed', 'Failed'), ('NotProcessed', 'Not Processed')], default='Queued', max_length=14)),
                ('message', models.TextField(blank=True)),
                ('columns', models.JSONField(default=list)),
                ('done_count', models.PositiveIntegerField(default=0)),
                ('failed_count', models.PositiveIntegerField(default=0)),
                ('spent_ms', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('modified_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='batches', to='api.bulkjob')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='BulkPiece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('sent', 'Sent'), ('told', 'Told'), ('found', 'Found')], max_length=5)),
                ('number', models.PositiveIntegerField()),
                ('count', models.PositiveIntegerField(default=0)),
                ('data', models.BinaryField()),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='api.bulkbatch')),
            ],
        ),
        migrations.AddIndex(
            model_name='bulkjob',
            index=models.Index(fields=['state', 'modified_at'], name='bulk_job_state'),
        ),
        migrations.AddConstraint(
            model_name='bulkpiece',
            constraint=models.UniqueConstraint(fields=('batch', 'kind', 'number'), name='bulk_piece_once'),
        ),
    ]
