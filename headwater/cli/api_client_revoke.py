"""`headwater api-client revoke NAME`: it gets in no more, and its tokens end."""

import argparse

from headwater.cli import django_ready


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which client."""
    parser.add_argument("name", help="its name, or its client ID")


def run(options: argparse.Namespace) -> None:
    """Shut it out at once."""
    django_ready.load()
    from headwater.api import client_terms
    from headwater.cli.api_client_rotate import found

    client = found(options.name)
    client_terms.revoke(client)
    print(f"{client.name} is refused from now on.")
