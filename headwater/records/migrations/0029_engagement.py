"""What people did, whose browser it was, and by what machines are told."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from headwater.people.standing import watch


RULES = (
    ("prefetch", "", "It was fetched in advance, before anybody asked for it."),
    ("hidden", "", "A link was followed that people do not see."),
    ("driven", "", "The browser was driven by a program."),
    ("nameless", "", "The browser did not say what it is."),
    ("agent", "bot, crawl, spider, slurp", "It calls itself a crawler."),
    (
        "agent",
        "preview, facebookexternalhit, embedly, whatsapp, telegram, skype, discord, linkexpander",
        "A preview of the link was made.",
    ),
    (
        "agent",
        "python, curl, wget, go-http, okhttp, java/, axios, node-fetch, libwww, httpclient, perl, "
        "ruby, php/",
        "It is a program, not a browser.",
    ),
    (
        "agent",
        "headless, phantomjs, puppeteer, playwright, selenium, lighthouse, pingdom, uptime, monitor",
        "It is a browser without a screen.",
    ),
    (
        "agent",
        "proofpoint, mimecast, barracuda, safelinks, symantec, trendmicro, forcepoint, urldefense, "
        "cloudmark, sophos, fortinet, scan",
        "A mail scanner looked at it.",
    ),
    ("speed", "5", "It came faster after sending than anybody reads."),
    ("burst", "3", "Many links of one mail were followed at once."),
)


def first_rules(apps, schema_editor):
    rule = apps.get_model("records", "BotRule")
    rule.objects.bulk_create(
        rule(sign=sign, value=value, reason=reason, is_standard=True)
        for sign, value, reason in RULES
    )


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0028_mail'),
    ]

    operations = [
        migrations.CreateModel(
            name='BotRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sign', models.CharField(choices=[('agent', "The browser's name contains"), ('network', 'It comes from the network'), ('nameless', 'The browser gives no name'), ('prefetch', 'Fetched in advance'), ('hidden', 'Followed a link that people do not see'), ('driven', 'The browser is driven by a program'), ('speed', 'Clicked so many seconds after sending'), ('burst', 'So many links of one mail within ten seconds')], max_length=8)),
                ('value', models.CharField(blank=True, max_length=500)),
                ('reason', models.CharField(blank=True, max_length=120)),
                ('is_person', models.BooleanField(default=False, verbose_name='Counts as a person')),
                ('is_active', models.BooleanField(default=True, verbose_name='In use')),
                ('is_standard', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Visitor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, unique=True)),
                ('joined_at', models.DateTimeField(blank=True, null=True)),
                ('consent_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('first_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('last_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('came', models.JSONField(blank=True, default=dict)),
                ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='visitors', to='records.lead')),
            ],
        ),
        migrations.CreateModel(
            name='Engagement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(choices=[('page_view', 'Looked at a page'), ('key_page', 'Looked at a key page'), ('form_start', 'Began a form'), ('form_post', 'Sent a form'), ('email_open', 'Opened an e-mail'), ('email_click', 'Followed a link in an e-mail'), ('email_reply', 'Answered an e-mail'), ('meeting', 'Met us'), ('campaign_response', 'Responded to a campaign')], max_length=20)),
                ('what', models.CharField(blank=True, max_length=500)),
                ('interest', models.CharField(blank=True, max_length=80)),
                ('bot_reason', models.CharField(blank=True, max_length=120)),
                ('agent', models.CharField(blank=True, max_length=300)),
                ('network', models.CharField(blank=True, max_length=45)),
                ('signs', models.CharField(blank=True, max_length=60)),
                ('verdict', models.CharField(blank=True, choices=[('', 'Judged by the rules'), ('person', 'A person'), ('machine', 'A machine')], max_length=7)),
                ('key', models.CharField(max_length=120, unique=True)),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='engagements', to='records.contact')),
                ('lead', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='engagements', to='records.lead')),
                ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='engagements', to='records.emailmessage')),
                ('visitor', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='engagements', to='records.visitor')),
            ],
            options={
                'indexes': [models.Index(fields=['lead', 'at'], name='engagement_of_lead'), models.Index(fields=['visitor', 'at'], name='engagement_of_visitor'), models.Index(fields=['at'], name='engagement_at')],
            },
        ),
        migrations.RunPython(first_rules, migrations.RunPython.noop),
        watch("records_botrule"),
    ]
