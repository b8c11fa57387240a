"""What has changed since: read by programs that keep a copy, page by page in this order."""

from django.db import migrations, models


def synced(model: str, name: str) -> migrations.AddIndex:
    return migrations.AddIndex(model, models.Index(fields=["modified_at", "id"], name=name))


class Migration(migrations.Migration):
    dependencies = [("records", "0034_lists_of_the_day")]
    operations = [
        synced("lead", "lead_synced"),
        synced("contact", "contact_synced"),
        synced("account", "account_synced"),
        synced("opportunity", "deal_synced"),
        synced("task", "task_synced"),
        synced("campaignmember", "member_synced"),
    ]
