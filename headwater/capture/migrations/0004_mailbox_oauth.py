import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("capture", "0003_forms_seen_limited_deleted"),
    ]

    operations = [
        migrations.AddField(
            model_name="mailbox",
            name="access_sealed",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="mailbox",
            name="access_until",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="mailbox",
            name="oauth_client",
            field=models.CharField(blank=True, max_length=254, verbose_name="Client ID"),
        ),
        migrations.AddField(
            model_name="mailbox",
            name="oauth_secret_sealed",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="mailbox",
            name="oauth_tenant",
            field=models.CharField(
                blank=True,
                max_length=100,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[A-Za-z0-9.-]+$", "A domain or the tenant’s own ID."
                    )
                ],
                verbose_name="Tenant",
            ),
        ),
        migrations.AddField(
            model_name="mailbox",
            name="refresh_sealed",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="mailbox",
            name="sign_in",
            field=models.CharField(
                choices=[
                    ("password", "Password"),
                    ("google", "Google (OAuth)"),
                    ("microsoft", "Microsoft 365 (OAuth)"),
                ],
                default="password",
                max_length=9,
                verbose_name="Sign in by",
            ),
        ),
    ]
