"""The heavy part of a run on Spark: pairs and their patterns by the very same statements.

Tables travel as files of columns, which every worker of a cluster must be able to read: there, the
state folder lies on a shared disk. What is small afterwards (what Splink has learned, the judge,
groups) goes back to where the run is.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlglot
from django.conf import settings
from sqlglot import exp

INSTALL = (
    "Spark needs Java 17 or later and pyspark: install Java by the system's package manager "
    "(Debian and Ubuntu: apt install default-jre-headless) and pyspark into Headwater's "
    "environment (pip install pyspark), or leave out --engine spark."
)
# Of DuckDB, as the functions of Splink's library for Spark or of Spark itself are called.
FUNCTIONS = {
    "jaro_winkler_similarity": "jaro_winkler",
    "damerau_levenshtein": "damerau_levenshtein",
    "list_has_any": "arrays_overlap",
    "array_has_any": "arrays_overlap",
}


class NoSparkError(RuntimeError):
    """Spark or Java is not there; the message says what to install."""


class Spark:
    """An engine as `store.DuckDB` is, for pairs, patterns and Splink; `duck` is the run's own."""

    def __init__(self, session: Any, duck: Any) -> None:
        self.session, self.duck = session, duck
        self.folder = duck.folder / "spark"
        self.folder.mkdir(exist_ok=True)
        self._api: Any = None

    @property
    def api(self) -> Any:
        """What Splink works through."""
        if self._api is None:
            from splink import SparkAPI

            backend: Any = SparkAPI
            self._api = backend(spark_session=self.session, break_lineage_method="persist")
        return self._api

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
    if isinstance(node, exp.ArrayContainsAll):  # all of the second are in the first
        lacking = exp.func("array_except", node.expression, node.this)
        return exp.EQ(this=exp.func("size", lacking), expression=exp.Literal.number(0))
    if isinstance(node, exp.Anonymous) and node.name.lower() in FUNCTIONS:
        return exp.Anonymous(this=FUNCTIONS[node.name.lower()], expressions=node.expressions)
    return node


@contextmanager
def opened(duck: Any) -> Iterator[Spark]:
    """Spark for the time of the heavy steps; raises NoSparkError."""
    session = _session(duck)
    try:
        yield Spark(session, duck)
    finally:
        session.stop()


def _session(duck: Any) -> Any:
    try:
        from pyspark.sql import SparkSession
        from splink.internals.spark.jar_location import similarity_jar_location
    except ImportError as missing:
        raise NoSparkError(INSTALL) from missing
    if not shutil.which("java"):
        raise NoSparkError(INSTALL)
    folder = duck.folder / "spark"
    private = {
        "spark.jars": similarity_jar_location(),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.local.dir": str(folder / "local"),
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": str(max(4, 2 * settings.IMPORT_PROCESSES)),
        "spark.driver.memory": "2g",
        "spark.sql.ansi.enabled": "false",
    }
    if settings.SPARK.startswith("local"):
        private |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    builder = SparkSession.builder.master(settings.SPARK).appName("headwater")
    for name, value in private.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session
