"""The heavy part of a run on Spark: pairs and their patterns by the very same statements.

Tables travel as files of columns, which every worker of a cluster must be able to read: there, the
state folder lies on a shared disk. What is small afterwards (what Splink has learned, the judge,
groups) goes back to where the run is.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import sqlglot
from django.conf import settings
from sqlglot import exp

from headwater.match.identity import Identity

INSTALL = (
    "Spark needs Java 17 or later and pyspark: install Java by the system's package manager "
    "(Debian and Ubuntu: apt install default-jre-headless) and pyspark into Headwater's "
    "environment (pip install pyspark), or leave out --engine spark."
)
# Functions of DuckDB as those of Splink's library for Spark, or of Spark itself, are called.
FUNCTIONS = {
    "JarowinklerSimilarity": "jaro_winkler",
    "ArrayOverlaps": "arrays_overlap",
}


LISTS = frozenset(name for name, kind in Identity.__annotations__.items() if "tuple" in str(kind))


class NoSparkError(RuntimeError):
    """Spark or Java is not there; the message says what to install."""


class Spark:
    """An engine as `store.DuckDB` is, for pairs, patterns and Splink; `duck` is the run's own."""

    def __init__(self, session: Any, duck: Any) -> None:
        self.session, self.duck = session, duck
        self.folder = duck.folder / "spark"
        self.folder.mkdir(exist_ok=True)
        from splink import SparkAPI

        backend: Any = SparkAPI
        # What Splink works through; it brings the functions that the statements call.
        self.api = backend(spark_session=session, break_lineage_method="persist")

    def has(self, table: str) -> bool:
        """Whether a step has been done."""
        return bool((self.folder / table / "_SUCCESS").exists())

    def make(self, table: str, sql: str) -> str:
        """The table with what `sql` (of DuckDB) selects, made once; its name."""
        path = str(self.folder / table)
        if not self.has(table):
            self.session.sql(translated(sql)).write.mode("overwrite").parquet(path)
        self.session.read.parquet(path).createOrReplaceTempView(table)
        return table

    def lend(self, table: str) -> str:
        """A table of the run for Spark to read; its name."""
        path = self.folder / f"{table}.lent"
        if not path.exists():
            self.duck.rows(f"COPY {table} TO '{path}' (FORMAT parquet)")
        self.session.read.parquet(str(path)).createOrReplaceTempView(table)
        return table

    def bring(self, table: str) -> str:
        """A table of Spark's for the run; its name."""
        return str(self.duck.make(table, f"SELECT * FROM '{self.folder / table}/*.parquet'"))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What `sql` selects."""
        return [tuple(row) for row in self.session.sql(translated(sql)).collect()]


def translated(sql: str) -> str:
    """A statement of DuckDB in Spark's words."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    return str(tree.transform(_function).sql(dialect="spark"))


def _function(node: Any) -> Any:
    name = type(node).__name__
    if name in FUNCTIONS:
        return exp.Anonymous(this=FUNCTIONS[name], expressions=[node.this, node.expression])
    if (
        name == "Anonymous" and node.name.lower() == "list_has_all"
    ):  # all of the second in the first
        lacking = exp.func("array_except", *reversed(node.expressions))
        return exp.EQ(this=exp.func("size", lacking), expression=exp.Literal.number(0))
    if name == "Length" and node.this.name.rpartition("_")[0] in LISTS:
        return exp.func("size", node.this)
    if name == "Bracket":  # a letter of a text
        return exp.func("substring", node.this, node.expressions[0] + 1, exp.Literal.number(1))
    return node


def check() -> None:
    """Raise NoSparkError unless Spark and Java are there."""
    if not (find_spec("pyspark") and shutil.which("java")):
        raise NoSparkError(INSTALL)


@contextmanager
def opened(duck: Any) -> Iterator[Spark]:
    """Spark for the time of the heavy steps; raises NoSparkError."""
    session = _session(duck)
    try:
        yield Spark(session, duck)
    finally:
        session.stop()


def _session(duck: Any) -> Any:
    check()
    pyspark: Any = import_module("pyspark.sql")  # an extra: nothing else needs it
    from splink.internals.spark.jar_location import similarity_jar_location

    folder = duck.folder / "spark"
    private = {
        "spark.jars": similarity_jar_location(),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.local.dir": str(folder / "local"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": str(max(4, 2 * settings.IMPORT_PROCESSES)),
        "spark.driver.memory": "2g",
        "spark.sql.ansi.enabled": "false",
    }
    if settings.SPARK.startswith("local"):
        private |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    builder = pyspark.SparkSession.builder.master(settings.SPARK).appName("headwater")
    for name, value in private.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session
