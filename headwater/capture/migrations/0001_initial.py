
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('records', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HygieneFix',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_name', models.CharField(max_length=20)),
                ('finding_ids', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('running', 'Under way'), ('done', 'Done'), ('undoing', 'Being taken back'), ('undone', 'Taken back')], default='running', max_length=7)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('last_id', models.BigIntegerField(default=0)),
                ('wanted_count', models.PositiveIntegerField(default=0)),
                ('fixed_count', models.PositiveIntegerField(default=0)),
                ('skipped_count', models.PositiveIntegerField(default=0)),
                ('undone_count', models.PositiveIntegerField(default=0)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.owner')),
            ],
            options={
                'verbose_name_plural': 'hygiene fixes',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='HygieneFixed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('fix', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fixed', to='capture.hygienefix')),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='records.lead')),
            ],
        ),
        migrations.CreateModel(
            name='HygieneRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('lead_count', models.PositiveIntegerField(default=0)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AddField(
            model_name='hygienefix',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fixes', to='capture.hygienerun'),
        ),
        migrations.CreateModel(
            name='KnownSender',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.CharField(max_length=254, unique=True, verbose_name='E-mail, domain or network address')),
                ('verdict', models.CharField(choices=[('let_in', 'Always let in'), ('set_aside', 'Always set aside')], default='set_aside', max_length=9)),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='Why')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['verdict', 'value'],
            },
        ),
        migrations.CreateModel(
            name='Mailbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(max_length=254, unique=True, verbose_name='Address')),
                ('way', models.CharField(choices=[('imap', 'Read it over IMAP'), ('door', 'Our mail server delivers it here (LMTP or SMTP)')], default='imap', max_length=4, verbose_name='How mail gets here')),
                ('host', models.CharField(blank=True, max_length=253, verbose_name='IMAP server')),
                ('port', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(65535)], verbose_name='Port')),
                ('security', models.CharField(choices=[('tls', 'TLS (port 993)'), ('starttls', 'STARTTLS (port 143)'), ('none', 'None: only inside your own network')], default='tls', max_length=8, verbose_name='Security')),
                ('username', models.CharField(blank=True, max_length=254, verbose_name='User name')),
                ('password_sealed', models.TextField(blank=True)),
                ('password_variable', models.CharField(blank=True, max_length=80, validators=[django.core.validators.RegexValidator('^HEADWATER_MAILBOX_[A-Z0-9_]+$', 'Its name begins with HEADWATER_MAILBOX_, in capitals.')], verbose_name='Or its environment variable')),
                ('folder', models.CharField(default='INBOX', max_length=200, verbose_name='Folder')),
                ('afterwards', models.CharField(choices=[('seen', 'Mark as read'), ('move', 'Move to another folder'), ('nothing', 'Leave as it is')], default='seen', max_length=7, verbose_name='Once it is in')),
                ('moved_to', models.CharField(blank=True, max_length=200, verbose_name='Folder to move to')),
                ('takes_old', models.BooleanField(default=False, verbose_name='Also bring in what is there already')),
                ('lead_source', models.CharField(blank=True, default='E-mail', max_length=255, verbose_name='Lead source')),
                ('answers', models.BooleanField(default=True, verbose_name='Answer at once by e-mail')),
                ('auto_response', models.CharField(blank=True, max_length=80, verbose_name='With the template')),
                ('is_active', models.BooleanField(default=True, verbose_name='In use')),
                ('uid_validity', models.BigIntegerField(editable=False, null=True)),
                ('last_uid', models.BigIntegerField(default=0, editable=False)),
                ('polled_at', models.DateTimeField(editable=False, null=True)),
                ('problem', models.CharField(blank=True, editable=False, max_length=500)),
                ('failing_since', models.DateTimeField(editable=False, null=True)),
                ('failure_count', models.PositiveIntegerField(default=0, editable=False)),
                ('poll_again_at', models.DateTimeField(editable=False, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='mailboxes', to='records.campaign')),
            ],
            options={
                'verbose_name_plural': 'mailboxes',
                'ordering': ['address'],
            },
        ),
        migrations.CreateModel(
            name='ReceivedMail',
            fields=[
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='mail', serialize=False, to='records.submission')),
                ('raw', models.BinaryField()),
                ('is_whole', models.BooleanField(default=True)),
                ('sender', models.CharField(blank=True, max_length=320)),
                ('received_at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'received mails',
                'indexes': [models.Index(fields=['sender', 'received_at'], name='received_mail_of_sender')],
            },
        ),
        migrations.CreateModel(
            name='Replay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('chosen', models.CharField(blank=True, max_length=300)),
                ('count', models.PositiveIntegerField(default=0)),
                ('released_count', models.PositiveIntegerField(default=0)),
                ('finished_at', models.DateTimeField(null=True)),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='SentMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=32)),
                ('sender', models.CharField(max_length=254)),
                ('sent_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('fingerprint', 'sender'), name='one_message_a_sender')],
            },
        ),
        migrations.CreateModel(
            name='SpamSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('threshold', models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MinValueValidator(3), django.core.validators.MaxValueValidator(50)], verbose_name='Set aside from')),
                ('recaptcha_site_key', models.CharField(blank=True, max_length=100, verbose_name='Site key')),
                ('recaptcha_secret', models.CharField(blank=True, max_length=100, verbose_name='Secret')),
                ('web_to_lead_needs_recaptcha', models.BooleanField(default=False, verbose_name='Web-to-Lead forms must solve a reCAPTCHA')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_spam_settings')],
            },
        ),
        migrations.CreateModel(
            name='UsedProof',
            fields=[
                ('signature', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('ends_at', models.DateTimeField()),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='records.submission')),
            ],
        ),
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
                ('earlier_consents', models.JSONField(blank=True, default=list)),
                ('sites', models.JSONField(blank=True, default=list)),
                ('protection', models.CharField(choices=[('none', 'None'), ('proof', 'Proof of work'), ('recaptcha', 'reCAPTCHA (asks Google)')], default='proof', help_text='The visitor’s machine computes for a moment; nobody outside is asked.', max_length=9, verbose_name='Protection from spam')),
                ('is_strict', models.BooleanField(default=False, verbose_name='Set aside whatever comes without it')),
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
        migrations.CreateModel(
            name='HygieneFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_name', models.CharField(max_length=20)),
                ('owner_id', models.BigIntegerField()),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('lead', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='records.lead')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='capture.hygienerun')),
            ],
            options={
                'indexes': [models.Index(fields=['run', 'check_name', 'lead'], name='hygiene_of_check')],
            },
        ),
        migrations.CreateModel(
            name='HygieneCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_name', models.CharField(max_length=20)),
                ('owner_id', models.BigIntegerField()),
                ('count', models.PositiveIntegerField()),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counts', to='capture.hygienerun')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run', 'check_name', 'owner_id'), name='hygiene_counted_once')],
            },
        ),
        migrations.CreateModel(
            name='ReplayedSubmission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was_state', models.CharField(max_length=11)),
                ('was_reason', models.CharField(blank=True, max_length=1000)),
                ('is_released', models.BooleanField(default=False)),
                ('replay', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='capture.replay')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replays', to='records.submission')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('is_released', False)), fields=['replay', 'id'], name='replay_to_do')],
                'constraints': [models.UniqueConstraint(fields=('replay', 'submission'), name='replayed_once')],
            },
        ),
    ]
