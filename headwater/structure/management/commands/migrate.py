"""Django's `migrate`, which makes an empty database from the kept structure first."""

from typing import Any

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS

from headwater.structure import snapshot


class Command(migrate.Command):
    """Takes two more words: `--replay` runs every migration, also in an empty database."""

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.add_argument("--replay", action="store_true", help="run every migration")

    def handle(self, *args: Any, **options: Any) -> Any:
        is_whole = not (options["app_label"] or options["plan"] or options["check_unapplied"])
        is_fresh = is_whole and options["database"] == DEFAULT_DB_ALIAS and not options["replay"]
        if is_fresh and snapshot.load() and options["verbosity"] > 0:
            self.stdout.write("The structure is made.")
        return super().handle(*args, **options)
