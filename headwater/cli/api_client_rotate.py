"""`headwater api-client rotate NAME`: a new secret; the old one holds for some days more."""

import argparse
from datetime import timedelta
from typing import Any

from headwater.cli import django_ready
from headwater.cli.refusal import Refusal


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which client, and how long its old secret holds."""
    parser.add_argument("name", help="its name, or its client ID")
    parser.add_argument("--days", type=int, default=7, help="how long the old one holds (7)")


def run(options: argparse.Namespace) -> None:
    """Print the new secret, this one time."""
    django_ready.load()
    from headwater.api import client_terms

    client = found(options.name)
    secret = client_terms.rotate(client, old_holds=timedelta(days=max(0, options.days)))
    print(f"client_id      {client.client_id}")
    print(f"client_secret  {secret}")


def found(name: str) -> Any:
    """The client of this name or ID."""
    from django.db.models import Q
    from oauth2_provider.models import get_application_model

    rows = get_application_model().objects.filter(Q(name=name) | Q(client_id=name))
    client = rows.first()
    if client is None:
        raise Refusal(f"there is no client {name!r}; `headwater api-client list` names them.")
    return client
