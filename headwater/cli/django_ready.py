"""Loads Django for a command, after DATABASE_URL is known."""

import django


def load() -> None:
    """Make the models importable."""
    django.setup()


def is_migrated() -> bool:
    """Whether the database has every migration of this version."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def has_tables() -> bool:
    """Whether anything was ever migrated here."""
    from django.db import connection

    with connection.cursor() as cursor:
        return "django_migrations" in connection.introspection.table_names(cursor)
