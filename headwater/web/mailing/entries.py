"""What the page of Setup says of mail: a name, what it decides, how it stands, where it is."""

from django.urls import reverse

from headwater.records.models import Topic, Undeliverable
from headwater.web.mailing import templates

WRITTEN = "What is written once and sent to many, with preview and test."
TOPICS = "What people may hear about, and which of it only with their consent."
LISTED = "Addresses that get nothing: came back, complained, or entered."
SENDING = "By which server, what readers’ servers check, opens and clicks, Undo."


def entries() -> list[tuple[str, str, str, str]]:
    """The lines of Setup about mail."""
    listed = f"{Undeliverable.objects.final().count():,}"
    topics = f"{Topic.objects.filter(is_active=True).count()} in use"
    return [
        ("E-mail templates", WRITTEN, templates.state(), reverse("mail_templates")),
        ("Mail topics", TOPICS, topics, reverse("definitions", args=["topics"])),
        ("Suppression list", LISTED, listed, reverse("suppressions")),
        ("Sending mail", SENDING, "server, checks, counting", reverse("sending_mail")),
    ]
