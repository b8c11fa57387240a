"""`headwater migrate`: found after the settings are read, so that it is `structure`'s own."""

import argparse

from headwater.cli import django_ready


def arguments(parser: argparse.ArgumentParser) -> None:
    """All of Django's, and `--replay`: run every migration, also in an empty database."""
    parser.add_argument("passed_on", nargs="*", metavar="what Django's migrate takes")


def run(options: argparse.Namespace) -> None:
    """Bring the database up to this version."""
    django_ready.load()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["headwater", "migrate", *options.passed_on])
