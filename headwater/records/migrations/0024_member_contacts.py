"""A page of the contacts of a campaign of many leads is one stretch of an index."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("records", "0023_deal_figures")]
    operations = [
        migrations.AddIndex(
            model_name="campaignmember",
            index=models.Index(
                F("campaign"), F("created_at").desc(), F("id").desc(), name="member_is_contact",
                condition=Q(("contact__isnull", False)),
            ),
        ),
    ]
