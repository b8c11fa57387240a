
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('records', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WebForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text="The last part of the form's address: small letters, digits, hyphens.", max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^(?!new$)', '“new” is taken; choose another address.')], verbose_name='Address')),
                ('name', models.CharField(max_length=120, verbose_name='Title')),
                ('intro', models.CharField(blank=True, max_length=500, verbose_name='Text above the fields')),
                ('fields', models.JSONField(default=list)),
                ('once_asked', models.JSONField(blank=True, default=list)),
                ('hidden', models.JSONField(blank=True, default=dict)),
                ('taken', models.JSONField(blank=True, default=dict)),
                ('button', models.CharField(default='Send', max_length=40, verbose_name='Word on the button')),
                ('lead_source', models.CharField(blank=True, default='Web', max_length=255, verbose_name='Lead source')),
                ('member_status', models.CharField(blank=True, max_length=40, verbose_name='Member status')),
                ('thanks', models.CharField(default='Thank you. We will be in touch shortly.', max_length=500, verbose_name='Thank-you text')),
                ('redirect_url', models.CharField(blank=True, max_length=500, validators=[django.core.validators.URLValidator(('http', 'https'), message='Give a whole address: https://…')], verbose_name='Or send visitors to')),
                ('consent', models.CharField(blank=True, help_text='Shown with a box to tick; without the tick nothing can be sent.', max_length=500, verbose_name='Consent text')),
                ('consent_channels', models.JSONField(blank=True, default=list)),
                ('sites', models.JSONField(blank=True, default=list)),
                ('answers', models.BooleanField(default=True, verbose_name='Answer at once by e-mail')),
                ('auto_response', models.CharField(blank=True, max_length=80, verbose_name='With the template')),
                ('is_active', models.BooleanField(default=True, verbose_name='Active')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='web_forms', to='records.campaign')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
    ]
