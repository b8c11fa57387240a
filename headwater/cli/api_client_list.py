"""`headwater api-client list`: every program, what it may, and when it last called."""

import argparse

from headwater.cli import django_ready


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(options: argparse.Namespace) -> None:
    """One line each; secrets are kept as hashes and cannot be shown."""
    django_ready.load()
    from oauth2_provider.models import get_application_model

    from headwater.api import client_terms
    from headwater.api.models import ApiUse

    used = {each.who: each for each in ApiUse.objects.order_by("day")}
    clients = get_application_model().objects.select_related("user", "terms").order_by("name")
    for client in clients:
        terms, use = client_terms.of(client), used.get(f"client:{client.pk}")
        state = "open" if terms.is_open else "revoked" if terms.revoked_at else "ended"
        last = f"{use.last_at:%Y-%m-%d %H:%M}, {use.calls} calls that day" if use else "never used"
        owner = client.user.email if client.user else "nobody"
        print(f"{client.name}\t{client.client_id}\t{owner}\t{terms.scopes}\t{state}\t{last}")
