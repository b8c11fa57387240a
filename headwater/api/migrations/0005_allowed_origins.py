"""Origins whose pages may call the API from a browser; none to begin with."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import headwater.api.cross_origin
from headwater.people.standing import watch


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0004_signing_key"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            "AllowedOrigin",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("origin", models.CharField(max_length=255, unique=True, validators=[headwater.api.cross_origin.is_origin])),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("created_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={"ordering": ["origin"]},
        ),
        watch("api_allowedorigin"),
    ]
